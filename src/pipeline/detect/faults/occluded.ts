import type { Detector, Evidence, Opinion } from '../detector.ts'
import { isDefaultEdge } from '../old-rules.ts'
import { isJumping, litScene } from '../judgeable.ts'
import { isBlurred } from '../is-blurred.ts'
import { severity } from '../severity.ts'

const DEFAULT_LIMITS = {
  // While raised, the ratio must rise past the client's limit by this factor. docs/limits.md#occluded
  releaseFactor: 1.25,
  // A scene that is not known is covered when it has no edges and hardly any detail: share of flat pixels.
  minFlatRatio: 0.7,
  // In good light less is enough, grey levels: at night a road without a lamp is flat too.
  minFlatRatioLit: 0.5,
  litMeanLevels: 64,
  // Share of the known scene's edges that are gone, and that are still there.
  minDeadRatio: 0.8,
  maxAliveRatio: 0.15,
  // Nothing sharp stands in their place: gradients and detail over the usual.
  maxDeadEnergyRatio: 0.45,
  maxDeadFineRatio: 0.4
}

export const occluded: Detector<typeof DEFAULT_LIMITS> = {
  id: 'occluded',
  title: 'Picture covered',
  needs: ['edgeRatio', 'meanLumaLevels', 'missing', 'deadRatio', 'aliveRatio', 'deadEnergyRatio', 'deadFineRatio'],
  limits: DEFAULT_LIMITS,
  raiseAfterMs: 400,
  clearAfterMs: 800,

  evaluate(evidence, limits) {
    if (!isDefaultEdge(evidence.settings)) return byEdgeRatio(evidence, limits)
    const scene = litScene(evidence)
    if ('notJudged' in scene) return withoutMemory(evidence, limits, scene)
    const { against } = scene
    const factor = evidence.ease / (evidence.raised ? 0.85 : 1)
    const limit = limits.minDeadRatio / Math.max(0.85, factor)
    if (against.deadRatio <= Math.min(0.95, limit) || against.aliveRatio >= limits.maxAliveRatio * factor) return null
    const isSharp =
      against.deadEnergyRatio > limits.maxDeadEnergyRatio && against.deadFineRatio > limits.maxDeadFineRatio
    if (isSharp || isBlurred(scene) || isJumping(scene)) return null
    return {
      severity: severity(against.deadRatio, limit, 1),
      measure: 'share of the edges that are gone',
      value: against.deadRatio,
      limit,
      reference: null,
      unit: 'ratio',
      mask: null
    }
  }
}

/** Nobody knows yet what the scene looks like: only a picture that has nothing in it is called covered. */
function withoutMemory(evidence: Evidence, limits: typeof DEFAULT_LIMITS, reason: { notJudged: string }): Opinion {
  const { scene, measures, settings } = evidence
  if (measures.meanLumaLevels < settings.blackMeanLevels) return { notJudged: 'too dark to judge' }
  if (scene?.against.known === true) return reason
  const isLit = measures.meanLumaLevels >= limits.litMeanLevels
  const minFlatRatio = isLit ? limits.minFlatRatioLit : limits.minFlatRatio
  if (scene !== null && scene.look.wholeFlatRatio < minFlatRatio) return reason
  const opinion = byEdgeRatio(evidence, limits)
  return opinion ?? reason
}

/** The rule of the old service, which holds where a client has set it. */
function byEdgeRatio({ measures, settings, raised }: Evidence, limits: typeof DEFAULT_LIMITS): Opinion {
  if (measures.edgeRatio === null) return { notJudged: measures.missing.edgeRatio ?? 'edges not measured' }
  // Without light there are no edges, whatever stands before the lens.
  if (measures.meanLumaLevels < settings.blackMeanLevels) return { notJudged: 'too dark to judge' }
  const limit = raised ? settings.edge.minRatio * limits.releaseFactor : settings.edge.minRatio
  if (measures.edgeRatio >= limit) return null
  return {
    severity: severity(measures.edgeRatio, settings.edge.minRatio, 0),
    measure: 'edge ratio',
    value: measures.edgeRatio,
    limit,
    reference: null,
    unit: 'ratio',
    mask: null,
    // Old clients expect the first such frame to be told.
    timing: { raiseAfterMs: 0, clearAfterMs: 0 }
  }
}
