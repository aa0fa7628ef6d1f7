import type { Detector } from '../detector.ts'
import { FEW_TESTIFYING_BLOCKS, litScene } from '../judgeable.ts'
import type { AnchorEvidence } from '../scene/weigh/anchor-evidence.ts'
import type { SceneEvidence } from '../scene/weigh/scene-evidence.ts'
import { severity } from '../severity.ts'
import { SLOW_CHANGE } from '../slow-change.ts'

const DEFAULT_LIMITS = {
  // Shift of the colour of the median block, levels of Cb and Cr. docs/limits.md#colour-cast
  minCastLevels: 13,
  // And so much more for each level by which the picture is brighter: light that is added has a colour of its own.
  castOfLight: 0.25,
  // Share of the blocks that shift the same way.
  minCastRatio: 0.75,
  // The scene is there, and there is light to see colours in; where fewer blocks can tell, so many must shift alike.
  minAliveRatio: 0.5,
  minTestifying: FEW_TESTIFYING_BLOCKS,
  minCastRatioOfFew: 0.95,
  minMeanRatio: 0.3
}

// A shift that ends so near to grey, over its own size, takes a cast away that was there while the scene was learned.
const MAX_TINT_OF_RETURN = 0.5
// Less than this share of the limit away from the colours at first is no shift.
const LIKE_AT_FIRST = 0.5

export const colourCast: Detector<typeof DEFAULT_LIMITS> = {
  id: 'colour-cast',
  title: 'Colour balance gone',
  needs: [
    'castLevels',
    'castRatio',
    'aliveRatio',
    'testifying',
    'greyRatio',
    'meanRatio',
    'meanChangeLevels',
    'anchor'
  ],
  limits: DEFAULT_LIMITS,
  raiseAfterMs: 700,
  clearAfterMs: 600,

  evaluate(evidence, limits) {
    const scene = litScene(evidence)
    if ('notJudged' in scene) return scene
    const { look, against } = scene
    const isGrey = look.greyRatio > 0.97 && look.chromaLevels < 2
    const factor = evidence.ease / (evidence.raised ? 0.75 : 1)
    const isFew = against.testifying < limits.minTestifying && against.castRatio > limits.minCastRatioOfFew
    const isThere = against.aliveRatio > limits.minAliveRatio || isFew
    if (isGrey || !isThere || against.meanRatio <= limits.minMeanRatio) return null
    const found = (measure: string, { castLevels, castRatio, meanChangeLevels }: SceneEvidence | AnchorEvidence) => {
      const limit = (limits.minCastLevels + limits.castOfLight * Math.max(0, meanChangeLevels)) / factor
      if (castLevels <= limit || castRatio <= limits.minCastRatio) return null
      const how = { severity: severity(castLevels, limit, 60), reference: null, unit: 'levels', mask: null }
      return { ...how, measure, value: castLevels, limit }
    }
    const anchor = against.anchor?.isSameLight === true ? against.anchor : null
    const isReturn = against.tintLevels < MAX_TINT_OF_RETURN * against.castLevels
    const sudden = isReturn ? null : found('shift of the colour', against)
    if (sudden !== null) {
      // A slow shift that the memory had taken for usual is gone again.
      const isAsAtFirst = anchor !== null && anchor.castLevels < LIKE_AT_FIRST * sudden.limit
      return isAsAtFirst ? null : sudden
    }
    const slow = anchor === null ? null : found('shift of the colour since the first', anchor)
    return slow === null ? null : { ...slow, timing: SLOW_CHANGE }
  }
}
