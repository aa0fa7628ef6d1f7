import { parentPort, workerData } from 'node:worker_threads'
import { openFootage } from './footage/open-footage.ts'
import type { Played } from './play-scenario.ts'
import { ReelShelf } from './reel-shelf.ts'
import { runScenario } from './run-scenario.ts'
import type { Scenario } from './scenario.ts'
import type { Trial } from './trial.ts'

export interface PlayThreadData {
  readonly footage: string
  readonly trials: readonly Trial[]
  readonly ownFps?: number
}

/** From the thread: ready for work, the answer to a scenario, or why there is none. */
export type FromPlayThread =
  | { readonly type: 'ready' }
  | { readonly type: 'played'; readonly id: string; readonly played: Played }

const REELS_OPEN = 3

// Guarded, so that a test may import the types' module without being a thread.
if (parentPort !== null) await serve(parentPort, workerData as PlayThreadData)

async function serve(port: NonNullable<typeof parentPort>, { footage, trials, ownFps }: PlayThreadData): Promise<void> {
  const shelf = new ReelShelf(await openFootage(footage, ownFps), REELS_OPEN)
  port.on('message', async (scenario: Scenario) => {
    const played = await runScenario(scenario, shelf, trials)
    port.postMessage({ type: 'played', id: scenario.id, played } satisfies FromPlayThread)
  })
  port.postMessage({ type: 'ready' } satisfies FromPlayThread)
}
