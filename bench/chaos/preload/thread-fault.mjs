// Loaded with `--import` into the service of a row, and so into its threads: the first shard's thread has the fault that is
// written to the file THREAD_FAULT_FILE, once. A thread that is started after that has not.
import { readFileSync } from 'node:fs'
import { isMainThread, workerData } from 'node:worker_threads'

const LOOK_MS = 100
const file = process.env.THREAD_FAULT_FILE

const FAULTS = {
  crash: () => {
    throw new Error('A fault of the bench')
  },
  hang: () => {
    for (;;);
  },
  greed: () => {
    const hoard = []
    for (;;) hoard.push(new Array(1000).fill({}))
  }
}

if (!isMainThread && file !== undefined && workerData?.shard === 0) {
  const before = read()
  setInterval(() => {
    const now = read()
    if (now !== before) FAULTS[now.split(' ')[0]]?.()
  }, LOOK_MS)
}

function read() {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
