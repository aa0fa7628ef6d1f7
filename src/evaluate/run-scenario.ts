import type { FootageScene, OwnFrames } from './footage/footage.ts'
import { type Played, playScenario } from './play-scenario.ts'
import type { ReelShelf } from './reel-shelf.ts'
import type { Scenario } from './scenario.ts'
import type { Trial } from './trial.ts'
import { type CameraFrame, VirtualCamera } from './virtual-camera.ts'

/** Name of what is staged when footage is played as it is: nothing. */
export const AS_FILMED = 'as-filmed'

/** Films one scenario and lets every trial judge it. */
export async function runScenario(scenario: Scenario, shelf: ReelShelf, trials: readonly Trial[]): Promise<Played> {
  const scene = shelf.scene(scenario.scene)
  const { staged } = scenario
  if (scene.own !== undefined && staged.type === 'negative' && staged.name === AS_FILMED) {
    return await playScenario(scenario, asFilmed(scene, scene.own, scenario.totalMs), trials)
  }
  const camera = await VirtualCamera.open(scenario, scene.monochrome, (id, widthPx, fps) =>
    shelf.open(id, widthPx, fps)
  )
  return await playScenario(scenario, camera.frames(), trials)
}

async function* asFilmed(scene: FootageScene, own: OwnFrames, untilMs: number): AsyncGenerator<CameraFrame> {
  const { width, height } = scene
  let index = 0
  for await (const { atMs, jpeg } of own.frames(untilMs)) {
    yield { index: index++, capturedMs: atMs, arrivesMs: atMs, jpeg, width, height }
  }
}
