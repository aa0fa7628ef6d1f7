import type { FrameLook } from './detect/scene/frame/frame-look.ts'
import type { AnchorEvidence } from './detect/scene/weigh/anchor-evidence.ts'
import type { SceneEvidence } from './detect/scene/weigh/scene-evidence.ts'

/** Numbers of a look and of what it is held against that detectors read. A test holds the lists against what they do read. */
export const LOOK_NUMBERS = [
  'wholeMeanLevels',
  'percentile98Levels',
  'percentile995Levels',
  'wholeFlatRatio',
  'wholeFineLevels',
  'wholeGrainLevels',
  'chromaLevels',
  'greyRatio'
] as const satisfies readonly (keyof FrameLook)[]

export const SCENE_NUMBERS = [
  'testifying',
  'deadRatio',
  'aliveRatio',
  'medianFit',
  'contrast',
  'faintRatio',
  'slope',
  'layoutCorrelation',
  'usualSpreadLevels',
  'meanChangeLevels',
  'meanRatio',
  'rangeRatio',
  'blackRiseLevels',
  'darkestSwingLevels',
  'differenceLevels',
  'usualDifferenceLevels',
  'sharpness',
  'fineRatio',
  'fineRiseLevels',
  'grainRiseLevels',
  'gradientRiseLevels',
  'gradientEnergyRatio',
  'newBlocks',
  'newMiddleBlocks',
  'explainedRatio',
  'glareRatio',
  'newSaturatedRatio',
  'castLevels',
  'castRatio',
  'tintLevels',
  'deadEnergyRatio',
  'deadFineRatio',
  'agreement',
  'shiftAcrossRatio',
  'shiftDownRatio',
  'shiftConfidence',
  'fillRatio',
  'flatRowRatio',
  'flatRowsUsualLevels',
  'stepAboveLevels',
  'regionRatio',
  'regionFineRatio',
  'regionSharpRatio',
  'stillnessLevels',
  'usualStillnessLevels',
  'motion',
  'identicalMs',
  'usualIdenticalMs',
  'stripeLevels',
  'stripeShare',
  'bandLevels',
  'bandShare'
] as const satisfies readonly (keyof SceneEvidence)[]

/** Near 1, and it is what they lack of it that matters: kept so, or 16 bits would not do. */
export const SCENE_LIKENESSES = ['rowLikeness', 'usualRowLikeness'] as const satisfies readonly (keyof SceneEvidence)[]

export const ANCHOR_NUMBERS = [
  'sharpness',
  'fineRatio',
  'contrast',
  'faintRatio',
  'layoutCorrelation',
  'meanChangeLevels',
  'meanRatio',
  'rangeRatio',
  'blackRiseLevels',
  'castLevels',
  'castRatio'
] as const satisfies readonly (keyof AnchorEvidence)[]

export const SCENE_FLAGS = [
  'known',
  'isUnveiled',
  'stripeSteady',
  'bandSteady',
  'isOtherMode',
  'isRebasing'
] as const satisfies readonly (keyof SceneEvidence)[]
