import type { SceneMemory } from './learned/scene-memory.ts'
import type { SceneEvidence } from './weigh/scene-evidence.ts'

/** docs/limits.md#outgrown */
const LIMITS = {
  /** A scene with fewer testifying blocks is given up for one with more new ones that has been steady for so long, ms. */
  fewBlocks: 10,
  manyNewBlocks: 20,
  richerMs: 5000,
  steadyAgreement: 0.8,
  /** A scene that was learned behind something: gradients and detail are so many times the usual ones, and its edges gone. */
  unveiledTimes: 5,
  unveiledAliveRatio: 0.1,
  /** A scene that was learned through a veil: its edges are there, with so many times their contrast and detail. */
  clearedTimes: 2,
  clearedAliveRatio: 0.8,
  /** A scene known for less than this is given up for another that has stayed for so long, ms. */
  youngMs: 120_000,
  otherMs: 30_000
}

/** Whether the picture has become so rich that what was learned must have been seen through something. @param evidence Written. */
export function weighUnveiled(evidence: SceneEvidence, learnedMs: number): void {
  const { gradientEnergyRatio, fineRatio, aliveRatio } = evidence
  const times = Math.min(gradientEnergyRatio, fineRatio)
  const isRich = times > LIMITS.unveiledTimes && aliveRatio < LIMITS.unveiledAliveRatio
  evidence.isUnveiled = isRich && learnedMs < LIMITS.youngMs
}

/**
 * What was learned first may have been the fault: a camera that was being set up, or covered. So a scene without edges
 * gives way to one that has some, and one that was known for a short time only to another that stays.
 */
export class OutgrownWatch {
  #richerMs = 0
  #otherMs = 0

  /**
   * @param isOtherView True while the view or its colours are told to be others than those remembered.
   * @returns True when the scene is to be given up.
   */
  note(memory: SceneMemory | null, isOtherView: boolean, elapsedMs: number, evidence: SceneEvidence): boolean {
    if (memory?.known !== true) return false
    const isSteady = evidence.agreement === null || evidence.agreement > LIMITS.steadyAgreement
    const isFuller = evidence.testifying < LIMITS.fewBlocks && evidence.newBlocks > LIMITS.manyNewBlocks
    const isYoung = memory.learnedMs < LIMITS.youngMs
    const isRicher = (isFuller || evidence.isUnveiled || (isYoung && isCleared(evidence))) && isSteady
    this.#richerMs = isRicher ? this.#richerMs + elapsedMs : 0
    this.#otherMs = isOtherView ? this.#otherMs + elapsedMs : 0
    return this.#richerMs > LIMITS.richerMs || (isYoung && this.#otherMs > LIMITS.otherMs)
  }

  /** Another look is present. */
  forget(): void {
    this.#richerMs = 0
    this.#otherMs = 0
  }
}

function isCleared({ contrast, fineRatio, aliveRatio }: SceneEvidence): boolean {
  return Math.min(contrast, fineRatio) > LIMITS.clearedTimes && aliveRatio > LIMITS.clearedAliveRatio
}
