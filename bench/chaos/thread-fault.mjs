import { renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const PRELOAD = new URL('preload/thread-fault.mjs', import.meta.url).href
let faults = 0

/** Settings under which the first shard of a row's service can be made to fail. @param {{ folder: string }} stage */
export function threadFaultSettings(stage) {
  return { NODE_OPTIONS: `--import=${PRELOAD}`, THREAD_FAULT_FILE: fileOf(stage) }
}

/** Makes the first shard's thread fail. @param {{ folder: string }} stage @param {'crash' | 'hang' | 'greed'} fault */
export function failThread(stage, fault) {
  const file = fileOf(stage)
  // Whole from the beginning: a thread looks at it at any moment.
  writeFileSync(`${file}.new`, `${fault} ${faults++}`)
  renameSync(`${file}.new`, file)
}

function fileOf({ folder }) {
  return join(folder, 'thread-fault')
}
