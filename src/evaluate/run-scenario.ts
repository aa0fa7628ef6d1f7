import { type Played, playScenario } from './play-scenario.ts'
import type { ReelShelf } from './reel-shelf.ts'
import type { Scenario } from './scenario.ts'
import type { Trial } from './trial.ts'
import { VirtualCamera } from './virtual-camera.ts'

/** Films one scenario and lets every trial judge it. */
export async function runScenario(scenario: Scenario, shelf: ReelShelf, trials: readonly Trial[]): Promise<Played> {
  const { monochrome } = shelf.scene(scenario.scene)
  const camera = await VirtualCamera.open(scenario, monochrome, (scene, widthPx, fps) =>
    shelf.open(scene, widthPx, fps)
  )
  return await playScenario(scenario, camera.frames(), trials)
}
