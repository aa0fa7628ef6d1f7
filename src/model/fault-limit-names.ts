import type { FaultKind } from './fault.ts'

/** Limits of each fault's detector that a client may set with `subscribe` (`faults`). A test keeps them in step with the detectors. */
export const FAULT_LIMIT_NAMES: Readonly<Partial<Record<FaultKind, readonly string[]>>> = {
  black: [
    'releaseMargin',
    'minReleaseMarginLevels',
    'maxMeanLevels',
    'maxHighestLevels',
    'maxMeanRatio',
    'maxContrast'
  ],
  bright: [
    'minGlareRatio',
    'minNewRatio',
    'minMeanRatio',
    'minLampContrast',
    'maxLampMeanRatio',
    'maxLampNewRatio',
    'minNewRatioOtherMode',
    'washedOutLevels',
    'washedOutMeanRatio'
  ],
  'colour-cast': [
    'minCastLevels',
    'castOfLight',
    'minCastRatio',
    'minAliveRatio',
    'minTestifying',
    'minCastRatioOfFew',
    'minMeanRatio'
  ],
  corrupted: [
    'minFlatRowRatio',
    'maxFlatRowRatio',
    'minUsualLevels',
    'maxUnlikeness',
    'maxAgreement',
    'minDeadEnergyRatio',
    'minDeadFineRatio',
    'minDeadRatio',
    'minShiftRatio',
    'minShiftConfidence',
    'minFillRatio'
  ],
  defocused: [
    'maxSharpness',
    'maxFineRatio',
    'minAliveRatio',
    'minLayoutCorrelation',
    'minContrast',
    'minContrastRaised',
    'minRangeRatio',
    'minMeanRatio'
  ],
  frozen: [
    'minIdenticalMs',
    'minIdenticalTimesUsual',
    'maxStillnessRatio',
    'maxStillnessLevels',
    'maxMotion',
    'motionOfCoding',
    'minNoiseLevels'
  ],
  'low-contrast': [
    'maxContrast',
    'minFaintRatio',
    'maxRangeRatio',
    'minBlackRiseLevels',
    'minRiseTimesSwing',
    'minMedianFit',
    'minAliveRatio'
  ],
  moved: ['minDeadRatio', 'maxAliveRatio', 'minDeadEnergyRatio', 'minDeadFineRatio', 'minNewRatio'],
  'no-signal': ['minFlatRatio', 'minFlatRatioUnknown', 'maxGrainLevels', 'maxAliveRatio', 'minLetteringBlocks'],
  noise: ['minFineRiseLevels', 'minGrainRiseLevels', 'minGrainOfFine', 'minFineLevels', 'minGrainLevels'],
  occluded: [
    'releaseFactor',
    'minFlatRatio',
    'minFlatRatioLit',
    'litMeanLevels',
    'minDeadRatio',
    'maxAliveRatio',
    'maxDeadEnergyRatio',
    'maxDeadFineRatio'
  ],
  'partly-occluded': ['minRegionRatio', 'maxFineRatio', 'maxSharpRatio', 'lifeRegionRatio'],
  shaken: [
    'minRegionShare',
    'releaseFactor',
    'worstMeanLevels',
    'minHighRatio',
    'minWholeMeanLevels',
    'maxAgreement',
    'maxMedianFit',
    'minTestifyingBlocks'
  ],
  stripes: [
    'minAmplitudeLevels',
    'minShare',
    'minBandShare',
    'minOfDifference',
    'maxOfDifference',
    'differenceTimesUsual',
    'differenceOverUsualLevels',
    'minContrast',
    'minTestifying',
    'minEnergyRatio'
  ]
}
