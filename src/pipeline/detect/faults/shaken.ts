import type { Detector, Evidence, Opinion } from '../detector.ts'
import { edgedScene, FEW_TESTIFYING_BLOCKS } from '../judgeable.ts'
import { isDefaultTamper } from '../old-rules.ts'
import { regionShare } from '../region-share.ts'
import { severity } from '../severity.ts'

const DEFAULT_LIMITS = {
  // The wire contract: more than half of the 3x3 regions have changed.
  minRegionShare: 0.5,
  // While raised, every limit is this much lower. docs/limits.md#shaken
  releaseFactor: 0.8,
  // Mean change between two unrelated views, grey levels: as violent as it gets. docs/limits.md#shaken
  worstMeanLevels: 64,
  // A scene that is not known is shaken when the whole picture becomes another at once: share of pixels changed.
  minHighRatio: 0.6,
  // And its mean change, grey levels: at one frame a second a passing lorry changes an empty road by up to 90; of unrelated
  // views one in ten differs by more than this.
  minWholeMeanLevels: 110,
  // Agreement of the gradients with the frame before, over the usual one.
  maxAgreement: 0.55,
  // The usual edges are not where they were: median fit.
  maxMedianFit: 0.8,
  // Share of the 144 blocks that must be able to testify.
  minTestifyingBlocks: FEW_TESTIFYING_BLOCKS
}

export const shaken: Detector<typeof DEFAULT_LIMITS> = {
  id: 'shaken',
  title: 'Violent change between two frames',
  needs: ['change', 'missing', 'agreement', 'medianFit', 'testifying'],
  limits: DEFAULT_LIMITS,
  raiseAfterMs: 600,
  // A shake changes direction several times a second and stands still for a frame at each turn.
  clearAfterMs: 1200,

  evaluate(evidence, limits) {
    if (!isDefaultTamper(evidence.settings)) return byChange(evidence, limits)
    const scene = edgedScene(evidence)
    if ('notJudged' in scene) return withoutMemory(evidence, limits, scene)
    const { against } = scene
    if (against.testifying < limits.minTestifyingBlocks) return { notJudged: 'too few permanent edges' }
    if (against.agreement === null) return null
    const factor = evidence.ease / (evidence.raised ? limits.releaseFactor : 1)
    const limit = limits.maxAgreement * factor
    if (against.agreement >= limit || against.medianFit >= limits.maxMedianFit) return null
    return {
      severity: severity(against.agreement, limit, 0),
      measure: 'agreement with the frame before',
      value: against.agreement,
      limit,
      reference: null,
      unit: 'ratio',
      mask: null
    }
  }
}

function withoutMemory(evidence: Evidence, limits: typeof DEFAULT_LIMITS, reason: { notJudged: string }): Opinion {
  if (evidence.scene?.against.known === true) return reason
  const { change, missing } = evidence.measures
  if (change === null) return { notJudged: missing.change ?? reason.notJudged }
  const isWhole = change.meanLevels > limits.minWholeMeanLevels && change.highRatio > limits.minHighRatio
  return (isWhole ? byChange(evidence, limits) : null) ?? reason
}

/** The rule of the old service, which holds where a client has set it. */
function byChange({ measures, settings, raised }: Evidence, limits: typeof DEFAULT_LIMITS): Opinion {
  const { change } = measures
  if (change === null) return { notJudged: measures.missing.change ?? 'change not measured' }
  const factor = raised ? limits.releaseFactor : 1
  const { diffLevels, highRatio, regionDiffLevels } = settings.tamper
  const limit = diffLevels * factor
  const much = change.meanLevels > limit
  const strong = change.highRatio > highRatio * factor
  const wide = regionShare(change, regionDiffLevels * factor) > limits.minRegionShare
  if (!much || !(strong || wide)) return null
  return {
    severity: severity(change.meanLevels, diffLevels, Math.max(limits.worstMeanLevels, diffLevels)),
    measure: 'mean change between frames',
    value: change.meanLevels,
    limit,
    reference: null,
    unit: 'levels',
    mask: null,
    // Old clients expect the first such frame to be told.
    timing: { raiseAfterMs: 0, clearAfterMs: 400 }
  }
}
