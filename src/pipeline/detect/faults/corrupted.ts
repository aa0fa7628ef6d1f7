import type { Detector, SceneView } from '../detector.ts'
import { edgedScene, FEW_TESTIFYING_BLOCKS, isDark } from '../judgeable.ts'
import { severity } from '../severity.ts'

const DEFAULT_LIMITS = {
  // Flat rows from the bottom up, share of the height, where the scene has structure. docs/limits.md#corrupted
  minFlatRowRatio: 0.1,
  maxFlatRowRatio: 0.9,
  minUsualLevels: 0.7,
  // Lowest rows that repeat each other: what they lack to be alike, over what they usually lack.
  maxUnlikeness: 0.03,
  // Blocks that jump about: agreement with the frame before over the usual one, and energy where edges are gone.
  maxAgreement: 0.65,
  minDeadEnergyRatio: 1.35,
  minDeadFineRatio: 0.9,
  minDeadRatio: 0.15,
  // The whole picture has moved by one shift, share of its width, which is that sure: then the camera shakes.
  minShiftRatio: 0.008,
  minShiftConfidence: 0.1,
  // Blocks that have the level and the colour, +- levels, with which decoders begin: share of the picture.
  minFillRatio: 0.5
}

export const corrupted: Detector<typeof DEFAULT_LIMITS> = {
  id: 'corrupted',
  title: 'Decoder damage',
  needs: [
    'flatRowRatio',
    'rowLikeness',
    'agreement',
    'deadEnergyRatio',
    'deadFineRatio',
    'deadRatio',
    'shiftConfidence',
    'fillRatio'
  ],
  limits: DEFAULT_LIMITS,
  raiseAfterMs: 500,
  clearAfterMs: 900,

  evaluate(evidence, limits) {
    const scene = edgedScene(evidence)
    if ('notJudged' in scene) return scene
    const { look, against } = scene
    const isFlatBelow =
      against.flatRowRatio > limits.minFlatRowRatio / evidence.ease &&
      against.flatRowRatio < limits.maxFlatRowRatio &&
      against.flatRowsUsualLevels > limits.minUsualLevels &&
      against.stepAboveLevels > 1 &&
      !isDark(scene) &&
      look.wholeMeanLevels > 30
    if (isFlatBelow) return damage('flat rows', against.flatRowRatio, limits.minFlatRowRatio / evidence.ease, 1)
    const unlikeness = (1 - against.rowLikeness) / Math.max(0.02, 1 - against.usualRowLikeness)
    const isRepeated =
      unlikeness < limits.maxUnlikeness * evidence.ease && against.deadFineRatio > 0.25 && against.deadRatio > 0.08
    if (isRepeated) return damage('difference of neighbouring rows', unlikeness, limits.maxUnlikeness, 0)
    if (against.fillRatio > limits.minFillRatio / evidence.ease && against.deadRatio > limits.minFillRatio) {
      return damage('share of the level that decoders fill in', against.fillRatio, limits.minFillRatio, 1)
    }
    if (!isJumping(scene, limits, evidence.ease) || against.agreement === null) return null
    return damage('agreement with the frame before', against.agreement, limits.maxAgreement, 0)
  }
}

/** Blocks that hold other edges in every frame, and those of no shifted view. */
function isJumping({ against }: SceneView, limits: typeof DEFAULT_LIMITS, ease: number): boolean {
  const { agreement, shiftAcrossRatio, shiftDownRatio, shiftConfidence } = against
  if (agreement === null || against.testifying < FEW_TESTIFYING_BLOCKS) return false
  const shiftRatio = Math.hypot(shiftAcrossRatio, shiftDownRatio)
  if (shiftConfidence > limits.minShiftConfidence && shiftRatio > limits.minShiftRatio) return false
  return (
    agreement < limits.maxAgreement * ease &&
    against.deadEnergyRatio > limits.minDeadEnergyRatio &&
    against.deadFineRatio > limits.minDeadFineRatio &&
    against.deadRatio > limits.minDeadRatio &&
    against.grainRiseLevels > 0.5
  )
}

function damage(measure: string, value: number, limit: number, worst: number) {
  return { severity: severity(value, limit, worst), measure, value, limit, reference: null, unit: 'ratio', mask: null }
}
