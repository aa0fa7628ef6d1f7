import type { FrameEvidence } from '../../src/pipeline/conclude-frame.ts'
import { createFrameLook } from '../../src/pipeline/detect/scene/frame/frame-look.ts'
import { createSceneEvidence } from '../../src/pipeline/detect/scene/weigh/scene-evidence.ts'

const MEASURES = { meanLumaLevels: 120, edgeRatio: 0.1, change: null, identical: false, missing: {} }

/** A known scene in which nothing is amiss but what is given. */
export function knownFrame(fields: Partial<ReturnType<typeof createSceneEvidence>> = {}): FrameEvidence {
  const look = {
    ...createFrameLook(),
    wholeMeanLevels: 120,
    percentile98Levels: 200,
    wholeGrainLevels: 1,
    hasBefore: true
  }
  const against = {
    ...createSceneEvidence(),
    known: true,
    testifying: 100,
    aliveRatio: 1,
    agreement: 1,
    sharpness: 1,
    ...fields
  }
  return { measures: MEASURES, view: { look, against }, damage: null, isBreaking: false, isTurning: false }
}
