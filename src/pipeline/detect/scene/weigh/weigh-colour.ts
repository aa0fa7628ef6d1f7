import { BLOCKS } from '../../../../kernels/block-grid.ts'
import type { SceneReference } from '../learned/scene-reference.ts'
import { quantile } from '../quantile.ts'
import type { SceneScratch } from '../scene-scratch.ts'
import type { ColourShift } from './view-change.ts'

/** A block shifts with the others when it does so by this share of the median shift; a dark one by less. */
const CAST_ALONG = 0.4
const DARK_LEVELS = 16

/** The shift of the colours that most blocks have in common. @param evidence Written. */
export function weighColour(
  { look, sorted }: Pick<SceneScratch, 'look' | 'sorted'>,
  reference: Pick<SceneReference, 'blueLevels' | 'redLevels'>,
  evidence: ColourShift
): void {
  for (let i = 0; i < BLOCKS; i++) sorted[i] = look.blueLevels[i]! - reference.blueLevels[i]!
  const blue = quantile(sorted, BLOCKS, 0.5)
  for (let i = 0; i < BLOCKS; i++) sorted[i] = look.redLevels[i]! - reference.redLevels[i]!
  const red = quantile(sorted, BLOCKS, 0.5)
  const size = Math.hypot(blue, red)
  let along = 0
  for (let i = 0; i < BLOCKS; i++) {
    const blueHere = look.blueLevels[i]! - reference.blueLevels[i]!
    const redHere = look.redLevels[i]! - reference.redLevels[i]!
    // What is dark has little colour to shift.
    const light = Math.min(1, (look.meanLevels[i]! + DARK_LEVELS) / (look.wholeMeanLevels + DARK_LEVELS))
    if (blueHere * blue + redHere * red > CAST_ALONG * light * size * size) along++
  }
  evidence.castBlueLevels = blue
  evidence.castRedLevels = red
  evidence.castLevels = size
  evidence.castRatio = along / BLOCKS
}

/** Colour that the whole picture has: far from grey in the median of its blocks. After `weighColour`. */
export function weighTint({ look, evidence, sorted }: SceneScratch): void {
  sorted.set(look.blueLevels)
  const blue = quantile(sorted, BLOCKS, 0.5)
  sorted.set(look.redLevels)
  evidence.tintLevels = Math.hypot(blue, quantile(sorted, BLOCKS, 0.5))
}

/** Daylight brings a grey scene many colours; one colour for so much of it, so strong, is a cast. docs/limits.md#looks */
const TINTED_LEVELS = 16
const TINTED_RATIO = 0.85

/** Whether colour has come or gone as a whole. */
export function weighMode({ look, evidence }: SceneScratch, reference: SceneReference): void {
  const isGrey = look.greyRatio > 0.97 && look.chromaLevels < 2
  const isTinted = !isGrey && evidence.castLevels > TINTED_LEVELS && evidence.castRatio > TINTED_RATIO
  evidence.isOtherMode = !isTinted && isGrey !== reference.greyRatio > 0.9
}
