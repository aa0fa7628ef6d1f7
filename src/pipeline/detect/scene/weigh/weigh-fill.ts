import { BLOCKS } from '../../../../kernels/block-grid.ts'
import type { SceneReference } from '../learned/scene-reference.ts'
import type { SceneScratch } from '../scene-scratch.ts'

/** 128 in every plane is what decoders have before the first data comes. */
const FILL_LEVELS = 128
/** What is left of a block's mean and colour then, +- grey levels: without a key picture only what changes is drawn over it. */
const MOST_OFF_LEVELS = 5

/** How much of the picture has the level and the colour that decoders begin with, where the scene has not. */
export function weighFill({ look, evidence }: SceneScratch, reference: SceneReference): void {
  let filled = 0
  for (let i = 0; i < BLOCKS; i++) {
    const isGrey = isNear(look.blueLevels[i]!, 0) && isNear(look.redLevels[i]!, 0)
    if (!isGrey || !isNear(look.meanLevels[i]!, FILL_LEVELS) || isNear(reference.meanLevels[i]!, FILL_LEVELS)) continue
    filled++
  }
  evidence.fillRatio = filled / BLOCKS
}

function isNear(level: number, wanted: number): boolean {
  return Math.abs(level - wanted) < MOST_OFF_LEVELS
}
