import { fork } from 'node:child_process'
import { AppError } from '../errors.ts'
import type { SelfTest } from '../model/self-test.ts'
import type { SelfTestTask } from './examine-frames.ts'
import type { FromSelfTest } from './self-test-child.ts'

/** A camera takes half a minute of CPU; at the lowest priority on a busy machine it may wait long for it. */
const DEADLINE_MS = 30 * 60_000
const HEAP_MB = 256
/** Compiled, this file's neighbour is JavaScript; run from source it is not. */
const CHILD = new URL(import.meta.url.endsWith('.ts') ? 'self-test-child.ts' : 'self-test-child.js', import.meta.url)

/**
 * Runs a self-test in a process of its own: its memory, its crash and its priority are no business of the judging threads,
 * and of a thread the picture library's helpers would be shared.
 *
 * @param signal Ends it.
 * @throws {AppError} `self-test/failed`
 */
export function runSelfTest(task: SelfTestTask, signal: AbortSignal): Promise<SelfTest> {
  const child = fork(CHILD, [], {
    // Nothing of the service's settings and secrets.
    env: { UV_THREADPOOL_SIZE: '1' },
    execArgv: [`--max-old-space-size=${HEAP_MB}`, '--v8-pool-size=0'],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc']
  })
  const end = () => child.kill('SIGKILL')
  const deadline = setTimeout(end, DEADLINE_MS)
  signal.addEventListener('abort', end, { once: true })
  const result = new Promise<SelfTest>((resolve, reject) => {
    const failed = (why: string) => reject(new AppError('self-test/failed', `A self-test gave no result: ${why}`))
    child.once('error', error => failed(error.message))
    child.once('exit', (code, by) => failed(`its process ended with ${by ?? code}`))
    child.once('message', message => {
      const answer = message as FromSelfTest
      if (answer.type === 'done') resolve(answer.test)
      else failed(answer.reason)
    })
    if (signal.aborted) end()
    else child.send(task, error => error !== null && failed(error.message))
  })
  return result.finally(() => {
    clearTimeout(deadline)
    signal.removeEventListener('abort', end)
    end()
  })
}
