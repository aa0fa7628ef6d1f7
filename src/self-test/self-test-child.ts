import { readdirSync } from 'node:fs'
import { constants, setPriority } from 'node:os'
import { errorText } from '../errors.ts'
import type { SelfTest } from '../model/self-test.ts'
import type { SelfTestTask } from './examine-frames.ts'

/** From the child: a result, or why there is none. */
export type FromSelfTest =
  | { readonly type: 'done'; readonly test: SelfTest }
  | { readonly type: 'failed'; readonly reason: string }

// Guarded, so that the types' module may be imported without being a child.
if (process.send !== undefined) {
  lowerPriority()
  process.once('message', task => void run(task as SelfTestTask))
  // The service has ended: nobody wants to know.
  process.once('disconnect', () => process.exit(0))
}

/** Before libuv and the picture library begin theirs, which take it over; of those that Node has begun each has its own. */
function lowerPriority(): void {
  setPriority(0, constants.priority.PRIORITY_LOW)
  for (const thread of threadsByNow()) {
    try {
      setPriority(thread, constants.priority.PRIORITY_LOW)
    } catch {
      // It has ended.
    }
  }
}

/** Ids of all threads of this process where the system tells them, as Linux does. */
function threadsByNow(): readonly number[] {
  try {
    return readdirSync('/proc/self/task').map(Number)
  } catch {
    return []
  }
}

async function run(task: SelfTestTask): Promise<void> {
  // Loaded after the priority is set: the picture library begins threads of its own.
  const { examineFrames } = await import('./examine-frames.ts')
  const answer: FromSelfTest = await examineFrames(task).then(
    test => ({ type: 'done', test }),
    (error: unknown) => ({ type: 'failed', reason: errorText(error) })
  )
  process.send?.(answer, () => process.exit(0))
}
