import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const SCRIPT = new URL('../servers/durable-writes.mjs', import.meta.url).pathname
const TRACE = ['-f', '-e', 'trace=fsync,fdatasync,rename,renameat,renameat2,write', '-e', 'signal=none', '-s', '40']
const FULL = 2
/** It is there, and may look into a process: in a container that is often forbidden. */
const canTrace = spawnSync('strace', ['-e', 'trace=none', 'true']).status === 0

describe.skipIf(!canTrace)('what is confirmed was forced to the disk before (needs strace)', () => {
  let folder: string
  let calls: string[]
  let pragmas: unknown

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'camera-check-disk-'))
    const { stdout, stderr } = spawnSync('strace', [...TRACE, process.execPath, SCRIPT, folder], { encoding: 'utf8' })
    pragmas = JSON.parse(stdout)
    calls = stderr.split('\n').flatMap(line => {
      const [, mark] = /write\(2, "(begin|kept \w+)/.exec(line) ?? []
      const [, call] = /\b(fsync|fdatasync|rename)(?:at2?)?\(.*= 0$/.exec(line) ?? []
      return mark ?? call ?? []
    })
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  /** Calls between two marks. */
  const between = (from: string, to: string) => calls.slice(calls.indexOf(from) + 1, calls.indexOf(to))

  it('an incident: the log of the database, with each commit', () => {
    expect(between('begin', 'kept incident').filter(call => call.endsWith('sync')).length).toBeGreaterThan(0)
    expect(pragmas).toEqual([FULL, 'wal'])
  })

  it.each([
    ['the subscription', 'kept incident', 'kept subscription'],
    ['a snapshot', 'kept subscription', 'kept snapshot']
  ])('%s: the file, then its name, then the folder that has the name', (_what, from, to) => {
    expect(between(from, to)).toEqual(['fsync', 'rename', 'fsync'])
  })
})
