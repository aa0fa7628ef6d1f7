import { Worker } from 'node:worker_threads'
import type { FootageScene } from './footage/footage.ts'
import type { Played } from './play-scenario.ts'
import type { FromPlayThread, PlayThreadData } from './play-thread.ts'
import { ReelShelf } from './reel-shelf.ts'
import { runScenario } from './run-scenario.ts'
import type { Scenario } from './scenario.ts'
import type { Trial } from './trial.ts'

export interface PlayOptions {
  readonly scenarios: readonly Scenario[]
  readonly trials: readonly Trial[]
  /** Name of the footage, for threads of their own. */
  readonly footage: string
  readonly scenes: readonly FootageScene[]
  /** Pictures a second of footage that says no times of its own, when it is shown as it is. */
  readonly ownFps?: number
  /** Worker threads; 0 plays in this one. */
  readonly threads: number
  readonly onPlayed: (scenario: Scenario, played: Played) => void
}

const REELS_OPEN = 3
/** Compiled, this file's neighbour is JavaScript; run from source it is not. */
const THREAD = new URL(import.meta.url.endsWith('.ts') ? 'play-thread.ts' : 'play-thread.js', import.meta.url)

/** Plays every scenario, those of one scene after each other so that its footage is read once. */
export async function playAll(options: PlayOptions): Promise<void> {
  const queue = options.scenarios.toSorted((one, other) =>
    one.scene < other.scene ? -1 : one.scene > other.scene ? 1 : 0
  )
  if (options.threads === 0) {
    const shelf = new ReelShelf(options.scenes, REELS_OPEN)
    for (const scenario of queue) options.onPlayed(scenario, await runScenario(scenario, shelf, options.trials))
    return
  }
  // Each thread begins at another end, so that they seldom open the same scene.
  await Promise.all(Array.from({ length: options.threads }, (_, i) => playInThread(queue, i % 2 === 1, options)))
}

async function playInThread(queue: Scenario[], fromTheEnd: boolean, options: PlayOptions): Promise<void> {
  const { footage, trials, ownFps } = options
  const data: PlayThreadData = { footage, trials, ...(ownFps === undefined ? {} : { ownFps }) }
  const worker = new Worker(THREAD, { workerData: data })
  try {
    await new Promise<void>((resolve, reject) => {
      let current: Scenario | undefined
      worker.once('error', reject)
      worker.once('exit', code => reject(new Error(`A thread of the evaluation ended with ${code}`)))
      worker.on('message', (message: FromPlayThread) => {
        if (message.type === 'played' && current !== undefined) options.onPlayed(current, message.played)
        current = fromTheEnd ? queue.pop() : queue.shift()
        if (current === undefined) resolve()
        else worker.postMessage(current)
      })
    })
  } finally {
    await worker.terminate()
  }
}
