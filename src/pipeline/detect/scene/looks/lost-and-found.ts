import type { SceneEvidence } from '../weigh/scene-evidence.ts'

/** Under this share of its edges a look is lost, where enough blocks can tell. docs/limits.md#looks */
export const LOST_ALIVE_RATIO = 0.6

/** docs/limits.md#looks */
const LIMITS = {
  /** The present look is lost when all colours have shifted by so much, levels. */
  lostCastLevels: 6,
  /** Another one is found when so many of its edges are there, so few gone, with at least so much contrast and no such shift. */
  foundAliveRatio: 0.7,
  foundDeadRatio: 0.15,
  foundContrast: 0.5,
  foundCastLevels: 8,
  /** Or when so many of them are there and the picture as a whole lies where it lay, share of its sides, with this confidence: a
   * look that was learned in passing took in what moved. */
  placedAliveRatio: 0.4,
  placedShiftRatio: 0.01,
  placedConfidence: 0.2,
  /** A scene of little colour is grey in one frame and not in the next: it is the same one with so many edges, without a shift. */
  sameAliveRatio: 0.85,
  sameCastLevels: 2,
  /** Blocks that must be able to tell. */
  minTestifying: 10
}

/** Whether the picture no longer shows the look that it has been weighed against. */
export function isLookLost({ testifying, aliveRatio, isOtherMode, castLevels }: SceneEvidence): boolean {
  if (isOtherMode || castLevels > LIMITS.lostCastLevels) return true
  return testifying >= LIMITS.minTestifying && aliveRatio < LOST_ALIVE_RATIO
}

/** Whether it shows a look that was not present before. */
export function isLookFound(evidence: SceneEvidence): boolean {
  const { testifying, aliveRatio, deadRatio, contrast, castLevels, isOtherMode } = evidence
  const fits = aliveRatio > LIMITS.foundAliveRatio && deadRatio < LIMITS.foundDeadRatio
  return (
    testifying >= LIMITS.minTestifying &&
    (fits || isInPlace(evidence)) &&
    contrast > LIMITS.foundContrast &&
    castLevels < LIMITS.foundCastLevels &&
    (!isOtherMode || (aliveRatio > LIMITS.sameAliveRatio && castLevels < LIMITS.sameCastLevels))
  )
}

function isInPlace({ aliveRatio, shiftAcrossRatio, shiftDownRatio, shiftConfidence }: SceneEvidence): boolean {
  return (
    aliveRatio > LIMITS.placedAliveRatio &&
    shiftConfidence > LIMITS.placedConfidence &&
    Math.hypot(shiftAcrossRatio, shiftDownRatio) < LIMITS.placedShiftRatio
  )
}

/** Whether its colours alone rule out that it is the look that it has been weighed against. */
export function isOtherColour({ isOtherMode, castLevels }: SceneEvidence): boolean {
  return isOtherMode || castLevels > LIMITS.foundCastLevels
}
