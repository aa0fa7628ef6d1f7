// Made of the service's OpenAPI and AsyncAPI documents by `npm run docs`; not to be edited by hand.
/** One of the faults */
export type FaultKind = 'stream-gap' | 'undecodable' | 'no-signal' | 'black' | 'bright' | 'corrupted' | 'frozen' | 'shaken' | 'moved' | 'occluded' | 'partly-occluded' | 'defocused' | 'low-contrast' | 'noise' | 'stripes' | 'colour-cast'

/** A fault, or `service` */
export type IncidentKind = 'stream-gap' | 'undecodable' | 'no-signal' | 'black' | 'bright' | 'corrupted' | 'frozen' | 'shaken' | 'moved' | 'occluded' | 'partly-occluded' | 'defocused' | 'low-contrast' | 'noise' | 'stripes' | 'colour-cast' | 'service'

/** How much of the picture is lost */
export type Tier = 'lost' | 'impaired' | 'silent'

/** A raised fault with its explanation */
export type Fault = {
  /** Id of the fault */
  readonly kind: FaultKind
  /** 0 (at the limit) to 1 */
  readonly severity: number
  /** When it was raised; ISO-8601 UTC */
  readonly since: string
  /** What crossed its limit */
  readonly measure: string
  readonly value: number
  readonly limit: number
  /** What the value was held against, where there is such a thing */
  readonly reference: number | null
  /** `ratio` (0..1), `levels` (grey levels), `ms` ... */
  readonly unit: string
  /** 16 x 9 grid, 144 characters of 0 or 1, row by row */
  readonly mask?: string
  /** One sentence made from these figures */
  readonly why: string
  readonly why_zh: string
}

/** Members of a fleet that did not answer */
export type Unreachable = readonly {
  readonly id: string
  readonly url: string
  readonly error: string
  readonly error_zh: string
}[]

/** A part of the picture that is not judged */
export type Mask = {
  /** Corners [x, y] of a polygon, shares of width and height from the upper left corner */
  readonly points: readonly (readonly [number, number])[]
  readonly name?: string
}

/** Hours that are not judged */
export type ScheduleEntry = {
  /** 1 is Monday, 7 is Sunday: the days on which it begins */
  readonly days: readonly number[]
  /** Begins, wall clock in TIME_ZONE */
  readonly from: string
  /** Ends; not after `from` means on the next day */
  readonly to: string
}

/** Everything that is set for one camera */
export type CameraSettings = {
  /** Display name; null shows the name of the stream */
  readonly name: string | null
  /** Groups; empty takes the part of the name before the first `/`, where there is one */
  readonly groups: readonly string[]
  /** Parts of the picture that are not judged */
  readonly masks: readonly Mask[]
  /** Hours that are NOT judged */
  readonly schedule: readonly ScheduleEntry[]
  /** Judged, but silent until then; ISO-8601 UTC */
  readonly maintenanceUntil: string | null
  /** Why */
  readonly maintenanceNote: string | null
  /** Without frames after so long, s; null takes STREAM_GAP_MS */
  readonly gapLimitS: number | null
  /** Most frames that are judged, frames/s; null takes ANALYSIS_MAX_FPS */
  readonly analysisMaxFps: number | null
  /** How each kind is judged; kinds that are left out as usual */
  readonly faults: {
    readonly 'stream-gap'?: {
      /** How readily the fault is found; off: never */
      readonly sensitivity?: 'low' | 'normal' | 'high' | 'off'
      /** How long it must show before it is raised, s */
      readonly raiseAfterS?: number
      /** How long it must stay away before it is cleared, s */
      readonly clearAfterS?: number
      /** Exact limits of its detector, by name */
      readonly limits?: Readonly<Record<string, never>>
    }
    readonly undecodable?: {
      /** How readily the fault is found; off: never */
      readonly sensitivity?: 'low' | 'normal' | 'high' | 'off'
      /** How long it must show before it is raised, s */
      readonly raiseAfterS?: number
      /** How long it must stay away before it is cleared, s */
      readonly clearAfterS?: number
      /** Exact limits of its detector, by name */
      readonly limits?: Readonly<Record<string, never>>
    }
    readonly 'no-signal'?: {
      /** How readily the fault is found; off: never */
      readonly sensitivity?: 'low' | 'normal' | 'high' | 'off'
      /** How long it must show before it is raised, s */
      readonly raiseAfterS?: number
      /** How long it must stay away before it is cleared, s */
      readonly clearAfterS?: number
      /** Exact limits of its detector, by name */
      readonly limits?: {
        readonly minFlatRatio?: number
        readonly minFlatRatioUnknown?: number
        readonly maxGrainLevels?: number
        readonly maxAliveRatio?: number
        readonly minLetteringBlocks?: number
      }
    }
    readonly black?: {
      /** How readily the fault is found; off: never */
      readonly sensitivity?: 'low' | 'normal' | 'high' | 'off'
      /** How long it must show before it is raised, s */
      readonly raiseAfterS?: number
      /** How long it must stay away before it is cleared, s */
      readonly clearAfterS?: number
      /** Exact limits of its detector, by name */
      readonly limits?: {
        readonly releaseMargin?: number
        readonly minReleaseMarginLevels?: number
        readonly maxMeanLevels?: number
        readonly maxHighestLevels?: number
        readonly maxMeanRatio?: number
        readonly maxContrast?: number
      }
    }
    readonly bright?: {
      /** How readily the fault is found; off: never */
      readonly sensitivity?: 'low' | 'normal' | 'high' | 'off'
      /** How long it must show before it is raised, s */
      readonly raiseAfterS?: number
      /** How long it must stay away before it is cleared, s */
      readonly clearAfterS?: number
      /** Exact limits of its detector, by name */
      readonly limits?: {
        readonly minGlareRatio?: number
        readonly minNewRatio?: number
        readonly minMeanRatio?: number
        readonly minLampContrast?: number
        readonly maxLampMeanRatio?: number
        readonly maxLampNewRatio?: number
        readonly minNewRatioOtherMode?: number
        readonly washedOutLevels?: number
        readonly washedOutMeanRatio?: number
      }
    }
    readonly corrupted?: {
      /** How readily the fault is found; off: never */
      readonly sensitivity?: 'low' | 'normal' | 'high' | 'off'
      /** How long it must show before it is raised, s */
      readonly raiseAfterS?: number
      /** How long it must stay away before it is cleared, s */
      readonly clearAfterS?: number
      /** Exact limits of its detector, by name */
      readonly limits?: {
        readonly minFlatRowRatio?: number
        readonly maxFlatRowRatio?: number
        readonly minUsualLevels?: number
        readonly maxUnlikeness?: number
        readonly maxAgreement?: number
        readonly minDeadEnergyRatio?: number
        readonly minDeadFineRatio?: number
        readonly minDeadRatio?: number
        readonly minShiftRatio?: number
        readonly minShiftConfidence?: number
        readonly minFillRatio?: number
      }
    }
    readonly frozen?: {
      /** How readily the fault is found; off: never */
      readonly sensitivity?: 'low' | 'normal' | 'high' | 'off'
      /** How long it must show before it is raised, s */
      readonly raiseAfterS?: number
      /** How long it must stay away before it is cleared, s */
      readonly clearAfterS?: number
      /** Exact limits of its detector, by name */
      readonly limits?: {
        readonly minIdenticalMs?: number
        readonly minIdenticalTimesUsual?: number
        readonly maxStillnessRatio?: number
        readonly maxStillnessLevels?: number
        readonly maxMotion?: number
        readonly motionOfCoding?: number
        readonly minNoiseLevels?: number
      }
    }
    readonly shaken?: {
      /** How readily the fault is found; off: never */
      readonly sensitivity?: 'low' | 'normal' | 'high' | 'off'
      /** How long it must show before it is raised, s */
      readonly raiseAfterS?: number
      /** How long it must stay away before it is cleared, s */
      readonly clearAfterS?: number
      /** Exact limits of its detector, by name */
      readonly limits?: {
        readonly minRegionShare?: number
        readonly releaseFactor?: number
        readonly worstMeanLevels?: number
        readonly minHighRatio?: number
        readonly minWholeMeanLevels?: number
        readonly maxAgreement?: number
        readonly maxMedianFit?: number
        readonly minTestifyingBlocks?: number
      }
    }
    readonly moved?: {
      /** How readily the fault is found; off: never */
      readonly sensitivity?: 'low' | 'normal' | 'high' | 'off'
      /** How long it must show before it is raised, s */
      readonly raiseAfterS?: number
      /** How long it must stay away before it is cleared, s */
      readonly clearAfterS?: number
      /** Exact limits of its detector, by name */
      readonly limits?: {
        readonly minDeadRatio?: number
        readonly maxAliveRatio?: number
        readonly minDeadEnergyRatio?: number
        readonly minDeadFineRatio?: number
        readonly minNewRatio?: number
      }
    }
    readonly occluded?: {
      /** How readily the fault is found; off: never */
      readonly sensitivity?: 'low' | 'normal' | 'high' | 'off'
      /** How long it must show before it is raised, s */
      readonly raiseAfterS?: number
      /** How long it must stay away before it is cleared, s */
      readonly clearAfterS?: number
      /** Exact limits of its detector, by name */
      readonly limits?: {
        readonly releaseFactor?: number
        readonly minFlatRatio?: number
        readonly minFlatRatioLit?: number
        readonly litMeanLevels?: number
        readonly minDeadRatio?: number
        readonly maxAliveRatio?: number
        readonly maxDeadEnergyRatio?: number
        readonly maxDeadFineRatio?: number
      }
    }
    readonly 'partly-occluded'?: {
      /** How readily the fault is found; off: never */
      readonly sensitivity?: 'low' | 'normal' | 'high' | 'off'
      /** How long it must show before it is raised, s */
      readonly raiseAfterS?: number
      /** How long it must stay away before it is cleared, s */
      readonly clearAfterS?: number
      /** Exact limits of its detector, by name */
      readonly limits?: {
        readonly minRegionRatio?: number
        readonly maxFineRatio?: number
        readonly maxSharpRatio?: number
        readonly lifeRegionRatio?: number
      }
    }
    readonly defocused?: {
      /** How readily the fault is found; off: never */
      readonly sensitivity?: 'low' | 'normal' | 'high' | 'off'
      /** How long it must show before it is raised, s */
      readonly raiseAfterS?: number
      /** How long it must stay away before it is cleared, s */
      readonly clearAfterS?: number
      /** Exact limits of its detector, by name */
      readonly limits?: {
        readonly maxSharpness?: number
        readonly maxFineRatio?: number
        readonly minAliveRatio?: number
        readonly minLayoutCorrelation?: number
        readonly minContrast?: number
        readonly minContrastRaised?: number
        readonly minRangeRatio?: number
        readonly minMeanRatio?: number
      }
    }
    readonly 'low-contrast'?: {
      /** How readily the fault is found; off: never */
      readonly sensitivity?: 'low' | 'normal' | 'high' | 'off'
      /** How long it must show before it is raised, s */
      readonly raiseAfterS?: number
      /** How long it must stay away before it is cleared, s */
      readonly clearAfterS?: number
      /** Exact limits of its detector, by name */
      readonly limits?: {
        readonly maxContrast?: number
        readonly minFaintRatio?: number
        readonly maxRangeRatio?: number
        readonly minBlackRiseLevels?: number
        readonly minRiseTimesSwing?: number
        readonly minMedianFit?: number
        readonly minAliveRatio?: number
      }
    }
    readonly noise?: {
      /** How readily the fault is found; off: never */
      readonly sensitivity?: 'low' | 'normal' | 'high' | 'off'
      /** How long it must show before it is raised, s */
      readonly raiseAfterS?: number
      /** How long it must stay away before it is cleared, s */
      readonly clearAfterS?: number
      /** Exact limits of its detector, by name */
      readonly limits?: {
        readonly minFineRiseLevels?: number
        readonly minGrainRiseLevels?: number
        readonly minGrainOfFine?: number
        readonly minFineLevels?: number
        readonly minGrainLevels?: number
      }
    }
    readonly stripes?: {
      /** How readily the fault is found; off: never */
      readonly sensitivity?: 'low' | 'normal' | 'high' | 'off'
      /** How long it must show before it is raised, s */
      readonly raiseAfterS?: number
      /** How long it must stay away before it is cleared, s */
      readonly clearAfterS?: number
      /** Exact limits of its detector, by name */
      readonly limits?: {
        readonly minAmplitudeLevels?: number
        readonly minShare?: number
        readonly minBandShare?: number
        readonly minOfDifference?: number
        readonly maxOfDifference?: number
        readonly differenceTimesUsual?: number
        readonly differenceOverUsualLevels?: number
        readonly minContrast?: number
        readonly minTestifying?: number
        readonly minEnergyRatio?: number
      }
    }
    readonly 'colour-cast'?: {
      /** How readily the fault is found; off: never */
      readonly sensitivity?: 'low' | 'normal' | 'high' | 'off'
      /** How long it must show before it is raised, s */
      readonly raiseAfterS?: number
      /** How long it must stay away before it is cleared, s */
      readonly clearAfterS?: number
      /** Exact limits of its detector, by name */
      readonly limits?: {
        readonly minCastLevels?: number
        readonly castOfLight?: number
        readonly minCastRatio?: number
        readonly minAliveRatio?: number
        readonly minTestifying?: number
        readonly minCastRatioOfFew?: number
        readonly minMeanRatio?: number
      }
    }
  }
}

/** The same, and who sets it */
export type CameraSettingsPut = {
  /** Display name; null shows the name of the stream */
  readonly name: string | null
  /** Groups; empty takes the part of the name before the first `/`, where there is one */
  readonly groups: readonly string[]
  /** Parts of the picture that are not judged */
  readonly masks: readonly Mask[]
  /** Hours that are NOT judged */
  readonly schedule: readonly ScheduleEntry[]
  /** Judged, but silent until then; ISO-8601 UTC */
  readonly maintenanceUntil: string | null
  /** Why */
  readonly maintenanceNote: string | null
  /** Without frames after so long, s; null takes STREAM_GAP_MS */
  readonly gapLimitS: number | null
  /** Most frames that are judged, frames/s; null takes ANALYSIS_MAX_FPS */
  readonly analysisMaxFps: number | null
  /** How each kind is judged; kinds that are left out as usual */
  readonly faults: {
    readonly 'stream-gap'?: {
      /** How readily the fault is found; off: never */
      readonly sensitivity?: 'low' | 'normal' | 'high' | 'off'
      /** How long it must show before it is raised, s */
      readonly raiseAfterS?: number
      /** How long it must stay away before it is cleared, s */
      readonly clearAfterS?: number
      /** Exact limits of its detector, by name */
      readonly limits?: Readonly<Record<string, never>>
    }
    readonly undecodable?: {
      /** How readily the fault is found; off: never */
      readonly sensitivity?: 'low' | 'normal' | 'high' | 'off'
      /** How long it must show before it is raised, s */
      readonly raiseAfterS?: number
      /** How long it must stay away before it is cleared, s */
      readonly clearAfterS?: number
      /** Exact limits of its detector, by name */
      readonly limits?: Readonly<Record<string, never>>
    }
    readonly 'no-signal'?: {
      /** How readily the fault is found; off: never */
      readonly sensitivity?: 'low' | 'normal' | 'high' | 'off'
      /** How long it must show before it is raised, s */
      readonly raiseAfterS?: number
      /** How long it must stay away before it is cleared, s */
      readonly clearAfterS?: number
      /** Exact limits of its detector, by name */
      readonly limits?: {
        readonly minFlatRatio?: number
        readonly minFlatRatioUnknown?: number
        readonly maxGrainLevels?: number
        readonly maxAliveRatio?: number
        readonly minLetteringBlocks?: number
      }
    }
    readonly black?: {
      /** How readily the fault is found; off: never */
      readonly sensitivity?: 'low' | 'normal' | 'high' | 'off'
      /** How long it must show before it is raised, s */
      readonly raiseAfterS?: number
      /** How long it must stay away before it is cleared, s */
      readonly clearAfterS?: number
      /** Exact limits of its detector, by name */
      readonly limits?: {
        readonly releaseMargin?: number
        readonly minReleaseMarginLevels?: number
        readonly maxMeanLevels?: number
        readonly maxHighestLevels?: number
        readonly maxMeanRatio?: number
        readonly maxContrast?: number
      }
    }
    readonly bright?: {
      /** How readily the fault is found; off: never */
      readonly sensitivity?: 'low' | 'normal' | 'high' | 'off'
      /** How long it must show before it is raised, s */
      readonly raiseAfterS?: number
      /** How long it must stay away before it is cleared, s */
      readonly clearAfterS?: number
      /** Exact limits of its detector, by name */
      readonly limits?: {
        readonly minGlareRatio?: number
        readonly minNewRatio?: number
        readonly minMeanRatio?: number
        readonly minLampContrast?: number
        readonly maxLampMeanRatio?: number
        readonly maxLampNewRatio?: number
        readonly minNewRatioOtherMode?: number
        readonly washedOutLevels?: number
        readonly washedOutMeanRatio?: number
      }
    }
    readonly corrupted?: {
      /** How readily the fault is found; off: never */
      readonly sensitivity?: 'low' | 'normal' | 'high' | 'off'
      /** How long it must show before it is raised, s */
      readonly raiseAfterS?: number
      /** How long it must stay away before it is cleared, s */
      readonly clearAfterS?: number
      /** Exact limits of its detector, by name */
      readonly limits?: {
        readonly minFlatRowRatio?: number
        readonly maxFlatRowRatio?: number
        readonly minUsualLevels?: number
        readonly maxUnlikeness?: number
        readonly maxAgreement?: number
        readonly minDeadEnergyRatio?: number
        readonly minDeadFineRatio?: number
        readonly minDeadRatio?: number
        readonly minShiftRatio?: number
        readonly minShiftConfidence?: number
        readonly minFillRatio?: number
      }
    }
    readonly frozen?: {
      /** How readily the fault is found; off: never */
      readonly sensitivity?: 'low' | 'normal' | 'high' | 'off'
      /** How long it must show before it is raised, s */
      readonly raiseAfterS?: number
      /** How long it must stay away before it is cleared, s */
      readonly clearAfterS?: number
      /** Exact limits of its detector, by name */
      readonly limits?: {
        readonly minIdenticalMs?: number
        readonly minIdenticalTimesUsual?: number
        readonly maxStillnessRatio?: number
        readonly maxStillnessLevels?: number
        readonly maxMotion?: number
        readonly motionOfCoding?: number
        readonly minNoiseLevels?: number
      }
    }
    readonly shaken?: {
      /** How readily the fault is found; off: never */
      readonly sensitivity?: 'low' | 'normal' | 'high' | 'off'
      /** How long it must show before it is raised, s */
      readonly raiseAfterS?: number
      /** How long it must stay away before it is cleared, s */
      readonly clearAfterS?: number
      /** Exact limits of its detector, by name */
      readonly limits?: {
        readonly minRegionShare?: number
        readonly releaseFactor?: number
        readonly worstMeanLevels?: number
        readonly minHighRatio?: number
        readonly minWholeMeanLevels?: number
        readonly maxAgreement?: number
        readonly maxMedianFit?: number
        readonly minTestifyingBlocks?: number
      }
    }
    readonly moved?: {
      /** How readily the fault is found; off: never */
      readonly sensitivity?: 'low' | 'normal' | 'high' | 'off'
      /** How long it must show before it is raised, s */
      readonly raiseAfterS?: number
      /** How long it must stay away before it is cleared, s */
      readonly clearAfterS?: number
      /** Exact limits of its detector, by name */
      readonly limits?: {
        readonly minDeadRatio?: number
        readonly maxAliveRatio?: number
        readonly minDeadEnergyRatio?: number
        readonly minDeadFineRatio?: number
        readonly minNewRatio?: number
      }
    }
    readonly occluded?: {
      /** How readily the fault is found; off: never */
      readonly sensitivity?: 'low' | 'normal' | 'high' | 'off'
      /** How long it must show before it is raised, s */
      readonly raiseAfterS?: number
      /** How long it must stay away before it is cleared, s */
      readonly clearAfterS?: number
      /** Exact limits of its detector, by name */
      readonly limits?: {
        readonly releaseFactor?: number
        readonly minFlatRatio?: number
        readonly minFlatRatioLit?: number
        readonly litMeanLevels?: number
        readonly minDeadRatio?: number
        readonly maxAliveRatio?: number
        readonly maxDeadEnergyRatio?: number
        readonly maxDeadFineRatio?: number
      }
    }
    readonly 'partly-occluded'?: {
      /** How readily the fault is found; off: never */
      readonly sensitivity?: 'low' | 'normal' | 'high' | 'off'
      /** How long it must show before it is raised, s */
      readonly raiseAfterS?: number
      /** How long it must stay away before it is cleared, s */
      readonly clearAfterS?: number
      /** Exact limits of its detector, by name */
      readonly limits?: {
        readonly minRegionRatio?: number
        readonly maxFineRatio?: number
        readonly maxSharpRatio?: number
        readonly lifeRegionRatio?: number
      }
    }
    readonly defocused?: {
      /** How readily the fault is found; off: never */
      readonly sensitivity?: 'low' | 'normal' | 'high' | 'off'
      /** How long it must show before it is raised, s */
      readonly raiseAfterS?: number
      /** How long it must stay away before it is cleared, s */
      readonly clearAfterS?: number
      /** Exact limits of its detector, by name */
      readonly limits?: {
        readonly maxSharpness?: number
        readonly maxFineRatio?: number
        readonly minAliveRatio?: number
        readonly minLayoutCorrelation?: number
        readonly minContrast?: number
        readonly minContrastRaised?: number
        readonly minRangeRatio?: number
        readonly minMeanRatio?: number
      }
    }
    readonly 'low-contrast'?: {
      /** How readily the fault is found; off: never */
      readonly sensitivity?: 'low' | 'normal' | 'high' | 'off'
      /** How long it must show before it is raised, s */
      readonly raiseAfterS?: number
      /** How long it must stay away before it is cleared, s */
      readonly clearAfterS?: number
      /** Exact limits of its detector, by name */
      readonly limits?: {
        readonly maxContrast?: number
        readonly minFaintRatio?: number
        readonly maxRangeRatio?: number
        readonly minBlackRiseLevels?: number
        readonly minRiseTimesSwing?: number
        readonly minMedianFit?: number
        readonly minAliveRatio?: number
      }
    }
    readonly noise?: {
      /** How readily the fault is found; off: never */
      readonly sensitivity?: 'low' | 'normal' | 'high' | 'off'
      /** How long it must show before it is raised, s */
      readonly raiseAfterS?: number
      /** How long it must stay away before it is cleared, s */
      readonly clearAfterS?: number
      /** Exact limits of its detector, by name */
      readonly limits?: {
        readonly minFineRiseLevels?: number
        readonly minGrainRiseLevels?: number
        readonly minGrainOfFine?: number
        readonly minFineLevels?: number
        readonly minGrainLevels?: number
      }
    }
    readonly stripes?: {
      /** How readily the fault is found; off: never */
      readonly sensitivity?: 'low' | 'normal' | 'high' | 'off'
      /** How long it must show before it is raised, s */
      readonly raiseAfterS?: number
      /** How long it must stay away before it is cleared, s */
      readonly clearAfterS?: number
      /** Exact limits of its detector, by name */
      readonly limits?: {
        readonly minAmplitudeLevels?: number
        readonly minShare?: number
        readonly minBandShare?: number
        readonly minOfDifference?: number
        readonly maxOfDifference?: number
        readonly differenceTimesUsual?: number
        readonly differenceOverUsualLevels?: number
        readonly minContrast?: number
        readonly minTestifying?: number
        readonly minEnergyRatio?: number
      }
    }
    readonly 'colour-cast'?: {
      /** How readily the fault is found; off: never */
      readonly sensitivity?: 'low' | 'normal' | 'high' | 'off'
      /** How long it must show before it is raised, s */
      readonly raiseAfterS?: number
      /** How long it must stay away before it is cleared, s */
      readonly clearAfterS?: number
      /** Exact limits of its detector, by name */
      readonly limits?: {
        readonly minCastLevels?: number
        readonly castOfLight?: number
        readonly minCastRatio?: number
        readonly minAliveRatio?: number
        readonly minTestifying?: number
        readonly minCastRatioOfFew?: number
        readonly minMeanRatio?: number
      }
    }
  }
  /** Who; `anonymous` when left out */
  readonly by?: string
}

/** What is to be changed for one camera */
export type CameraSettingsPatch = {
  /** Display name; null shows the name of the stream */
  readonly name?: string | null
  /** Groups; empty takes the part of the name before the first `/`, where there is one */
  readonly groups?: readonly string[]
  /** Parts of the picture that are not judged */
  readonly masks?: readonly Mask[]
  /** Hours that are NOT judged */
  readonly schedule?: readonly ScheduleEntry[]
  /** Judged, but silent until then; ISO-8601 UTC */
  readonly maintenanceUntil?: string | null
  /** Why */
  readonly maintenanceNote?: string | null
  /** Without frames after so long, s; null takes STREAM_GAP_MS */
  readonly gapLimitS?: number | null
  /** Most frames that are judged, frames/s; null takes ANALYSIS_MAX_FPS */
  readonly analysisMaxFps?: number | null
  readonly faults?: {
    readonly 'stream-gap'?: {
      /** How readily the fault is found; off: never */
      readonly sensitivity?: 'low' | 'normal' | 'high' | 'off'
      /** How long it must show before it is raised, s */
      readonly raiseAfterS?: number
      /** How long it must stay away before it is cleared, s */
      readonly clearAfterS?: number
      /** Exact limits of its detector, by name */
      readonly limits?: Readonly<Record<string, never>>
    } | null
    readonly undecodable?: {
      /** How readily the fault is found; off: never */
      readonly sensitivity?: 'low' | 'normal' | 'high' | 'off'
      /** How long it must show before it is raised, s */
      readonly raiseAfterS?: number
      /** How long it must stay away before it is cleared, s */
      readonly clearAfterS?: number
      /** Exact limits of its detector, by name */
      readonly limits?: Readonly<Record<string, never>>
    } | null
    readonly 'no-signal'?: {
      /** How readily the fault is found; off: never */
      readonly sensitivity?: 'low' | 'normal' | 'high' | 'off'
      /** How long it must show before it is raised, s */
      readonly raiseAfterS?: number
      /** How long it must stay away before it is cleared, s */
      readonly clearAfterS?: number
      /** Exact limits of its detector, by name */
      readonly limits?: {
        readonly minFlatRatio?: number
        readonly minFlatRatioUnknown?: number
        readonly maxGrainLevels?: number
        readonly maxAliveRatio?: number
        readonly minLetteringBlocks?: number
      }
    } | null
    readonly black?: {
      /** How readily the fault is found; off: never */
      readonly sensitivity?: 'low' | 'normal' | 'high' | 'off'
      /** How long it must show before it is raised, s */
      readonly raiseAfterS?: number
      /** How long it must stay away before it is cleared, s */
      readonly clearAfterS?: number
      /** Exact limits of its detector, by name */
      readonly limits?: {
        readonly releaseMargin?: number
        readonly minReleaseMarginLevels?: number
        readonly maxMeanLevels?: number
        readonly maxHighestLevels?: number
        readonly maxMeanRatio?: number
        readonly maxContrast?: number
      }
    } | null
    readonly bright?: {
      /** How readily the fault is found; off: never */
      readonly sensitivity?: 'low' | 'normal' | 'high' | 'off'
      /** How long it must show before it is raised, s */
      readonly raiseAfterS?: number
      /** How long it must stay away before it is cleared, s */
      readonly clearAfterS?: number
      /** Exact limits of its detector, by name */
      readonly limits?: {
        readonly minGlareRatio?: number
        readonly minNewRatio?: number
        readonly minMeanRatio?: number
        readonly minLampContrast?: number
        readonly maxLampMeanRatio?: number
        readonly maxLampNewRatio?: number
        readonly minNewRatioOtherMode?: number
        readonly washedOutLevels?: number
        readonly washedOutMeanRatio?: number
      }
    } | null
    readonly corrupted?: {
      /** How readily the fault is found; off: never */
      readonly sensitivity?: 'low' | 'normal' | 'high' | 'off'
      /** How long it must show before it is raised, s */
      readonly raiseAfterS?: number
      /** How long it must stay away before it is cleared, s */
      readonly clearAfterS?: number
      /** Exact limits of its detector, by name */
      readonly limits?: {
        readonly minFlatRowRatio?: number
        readonly maxFlatRowRatio?: number
        readonly minUsualLevels?: number
        readonly maxUnlikeness?: number
        readonly maxAgreement?: number
        readonly minDeadEnergyRatio?: number
        readonly minDeadFineRatio?: number
        readonly minDeadRatio?: number
        readonly minShiftRatio?: number
        readonly minShiftConfidence?: number
        readonly minFillRatio?: number
      }
    } | null
    readonly frozen?: {
      /** How readily the fault is found; off: never */
      readonly sensitivity?: 'low' | 'normal' | 'high' | 'off'
      /** How long it must show before it is raised, s */
      readonly raiseAfterS?: number
      /** How long it must stay away before it is cleared, s */
      readonly clearAfterS?: number
      /** Exact limits of its detector, by name */
      readonly limits?: {
        readonly minIdenticalMs?: number
        readonly minIdenticalTimesUsual?: number
        readonly maxStillnessRatio?: number
        readonly maxStillnessLevels?: number
        readonly maxMotion?: number
        readonly motionOfCoding?: number
        readonly minNoiseLevels?: number
      }
    } | null
    readonly shaken?: {
      /** How readily the fault is found; off: never */
      readonly sensitivity?: 'low' | 'normal' | 'high' | 'off'
      /** How long it must show before it is raised, s */
      readonly raiseAfterS?: number
      /** How long it must stay away before it is cleared, s */
      readonly clearAfterS?: number
      /** Exact limits of its detector, by name */
      readonly limits?: {
        readonly minRegionShare?: number
        readonly releaseFactor?: number
        readonly worstMeanLevels?: number
        readonly minHighRatio?: number
        readonly minWholeMeanLevels?: number
        readonly maxAgreement?: number
        readonly maxMedianFit?: number
        readonly minTestifyingBlocks?: number
      }
    } | null
    readonly moved?: {
      /** How readily the fault is found; off: never */
      readonly sensitivity?: 'low' | 'normal' | 'high' | 'off'
      /** How long it must show before it is raised, s */
      readonly raiseAfterS?: number
      /** How long it must stay away before it is cleared, s */
      readonly clearAfterS?: number
      /** Exact limits of its detector, by name */
      readonly limits?: {
        readonly minDeadRatio?: number
        readonly maxAliveRatio?: number
        readonly minDeadEnergyRatio?: number
        readonly minDeadFineRatio?: number
        readonly minNewRatio?: number
      }
    } | null
    readonly occluded?: {
      /** How readily the fault is found; off: never */
      readonly sensitivity?: 'low' | 'normal' | 'high' | 'off'
      /** How long it must show before it is raised, s */
      readonly raiseAfterS?: number
      /** How long it must stay away before it is cleared, s */
      readonly clearAfterS?: number
      /** Exact limits of its detector, by name */
      readonly limits?: {
        readonly releaseFactor?: number
        readonly minFlatRatio?: number
        readonly minFlatRatioLit?: number
        readonly litMeanLevels?: number
        readonly minDeadRatio?: number
        readonly maxAliveRatio?: number
        readonly maxDeadEnergyRatio?: number
        readonly maxDeadFineRatio?: number
      }
    } | null
    readonly 'partly-occluded'?: {
      /** How readily the fault is found; off: never */
      readonly sensitivity?: 'low' | 'normal' | 'high' | 'off'
      /** How long it must show before it is raised, s */
      readonly raiseAfterS?: number
      /** How long it must stay away before it is cleared, s */
      readonly clearAfterS?: number
      /** Exact limits of its detector, by name */
      readonly limits?: {
        readonly minRegionRatio?: number
        readonly maxFineRatio?: number
        readonly maxSharpRatio?: number
        readonly lifeRegionRatio?: number
      }
    } | null
    readonly defocused?: {
      /** How readily the fault is found; off: never */
      readonly sensitivity?: 'low' | 'normal' | 'high' | 'off'
      /** How long it must show before it is raised, s */
      readonly raiseAfterS?: number
      /** How long it must stay away before it is cleared, s */
      readonly clearAfterS?: number
      /** Exact limits of its detector, by name */
      readonly limits?: {
        readonly maxSharpness?: number
        readonly maxFineRatio?: number
        readonly minAliveRatio?: number
        readonly minLayoutCorrelation?: number
        readonly minContrast?: number
        readonly minContrastRaised?: number
        readonly minRangeRatio?: number
        readonly minMeanRatio?: number
      }
    } | null
    readonly 'low-contrast'?: {
      /** How readily the fault is found; off: never */
      readonly sensitivity?: 'low' | 'normal' | 'high' | 'off'
      /** How long it must show before it is raised, s */
      readonly raiseAfterS?: number
      /** How long it must stay away before it is cleared, s */
      readonly clearAfterS?: number
      /** Exact limits of its detector, by name */
      readonly limits?: {
        readonly maxContrast?: number
        readonly minFaintRatio?: number
        readonly maxRangeRatio?: number
        readonly minBlackRiseLevels?: number
        readonly minRiseTimesSwing?: number
        readonly minMedianFit?: number
        readonly minAliveRatio?: number
      }
    } | null
    readonly noise?: {
      /** How readily the fault is found; off: never */
      readonly sensitivity?: 'low' | 'normal' | 'high' | 'off'
      /** How long it must show before it is raised, s */
      readonly raiseAfterS?: number
      /** How long it must stay away before it is cleared, s */
      readonly clearAfterS?: number
      /** Exact limits of its detector, by name */
      readonly limits?: {
        readonly minFineRiseLevels?: number
        readonly minGrainRiseLevels?: number
        readonly minGrainOfFine?: number
        readonly minFineLevels?: number
        readonly minGrainLevels?: number
      }
    } | null
    readonly stripes?: {
      /** How readily the fault is found; off: never */
      readonly sensitivity?: 'low' | 'normal' | 'high' | 'off'
      /** How long it must show before it is raised, s */
      readonly raiseAfterS?: number
      /** How long it must stay away before it is cleared, s */
      readonly clearAfterS?: number
      /** Exact limits of its detector, by name */
      readonly limits?: {
        readonly minAmplitudeLevels?: number
        readonly minShare?: number
        readonly minBandShare?: number
        readonly minOfDifference?: number
        readonly maxOfDifference?: number
        readonly differenceTimesUsual?: number
        readonly differenceOverUsualLevels?: number
        readonly minContrast?: number
        readonly minTestifying?: number
        readonly minEnergyRatio?: number
      }
    } | null
    readonly 'colour-cast'?: {
      /** How readily the fault is found; off: never */
      readonly sensitivity?: 'low' | 'normal' | 'high' | 'off'
      /** How long it must show before it is raised, s */
      readonly raiseAfterS?: number
      /** How long it must stay away before it is cleared, s */
      readonly clearAfterS?: number
      /** Exact limits of its detector, by name */
      readonly limits?: {
        readonly minCastLevels?: number
        readonly castOfLight?: number
        readonly minCastRatio?: number
        readonly minAliveRatio?: number
        readonly minTestifying?: number
        readonly minCastRatioOfFew?: number
        readonly minMeanRatio?: number
      }
    } | null
  }
  /** Who; `anonymous` when left out */
  readonly by?: string
}

/** What is known of one camera now */
export type CameraState = {
  readonly stream: string
  /** Display name; the name of the stream when none was given */
  readonly name: string
  /** Its groups; the stream's name up to the first `/` when none were given */
  readonly groups: readonly string[]
  /** faulty: a fault is raised; learning: no fault, but the scene is not known yet; waiting: no frame was seen yet; maintenance: judged, but silent; off-schedule: not judged at this hour */
  readonly state: 'healthy' | 'learning' | 'faulty' | 'waiting' | 'maintenance' | 'off-schedule'
  /** Since when it is in this state; ISO-8601 UTC */
  readonly since: string
  /** The main fault */
  readonly fault: Fault | null
  /** All that are raised, the main cause first */
  readonly faults: readonly Fault[]
  /** Kinds that are up too, but follow from the main cause */
  readonly explained: readonly FaultKind[]
  readonly notJudged: readonly {
    /** Id of the fault */
    readonly kind: FaultKind
    readonly reason: string
    readonly reason_zh: string
  }[]
  /** Somebody has taken the incident of the main fault */
  readonly acknowledged: boolean
  /** The incident of the main fault, or the one that is still open */
  readonly incidentId: string | null
  /** When the last frame was received; ISO-8601 UTC */
  readonly lastFrameAt: string | null
  /** From capture (or from being added to the source) to the verdict, last frame, ms */
  readonly lagMs: number | null
  /** Received, over the last 10 s */
  readonly framesPerSecond: number
  /** Judged, over the last 10 s */
  readonly analysedPerSecond: number
  /** [height, width, channels], pixels */
  readonly shape: readonly number[] | null
  /** How much of the scene is learned, 0..1 */
  readonly learnedRatio: number
  /** Newest value of each measure of /measures; those that cannot be taken are left out */
  readonly measures: Readonly<Record<string, number>>
  /** In a fleet: id of the member that watches it; null while none does. Left out without one */
  readonly member?: string | null
}

/** The same, with its settings */
export type CameraDetail = {
  readonly stream: string
  /** Display name; the name of the stream when none was given */
  readonly name: string
  /** Its groups; the stream's name up to the first `/` when none were given */
  readonly groups: readonly string[]
  /** faulty: a fault is raised; learning: no fault, but the scene is not known yet; waiting: no frame was seen yet; maintenance: judged, but silent; off-schedule: not judged at this hour */
  readonly state: 'healthy' | 'learning' | 'faulty' | 'waiting' | 'maintenance' | 'off-schedule'
  /** Since when it is in this state; ISO-8601 UTC */
  readonly since: string
  /** The main fault */
  readonly fault: Fault | null
  /** All that are raised, the main cause first */
  readonly faults: readonly Fault[]
  /** Kinds that are up too, but follow from the main cause */
  readonly explained: readonly FaultKind[]
  readonly notJudged: readonly {
    /** Id of the fault */
    readonly kind: FaultKind
    readonly reason: string
    readonly reason_zh: string
  }[]
  /** Somebody has taken the incident of the main fault */
  readonly acknowledged: boolean
  /** The incident of the main fault, or the one that is still open */
  readonly incidentId: string | null
  /** When the last frame was received; ISO-8601 UTC */
  readonly lastFrameAt: string | null
  /** From capture (or from being added to the source) to the verdict, last frame, ms */
  readonly lagMs: number | null
  /** Received, over the last 10 s */
  readonly framesPerSecond: number
  /** Judged, over the last 10 s */
  readonly analysedPerSecond: number
  /** [height, width, channels], pixels */
  readonly shape: readonly number[] | null
  /** How much of the scene is learned, 0..1 */
  readonly learnedRatio: number
  /** Newest value of each measure of /measures; those that cannot be taken are left out */
  readonly measures: Readonly<Record<string, number>>
  /** In a fleet: id of the member that watches it; null while none does. Left out without one */
  readonly member?: string | null
  readonly settings: CameraSettings
}

/** A page of cameras */
export type CameraList = {
  readonly items: readonly CameraState[]
  /** Cursor of the next page; null on the last one */
  readonly next: string | null
  /** Cameras that the filter leaves */
  readonly total: number
  /** Of all cameras, whatever the filter */
  readonly counts: {
    readonly healthy: number
    readonly learning: number
    readonly faulty: number
    readonly waiting: number
    readonly maintenance: number
    readonly offSchedule: number
    /** Cameras by their main fault */
    readonly byKind: Readonly<Record<string, number>>
    readonly byGroup: Readonly<Record<string, {
      readonly total: number
      readonly faulty: number
    }>>
  }
  /** When this was true; ISO-8601 UTC */
  readonly asOf: string
  /** In a fleet: members that did not answer in time, whose share is missing here; left out when all did */
  readonly unreachable?: Unreachable
}

/** All groups of cameras */
export type GroupList = {
  readonly items: readonly {
    readonly group: string
    readonly cameras: number
    readonly faulty: number
  }[]
  /** In a fleet: members that did not answer in time, whose share is missing here; left out when all did */
  readonly unreachable?: Unreachable
}

/** How the measures of a camera went */
export type CameraMeasures = {
  readonly stream: string
  /** When its pictures were measured, epoch ms, in order: outside of it nothing is known of the camera */
  readonly seen: readonly (readonly [number, number])[]
  readonly series: readonly ({
    readonly measure: string
    /** `ratio` (of the usual, 1 is as ever), `levels`, `fps` */
    readonly unit: string
    /** The fault that this measure tells of first */
    readonly kind: FaultKind | null
    /** [epoch ms, least, mean, most]; where nothing could be measured there is no point */
    readonly points: readonly (readonly [number, number, number, number])[]
    /** Where the fault begins, where one number says it */
    readonly limit: number | null
    /** [epoch ms, usual value] */
    readonly reference: readonly (readonly [number, number])[] | null
    /** [from, to] in epoch ms: while an incident of this kind went on */
    readonly alarms: readonly (readonly [number, number])[]
  })[]
}

/** How long a camera is silent */
export type MaintenanceBody = {
  /** End; ISO-8601 UTC; null ends it now */
  readonly until?: string | null
  /** From now on; in place of `until` */
  readonly minutes?: number
  /** Why */
  readonly note?: string | null
  /** Who; `anonymous` when left out */
  readonly by?: string
}

/** Who changed what */
export type AuditList = {
  /** Newest first */
  readonly items: readonly ({
    readonly id: string
    /** When; ISO-8601 UTC */
    readonly at: string
    /** Who */
    readonly by: string
    /** `settings`, `maintenance`, `accept-view`, `acknowledge`, `verdict` ... */
    readonly action: string
    /** The camera, where it is about one */
    readonly stream: string | null
    /** What was set: {field: [before, after]}, or the details of the action */
    readonly change: unknown
  })[]
  /** Cursor of the next page; null on the last one */
  readonly next: string | null
}

/** An incident on a list */
export type IncidentSummary = {
  /** Sorts by time of opening */
  readonly id: string
  /** The camera; null for an incident of a group or of the service */
  readonly stream: string | null
  /** The camera's display name, where it has one */
  readonly name: string | null
  /** The group of a group incident */
  readonly group: string | null
  /** Id of the fault, or `service` when what the service depends on fails */
  readonly kind: IncidentKind
  /** lost: no usable picture; impaired: usable in part; silent: no frames at all */
  readonly tier: Tier
  /** acknowledged: still going on, and somebody has taken it */
  readonly state: 'open' | 'acknowledged' | 'closed'
  /** Now, or when it was last seen; 0..1 */
  readonly severity: number
  /** 0..1 */
  readonly peakSeverity: number
  /** When the fault was raised; ISO-8601 UTC */
  readonly openedAt: string
  /** When it was last seen; ISO-8601 UTC */
  readonly lastSeenAt: string
  /** When it ended; null while it goes on; ISO-8601 UTC */
  readonly closedAt: string | null
  /** Kinds that were up too, but follow from this one */
  readonly explained: readonly FaultKind[]
  /** The fault at its worst; null for group and service incidents */
  readonly fault: Fault | null
  /** How often it ended and came back within REOPEN_WINDOW_S */
  readonly flaps: number
  /** One sentence */
  readonly why: string
  readonly why_zh: string
  readonly pictures: {
    /** null when there is none */
    readonly before: {
      /** Its key in the snapshot store */
      readonly key: string
      /** When it was received; ISO-8601 UTC */
      readonly at: string
    } | null
    /** null when there is none */
    readonly first: {
      /** Its key in the snapshot store */
      readonly key: string
      /** When it was received; ISO-8601 UTC */
      readonly at: string
    } | null
    /** null when there is none */
    readonly worst: {
      /** Its key in the snapshot store */
      readonly key: string
      /** When it was received; ISO-8601 UTC */
      readonly at: string
    } | null
    /** null when there is none */
    readonly after: {
      /** Its key in the snapshot store */
      readonly key: string
      /** When it was received; ISO-8601 UTC */
      readonly at: string
    } | null
  }
  /** Who has taken it */
  readonly acknowledgedBy: string | null
  /** When it was taken; ISO-8601 UTC */
  readonly acknowledgedAt: string | null
  /** What they wrote */
  readonly note: string | null
  /** What a person says it was */
  readonly verdict: 'real' | 'false-alarm' | 'planned' | null
  /** Of a group incident: the incidents of its cameras */
  readonly members: readonly {
    readonly stream: string
    readonly incidentId: string
  }[]
  /** The group incident that this one belongs to */
  readonly parentId: string | null
}

/** An incident with all that happened */
export type Incident = {
  /** Sorts by time of opening */
  readonly id: string
  /** The camera; null for an incident of a group or of the service */
  readonly stream: string | null
  /** The camera's display name, where it has one */
  readonly name: string | null
  /** The group of a group incident */
  readonly group: string | null
  /** Id of the fault, or `service` when what the service depends on fails */
  readonly kind: IncidentKind
  /** lost: no usable picture; impaired: usable in part; silent: no frames at all */
  readonly tier: Tier
  /** acknowledged: still going on, and somebody has taken it */
  readonly state: 'open' | 'acknowledged' | 'closed'
  /** Now, or when it was last seen; 0..1 */
  readonly severity: number
  /** 0..1 */
  readonly peakSeverity: number
  /** When the fault was raised; ISO-8601 UTC */
  readonly openedAt: string
  /** When it was last seen; ISO-8601 UTC */
  readonly lastSeenAt: string
  /** When it ended; null while it goes on; ISO-8601 UTC */
  readonly closedAt: string | null
  /** Kinds that were up too, but follow from this one */
  readonly explained: readonly FaultKind[]
  /** The fault at its worst; null for group and service incidents */
  readonly fault: Fault | null
  /** How often it ended and came back within REOPEN_WINDOW_S */
  readonly flaps: number
  /** One sentence */
  readonly why: string
  readonly why_zh: string
  readonly pictures: {
    /** null when there is none */
    readonly before: {
      /** Its key in the snapshot store */
      readonly key: string
      /** When it was received; ISO-8601 UTC */
      readonly at: string
    } | null
    /** null when there is none */
    readonly first: {
      /** Its key in the snapshot store */
      readonly key: string
      /** When it was received; ISO-8601 UTC */
      readonly at: string
    } | null
    /** null when there is none */
    readonly worst: {
      /** Its key in the snapshot store */
      readonly key: string
      /** When it was received; ISO-8601 UTC */
      readonly at: string
    } | null
    /** null when there is none */
    readonly after: {
      /** Its key in the snapshot store */
      readonly key: string
      /** When it was received; ISO-8601 UTC */
      readonly at: string
    } | null
  }
  /** Who has taken it */
  readonly acknowledgedBy: string | null
  /** When it was taken; ISO-8601 UTC */
  readonly acknowledgedAt: string | null
  /** What they wrote */
  readonly note: string | null
  /** What a person says it was */
  readonly verdict: 'real' | 'false-alarm' | 'planned' | null
  /** Of a group incident: the incidents of its cameras */
  readonly members: readonly {
    readonly stream: string
    readonly incidentId: string
  }[]
  /** The group incident that this one belongs to */
  readonly parentId: string | null
  /** Oldest first; repeated flapping is cut short in the middle */
  readonly timeline: readonly ({
    /** When; ISO-8601 UTC */
    readonly at: string
    readonly what: 'opened' | 'raised' | 'reopened' | 'acknowledged' | 'verdict' | 'closed' | 'severity' | 'note'
    /** Who; null when the service did it */
    readonly by: string | null
    readonly text: string
    readonly text_zh: string
  })[]
}

/** A page of incidents */
export type IncidentList = {
  /** Newest first */
  readonly items: readonly IncidentSummary[]
  /** Cursor of the next page; null on the last one */
  readonly next: string | null
  /** Incidents of cameras that go on, whatever the filter */
  readonly openCount: number
}

/** Who takes an incident */
export type AcknowledgeBody = {
  /** Who does it; `anonymous` when left out */
  readonly by?: string
  /** Kept with the incident */
  readonly note?: string
}

/** What a person says an incident was */
export type VerdictBody = {
  /** null takes it back */
  readonly verdict: 'real' | 'false-alarm' | 'planned' | null
  /** Who does it; `anonymous` when left out */
  readonly by?: string
  /** Kept with the incident */
  readonly note?: string
}

/** Which incidents somebody takes */
export type BulkAcknowledgeBody = {
  readonly ids: readonly string[]
  /** Who does it; `anonymous` when left out */
  readonly by?: string
  /** Kept with the incident */
  readonly note?: string
}

/** Which of them were taken */
export type BulkAnswer = {
  /** Ids that were acknowledged */
  readonly items: readonly string[]
  readonly failed: readonly {
    readonly id: string
    readonly error: string
    readonly error_zh: string
  }[]
}

/** Availability of cameras */
export type Report = {
  /** Beginning of the period; ISO-8601 UTC */
  readonly from: string
  /** End of the period; ISO-8601 UTC */
  readonly to: string
  /** When the report was made; ISO-8601 UTC */
  readonly asOf: string
  readonly total: {
    readonly cameras: number
    readonly incidents: number
    /** Incidents that were called a false alarm */
    readonly falseAlarms: number
    /** Incidents that were called planned */
    readonly planned: number
    /** Share of the judged time without an incident of tier lost or silent, 0..1; null when nothing was judged */
    readonly availability: number | null
    /** Time in which the camera was judged, s: watched, not in maintenance, within its schedule */
    readonly judgedS: number
    /** Time in maintenance, s */
    readonly maintenanceS: number
    /** Time in which it was not to be judged, by its schedule, s */
    readonly offScheduleS: number
    /** The rest, s: the service or its source of frames was down, the camera was not subscribed or has sent no frame yet. It is neither healthy nor faulty */
    readonly unwatchedS: number
    /** Share of the period, up to now, that is not of unwatchedS, 0..1; null when there is no camera */
    readonly watchedShare: number | null
    /** By kind; incidents with the verdict false-alarm or planned are left out */
    readonly faults: Readonly<Record<string, {
      /** Incidents that were opened in the period */
      readonly count: number
      /** How long they went on within the period, as far as it was watched */
      readonly minutes: number
    }>>
    /** From the first frame that showed it to its being raised, s */
    readonly medianTimeToDetectS: number | null
    /** From opening to closing, of those that have ended, s */
    readonly medianTimeToRepairS: number | null
  }
  /** The least available first */
  readonly cameras: readonly ({
    readonly stream: string
    readonly name: string
    readonly groups: readonly string[]
    /** Share of the judged time without an incident of tier lost or silent, 0..1; null when nothing was judged */
    readonly availability: number | null
    /** Time in which the camera was judged, s: watched, not in maintenance, within its schedule */
    readonly judgedS: number
    /** Time in maintenance, s */
    readonly maintenanceS: number
    /** Time in which it was not to be judged, by its schedule, s */
    readonly offScheduleS: number
    /** The rest, s: the service or its source of frames was down, the camera was not subscribed or has sent no frame yet. It is neither healthy nor faulty */
    readonly unwatchedS: number
    /** Share of the period, up to now, that is not of unwatchedS, 0..1; null when there is no camera */
    readonly watchedShare: number | null
    /** By kind; incidents with the verdict false-alarm or planned are left out */
    readonly faults: Readonly<Record<string, {
      /** Incidents that were opened in the period */
      readonly count: number
      /** How long they went on within the period, as far as it was watched */
      readonly minutes: number
    }>>
    /** From the first frame that showed it to its being raised, s */
    readonly medianTimeToDetectS: number | null
    /** From opening to closing, of those that have ended, s */
    readonly medianTimeToRepairS: number | null
  })[]
  /** Oldest first */
  readonly days: readonly ({
    /** Date in TIME_ZONE */
    readonly day: string
    /** Share of the judged time without an incident of tier lost or silent, 0..1; null when nothing was judged */
    readonly availability: number | null
    /** Share of the period, up to now, that is not of unwatchedS, 0..1; null when there is no camera */
    readonly watchedShare: number | null
    readonly minutesByTier: {
      readonly lost: number
      readonly impaired: number
      readonly silent: number
    }
  })[]
}

/** How each kind of fault is judged */
export type SubscribeFaults = {
  readonly black?: {
    /** How readily the fault is found */
    readonly sensitivity?: 'low' | 'normal' | 'high' | 'off'
    /** In place of the detector's own limit, share or factor */
    readonly releaseMargin?: number
    /** In place of the detector's own limit, grey levels */
    readonly minReleaseMarginLevels?: number
    /** In place of the detector's own limit, grey levels */
    readonly maxMeanLevels?: number
    /** In place of the detector's own limit, grey levels */
    readonly maxHighestLevels?: number
    /** In place of the detector's own limit, share or factor */
    readonly maxMeanRatio?: number
    /** In place of the detector's own limit, share or factor */
    readonly maxContrast?: number
  }
  readonly bright?: {
    /** How readily the fault is found */
    readonly sensitivity?: 'low' | 'normal' | 'high' | 'off'
    /** In place of the detector's own limit, share or factor */
    readonly minGlareRatio?: number
    /** In place of the detector's own limit, share or factor */
    readonly minNewRatio?: number
    /** In place of the detector's own limit, share or factor */
    readonly minMeanRatio?: number
    /** In place of the detector's own limit, share or factor */
    readonly minLampContrast?: number
    /** In place of the detector's own limit, share or factor */
    readonly maxLampMeanRatio?: number
    /** In place of the detector's own limit, share or factor */
    readonly maxLampNewRatio?: number
    /** In place of the detector's own limit, share or factor */
    readonly minNewRatioOtherMode?: number
    /** In place of the detector's own limit, grey levels */
    readonly washedOutLevels?: number
    /** In place of the detector's own limit, share or factor */
    readonly washedOutMeanRatio?: number
  }
  readonly 'colour-cast'?: {
    /** How readily the fault is found */
    readonly sensitivity?: 'low' | 'normal' | 'high' | 'off'
    /** In place of the detector's own limit, grey levels */
    readonly minCastLevels?: number
    /** In place of the detector's own limit, share or factor */
    readonly castOfLight?: number
    /** In place of the detector's own limit, share or factor */
    readonly minCastRatio?: number
    /** In place of the detector's own limit, share or factor */
    readonly minAliveRatio?: number
    /** In place of the detector's own limit, share or factor */
    readonly minTestifying?: number
    /** In place of the detector's own limit, share or factor */
    readonly minCastRatioOfFew?: number
    /** In place of the detector's own limit, share or factor */
    readonly minMeanRatio?: number
  }
  readonly corrupted?: {
    /** How readily the fault is found */
    readonly sensitivity?: 'low' | 'normal' | 'high' | 'off'
    /** In place of the detector's own limit, share or factor */
    readonly minFlatRowRatio?: number
    /** In place of the detector's own limit, share or factor */
    readonly maxFlatRowRatio?: number
    /** In place of the detector's own limit, grey levels */
    readonly minUsualLevels?: number
    /** In place of the detector's own limit, share or factor */
    readonly maxUnlikeness?: number
    /** In place of the detector's own limit, share or factor */
    readonly maxAgreement?: number
    /** In place of the detector's own limit, share or factor */
    readonly minDeadEnergyRatio?: number
    /** In place of the detector's own limit, share or factor */
    readonly minDeadFineRatio?: number
    /** In place of the detector's own limit, share or factor */
    readonly minDeadRatio?: number
    /** In place of the detector's own limit, share or factor */
    readonly minShiftRatio?: number
    /** In place of the detector's own limit, share or factor */
    readonly minShiftConfidence?: number
    /** In place of the detector's own limit, share or factor */
    readonly minFillRatio?: number
  }
  readonly defocused?: {
    /** How readily the fault is found */
    readonly sensitivity?: 'low' | 'normal' | 'high' | 'off'
    /** In place of the detector's own limit, share or factor */
    readonly maxSharpness?: number
    /** In place of the detector's own limit, share or factor */
    readonly maxFineRatio?: number
    /** In place of the detector's own limit, share or factor */
    readonly minAliveRatio?: number
    /** In place of the detector's own limit, share or factor */
    readonly minLayoutCorrelation?: number
    /** In place of the detector's own limit, share or factor */
    readonly minContrast?: number
    /** In place of the detector's own limit, share or factor */
    readonly minContrastRaised?: number
    /** In place of the detector's own limit, share or factor */
    readonly minRangeRatio?: number
    /** In place of the detector's own limit, share or factor */
    readonly minMeanRatio?: number
  }
  readonly frozen?: {
    /** How readily the fault is found */
    readonly sensitivity?: 'low' | 'normal' | 'high' | 'off'
    /** In place of the detector's own limit, ms */
    readonly minIdenticalMs?: number
    /** In place of the detector's own limit, share or factor */
    readonly minIdenticalTimesUsual?: number
    /** In place of the detector's own limit, share or factor */
    readonly maxStillnessRatio?: number
    /** In place of the detector's own limit, grey levels */
    readonly maxStillnessLevels?: number
    /** In place of the detector's own limit, share or factor */
    readonly maxMotion?: number
    /** In place of the detector's own limit, share or factor */
    readonly motionOfCoding?: number
    /** In place of the detector's own limit, grey levels */
    readonly minNoiseLevels?: number
  }
  readonly 'low-contrast'?: {
    /** How readily the fault is found */
    readonly sensitivity?: 'low' | 'normal' | 'high' | 'off'
    /** In place of the detector's own limit, share or factor */
    readonly maxContrast?: number
    /** In place of the detector's own limit, share or factor */
    readonly minFaintRatio?: number
    /** In place of the detector's own limit, share or factor */
    readonly maxRangeRatio?: number
    /** In place of the detector's own limit, grey levels */
    readonly minBlackRiseLevels?: number
    /** In place of the detector's own limit, share or factor */
    readonly minRiseTimesSwing?: number
    /** In place of the detector's own limit, share or factor */
    readonly minMedianFit?: number
    /** In place of the detector's own limit, share or factor */
    readonly minAliveRatio?: number
  }
  readonly moved?: {
    /** How readily the fault is found */
    readonly sensitivity?: 'low' | 'normal' | 'high' | 'off'
    /** In place of the detector's own limit, share or factor */
    readonly minDeadRatio?: number
    /** In place of the detector's own limit, share or factor */
    readonly maxAliveRatio?: number
    /** In place of the detector's own limit, share or factor */
    readonly minDeadEnergyRatio?: number
    /** In place of the detector's own limit, share or factor */
    readonly minDeadFineRatio?: number
    /** In place of the detector's own limit, share or factor */
    readonly minNewRatio?: number
  }
  readonly 'no-signal'?: {
    /** How readily the fault is found */
    readonly sensitivity?: 'low' | 'normal' | 'high' | 'off'
    /** In place of the detector's own limit, share or factor */
    readonly minFlatRatio?: number
    /** In place of the detector's own limit, share or factor */
    readonly minFlatRatioUnknown?: number
    /** In place of the detector's own limit, grey levels */
    readonly maxGrainLevels?: number
    /** In place of the detector's own limit, share or factor */
    readonly maxAliveRatio?: number
    /** In place of the detector's own limit, blocks */
    readonly minLetteringBlocks?: number
  }
  readonly noise?: {
    /** How readily the fault is found */
    readonly sensitivity?: 'low' | 'normal' | 'high' | 'off'
    /** In place of the detector's own limit, grey levels */
    readonly minFineRiseLevels?: number
    /** In place of the detector's own limit, grey levels */
    readonly minGrainRiseLevels?: number
    /** In place of the detector's own limit, share or factor */
    readonly minGrainOfFine?: number
    /** In place of the detector's own limit, grey levels */
    readonly minFineLevels?: number
    /** In place of the detector's own limit, grey levels */
    readonly minGrainLevels?: number
  }
  readonly occluded?: {
    /** How readily the fault is found */
    readonly sensitivity?: 'low' | 'normal' | 'high' | 'off'
    /** In place of the detector's own limit, share or factor */
    readonly releaseFactor?: number
    /** In place of the detector's own limit, share or factor */
    readonly minFlatRatio?: number
    /** In place of the detector's own limit, share or factor */
    readonly minFlatRatioLit?: number
    /** In place of the detector's own limit, grey levels */
    readonly litMeanLevels?: number
    /** In place of the detector's own limit, share or factor */
    readonly minDeadRatio?: number
    /** In place of the detector's own limit, share or factor */
    readonly maxAliveRatio?: number
    /** In place of the detector's own limit, share or factor */
    readonly maxDeadEnergyRatio?: number
    /** In place of the detector's own limit, share or factor */
    readonly maxDeadFineRatio?: number
  }
  readonly 'partly-occluded'?: {
    /** How readily the fault is found */
    readonly sensitivity?: 'low' | 'normal' | 'high' | 'off'
    /** In place of the detector's own limit, share or factor */
    readonly minRegionRatio?: number
    /** In place of the detector's own limit, share or factor */
    readonly maxFineRatio?: number
    /** In place of the detector's own limit, share or factor */
    readonly maxSharpRatio?: number
    /** In place of the detector's own limit, share or factor */
    readonly lifeRegionRatio?: number
  }
  readonly shaken?: {
    /** How readily the fault is found */
    readonly sensitivity?: 'low' | 'normal' | 'high' | 'off'
    /** In place of the detector's own limit, share or factor */
    readonly minRegionShare?: number
    /** In place of the detector's own limit, share or factor */
    readonly releaseFactor?: number
    /** In place of the detector's own limit, grey levels */
    readonly worstMeanLevels?: number
    /** In place of the detector's own limit, share or factor */
    readonly minHighRatio?: number
    /** In place of the detector's own limit, grey levels */
    readonly minWholeMeanLevels?: number
    /** In place of the detector's own limit, share or factor */
    readonly maxAgreement?: number
    /** In place of the detector's own limit, share or factor */
    readonly maxMedianFit?: number
    /** In place of the detector's own limit, blocks */
    readonly minTestifyingBlocks?: number
  }
  readonly stripes?: {
    /** How readily the fault is found */
    readonly sensitivity?: 'low' | 'normal' | 'high' | 'off'
    /** In place of the detector's own limit, grey levels */
    readonly minAmplitudeLevels?: number
    /** In place of the detector's own limit, share or factor */
    readonly minShare?: number
    /** In place of the detector's own limit, share or factor */
    readonly minBandShare?: number
    /** In place of the detector's own limit, share or factor */
    readonly minOfDifference?: number
    /** In place of the detector's own limit, share or factor */
    readonly maxOfDifference?: number
    /** In place of the detector's own limit, share or factor */
    readonly differenceTimesUsual?: number
    /** In place of the detector's own limit, grey levels */
    readonly differenceOverUsualLevels?: number
    /** In place of the detector's own limit, share or factor */
    readonly minContrast?: number
    /** In place of the detector's own limit, share or factor */
    readonly minTestifying?: number
    /** In place of the detector's own limit, share or factor */
    readonly minEnergyRatio?: number
  }
}

/** Which streams to watch, and how */
export type SubscribeBody = {
  /** Every stream to watch; it replaces the whole set. An empty list unsubscribes all. */
  readonly streams: readonly string[]
  /** Mean luma under which the picture is a Black Screen */
  readonly current_threshold?: number
  /** When a picture counts as occluded; meant for a full-size picture */
  readonly edge_params?: {
    /** Lower Canny threshold; not above `high` */
    readonly low?: number
    /** Upper Canny threshold */
    readonly high?: number
    /** Least share of edge pixels; below it the picture is Occluded */
    readonly min_ratio?: number
  }
  /** When the change between two frames counts as violent */
  readonly tamper_params?: {
    /** Mean smoothed difference, grey levels */
    readonly diff_threshold?: number
    /** Mean difference of one of the 3x3 regions, grey levels */
    readonly roi_diff_threshold?: number
    /** Share of pixels that differ by more than 25 levels */
    readonly high_ratio?: number
  }
  /** After an abnormal result, do not analyse that stream again for so long, seconds */
  readonly intrusion_cooldown_seconds?: number | Readonly<Record<string, number>>
  /** How many snapshots to keep for a stream; 0 stores none; left out: MINIO_MAX_FRAMES_PER_STREAM */
  readonly minio_storage_per_stream?: number | Readonly<Record<string, number>>
  /** Stored snapshots carry the verdict drawn on the picture */
  readonly annotate_images?: boolean
  /** How each kind of fault is judged: {kind: {sensitivity, limits by name}} */
  readonly faults?: SubscribeFaults
  /** The same for single streams; goes before `faults` */
  readonly stream_faults?: Readonly<Record<string, SubscribeFaults>>
}

/** Which streams are watched now */
export type SubscribeAnswer = {
  readonly ok: true
  /** Number of the subscription; grows by one with each */
  readonly epoch: number
  /** The streams, each once, in the order given */
  readonly subscribed: readonly string[]
}

/** Who is signed in */
export type Session = {
  /** Whether tokens are set, so that somebody has to sign in */
  readonly needed: boolean
  /** Of the token; null when nobody is signed in */
  readonly name: string | null
  /** Of the token; null without one */
  readonly role: 'viewer' | 'producer' | 'operator' | 'admin' | null
  /** What may be done: hand in frames, see, decide and set, start and stop the service */
  readonly permissions: readonly ('frames' | 'read' | 'operate' | 'admin')[]
  /** When the session ends; null without one; ISO-8601 UTC */
  readonly expiresAt: string | null
  /** Somebody was signed in here, and is no more */
  readonly expired: boolean
}

/** Opens one WebSocket */
export type Ticket = {
  readonly ok: true
  /** Opens one WebSocket, of results or of events, as `?ticket=` */
  readonly ticket: string
  /** Until when it opens; ISO-8601 UTC */
  readonly expiresAt: string
}

/** Timing of all cameras */
export type Performance = {
  readonly ok: true
  readonly streams: readonly ({
    readonly stream: string
    /** Frames that were judged */
    readonly analysed: number
    /** Frames that were not judged, by reason */
    readonly dropped: {
      readonly overload: number
      readonly trimmed: number
      readonly cooldown: number
    }
    /** Frames left out on purpose: above ANALYSIS_MAX_FPS */
    readonly skipped: number
    /** Timing of each stage since the camera was subscribed or the statistics were reset */
    readonly stages: {
      readonly capture: {
        readonly count: number
        /** Mean, ms */
        readonly mean_ms: number | null
        /** Half of the frames took at most so long, ms */
        readonly p50_ms: number | null
        /** 95 % of the frames took at most so long, ms */
        readonly p95_ms: number | null
        /** 99 % of the frames took at most so long, ms */
        readonly p99_ms: number | null
        /** Longest, ms */
        readonly max_ms: number | null
      }
      readonly queue: {
        readonly count: number
        /** Mean, ms */
        readonly mean_ms: number | null
        /** Half of the frames took at most so long, ms */
        readonly p50_ms: number | null
        /** 95 % of the frames took at most so long, ms */
        readonly p95_ms: number | null
        /** 99 % of the frames took at most so long, ms */
        readonly p99_ms: number | null
        /** Longest, ms */
        readonly max_ms: number | null
      }
      readonly decode: {
        readonly count: number
        /** Mean, ms */
        readonly mean_ms: number | null
        /** Half of the frames took at most so long, ms */
        readonly p50_ms: number | null
        /** 95 % of the frames took at most so long, ms */
        readonly p95_ms: number | null
        /** 99 % of the frames took at most so long, ms */
        readonly p99_ms: number | null
        /** Longest, ms */
        readonly max_ms: number | null
      }
      readonly analysis: {
        readonly count: number
        /** Mean, ms */
        readonly mean_ms: number | null
        /** Half of the frames took at most so long, ms */
        readonly p50_ms: number | null
        /** 95 % of the frames took at most so long, ms */
        readonly p95_ms: number | null
        /** 99 % of the frames took at most so long, ms */
        readonly p99_ms: number | null
        /** Longest, ms */
        readonly max_ms: number | null
      }
      readonly store: {
        readonly count: number
        /** Mean, ms */
        readonly mean_ms: number | null
        /** Half of the frames took at most so long, ms */
        readonly p50_ms: number | null
        /** 95 % of the frames took at most so long, ms */
        readonly p95_ms: number | null
        /** 99 % of the frames took at most so long, ms */
        readonly p99_ms: number | null
        /** Longest, ms */
        readonly max_ms: number | null
      }
      readonly end_to_end: {
        readonly count: number
        /** Mean, ms */
        readonly mean_ms: number | null
        /** Half of the frames took at most so long, ms */
        readonly p50_ms: number | null
        /** 95 % of the frames took at most so long, ms */
        readonly p95_ms: number | null
        /** 99 % of the frames took at most so long, ms */
        readonly p99_ms: number | null
        /** Longest, ms */
        readonly max_ms: number | null
      }
    }
  })[]
  /** In a fleet: members that did not answer in time, whose share is missing here; left out when all did */
  readonly unreachable?: Unreachable
}

/** Timing of one camera */
export type StreamPerformance = {
  readonly ok: true
  readonly stream: string
  /** Frames that were judged */
  readonly analysed: number
  /** Frames that were not judged, by reason */
  readonly dropped: {
    readonly overload: number
    readonly trimmed: number
    readonly cooldown: number
  }
  /** Frames left out on purpose: above ANALYSIS_MAX_FPS */
  readonly skipped: number
  /** Timing of each stage since the camera was subscribed or the statistics were reset */
  readonly stages: {
    readonly capture: {
      readonly count: number
      /** Mean, ms */
      readonly mean_ms: number | null
      /** Half of the frames took at most so long, ms */
      readonly p50_ms: number | null
      /** 95 % of the frames took at most so long, ms */
      readonly p95_ms: number | null
      /** 99 % of the frames took at most so long, ms */
      readonly p99_ms: number | null
      /** Longest, ms */
      readonly max_ms: number | null
    }
    readonly queue: {
      readonly count: number
      /** Mean, ms */
      readonly mean_ms: number | null
      /** Half of the frames took at most so long, ms */
      readonly p50_ms: number | null
      /** 95 % of the frames took at most so long, ms */
      readonly p95_ms: number | null
      /** 99 % of the frames took at most so long, ms */
      readonly p99_ms: number | null
      /** Longest, ms */
      readonly max_ms: number | null
    }
    readonly decode: {
      readonly count: number
      /** Mean, ms */
      readonly mean_ms: number | null
      /** Half of the frames took at most so long, ms */
      readonly p50_ms: number | null
      /** 95 % of the frames took at most so long, ms */
      readonly p95_ms: number | null
      /** 99 % of the frames took at most so long, ms */
      readonly p99_ms: number | null
      /** Longest, ms */
      readonly max_ms: number | null
    }
    readonly analysis: {
      readonly count: number
      /** Mean, ms */
      readonly mean_ms: number | null
      /** Half of the frames took at most so long, ms */
      readonly p50_ms: number | null
      /** 95 % of the frames took at most so long, ms */
      readonly p95_ms: number | null
      /** 99 % of the frames took at most so long, ms */
      readonly p99_ms: number | null
      /** Longest, ms */
      readonly max_ms: number | null
    }
    readonly store: {
      readonly count: number
      /** Mean, ms */
      readonly mean_ms: number | null
      /** Half of the frames took at most so long, ms */
      readonly p50_ms: number | null
      /** 95 % of the frames took at most so long, ms */
      readonly p95_ms: number | null
      /** 99 % of the frames took at most so long, ms */
      readonly p99_ms: number | null
      /** Longest, ms */
      readonly max_ms: number | null
    }
    readonly end_to_end: {
      readonly count: number
      /** Mean, ms */
      readonly mean_ms: number | null
      /** Half of the frames took at most so long, ms */
      readonly p50_ms: number | null
      /** 95 % of the frames took at most so long, ms */
      readonly p95_ms: number | null
      /** 99 % of the frames took at most so long, ms */
      readonly p99_ms: number | null
      /** Longest, ms */
      readonly max_ms: number | null
    }
  }
}

/** Whether the service can do its work */
export type Readiness = {
  /** Whether every check passes */
  readonly ok: boolean
  /** Whether the service is started */
  readonly running: boolean
  readonly checks: readonly {
    /** frames, redis, snapshots, incidents, shards or subscription */
    readonly name: string
    readonly ok: boolean
    /** One sentence */
    readonly detail: string
  }[]
}

/** How the service itself is */
export type SystemState = {
  readonly version: string
  /** Version of Node */
  readonly node: string
  /** When the process was started; ISO-8601 UTC */
  readonly startedAt: string
  /** The service's clock; ISO-8601 UTC */
  readonly now: string
  /** TIME_ZONE, an IANA name */
  readonly timeZone: string
  /** Whether cameras are watched */
  readonly running: boolean
  /** Subscribed cameras */
  readonly cameras: number
  readonly shards: readonly ({
    readonly id: number
    /** In a fleet: id of the member it belongs to */
    readonly member?: string
    readonly alive: boolean
    readonly cameras: number
    /** Judged, over the last 10 s */
    readonly framesPerSecond: number
    /** Share of one core that its thread's event loop was busy, 0..1 */
    readonly cpu: number
    /** Heap and buffers of the thread */
    readonly memoryBytes: number | null
    /** Longest delay of its event loop in the last second, ms */
    readonly stallMs: number
    readonly restarts: number
  })[]
  readonly queues: {
    /** Frames that wait to be judged */
    readonly waiting: number
    readonly waitingBytes: number
    /** Frames that were not judged for want of time, since the start */
    readonly dropped: number
  }
  readonly rates: {
    /** Frames received, a second, over the last 10 s */
    readonly received: number
    /** Frames judged, a second, over the last 10 s */
    readonly analysed: number
    /** Frames lost to overload or trimmed, a second, over the last 10 s */
    readonly dropped: number
    /** Frames left out on purpose, a second, over the last 10 s */
    readonly skipped: number
  }
  /** From capture to verdict, of the frames of the last 10 s; upper bounds of the classes they fell in */
  readonly latencyMs: {
    /** Half, ms */
    readonly p50: number | null
    /** 95 of 100, ms */
    readonly p95: number | null
    /** 99 of 100, ms */
    readonly p99: number | null
    /** Longest, ms */
    readonly max: number | null
  }
  /** null when frames come over HTTP alone */
  readonly redis: {
    readonly ok: boolean
    /** Without the password */
    readonly url: string
    /** Since when it is so; ISO-8601 UTC */
    readonly since: string | null
    readonly detail: string
  } | null
  readonly snapshots: {
    /** s3 or folder */
    readonly kind: string
    readonly ok: boolean
    readonly stored: number
    readonly failed: number
    readonly dropped: number
    readonly waiting: number
    readonly waitingBytes: number
  }
  readonly incidents: {
    /** Where they are kept: libsql or redis */
    readonly kind: string
    readonly ok: boolean
    /** Incidents kept */
    readonly count: number
    readonly open: number
  }
  readonly websocketClients: number
  /** What /readyz checks */
  readonly checks: readonly {
    readonly name: string
    /** In a fleet: id of the member it belongs to */
    readonly member?: string
    readonly ok: boolean
    readonly detail: string
    readonly detail_zh: string
  }[]
  /** Left out without FLEET=1 */
  readonly fleet?: {
    /** Id of the member that answers */
    readonly self: string
    /** Parts that the cameras are divided into; each has one owner */
    readonly slots: number
    /** Slots that nobody owns right now: their cameras are not watched */
    readonly unowned: number
    readonly members: readonly {
      readonly id: string
      /** Where other members reach it */
      readonly url: string
      readonly version: string
      /** When it joined; ISO-8601 UTC */
      readonly since: string
      /** How much it can carry beside the others */
      readonly capacity: number
      /** Share of its capacity that is in use, 0..1; more when it is overloaded */
      readonly load: number
      /** Cameras that it watches */
      readonly cameras: number
      readonly slots: number
      /** Number of the subscription that it has taken over */
      readonly epoch: number
      /** Incidents of groups and of the service are made by it */
      readonly coordinator: boolean
      /** It has answered; false: its lease runs, but it cannot be reached */
      readonly alive: boolean
    }[]
  }
  /** In a fleet: members that did not answer in time, whose share is missing here; left out when all did */
  readonly unreachable?: Unreachable
}

/** The body of a webhook */
export type AlarmMessage = {
  /** Grows when a field changes its meaning */
  readonly version: 1
  /** Of the alarm: a message that comes twice has the same */
  readonly id: string
  /** What has become of the incident */
  readonly what: 'opened' | 'reopened' | 'changed' | 'escalated' | 'acknowledged' | 'judged' | 'closed'
  /** When it happened; ISO-8601 UTC */
  readonly at: string
  /** Sent by the test button: nothing has happened */
  readonly test: boolean
  /** One line that says all */
  readonly text: string
  /** The same in Chinese */
  readonly text_zh: string
  /** Null for groups and the service */
  readonly camera: {
    readonly stream: string
    /** As people call it */
    readonly name: string | null
  } | null
  /** The group of the incident of a group */
  readonly group: string | null
  /** Groups of the camera */
  readonly groups: readonly string[]
  /** As it is now */
  readonly incident: {
    /** The same in all its messages */
    readonly id: string
    /** The fault, or service */
    readonly kind: IncidentKind
    /** `state` of the results */
    readonly code: string
    /** The same in Chinese */
    readonly code_zh: string
    /** How much of the picture it costs */
    readonly tier: Tier
    /** acknowledged still goes on */
    readonly state: 'open' | 'acknowledged' | 'closed'
    /** Now, or when it was last seen */
    readonly severity: number
    /** At its worst */
    readonly peakSeverity: number
    /** When it began; ISO-8601 UTC */
    readonly openedAt: string
    /** When it was last seen; ISO-8601 UTC */
    readonly lastSeenAt: string
    /** When it was over; ISO-8601 UTC; null while it goes on */
    readonly closedAt: string | null
    /** So far, s */
    readonly durationS: number
    /** How often it ended and came back */
    readonly flaps: number
    /** What was measured, and what it was held against */
    readonly why: string
    /** The same in Chinese */
    readonly why_zh: string
    /** Who took it */
    readonly acknowledgedBy: string | null
    /** What people say of it */
    readonly note: string | null
    /** What a person says that it was; null: nobody has said it */
    readonly verdict: 'real' | 'false-alarm' | 'planned' | null
    /** Of the incident of a group, or of the service */
    readonly cameras: readonly string[]
    /** Of the incident of a group that it belongs to */
    readonly parentId: string | null
    /** Its page */
    readonly url: string
  }
  /** The last healthy one, the first and the worst faulty one, the first healthy one again */
  readonly pictures: {
    /** Null: there is none, or not yet */
    readonly before: {
      /** When its frame was received; ISO-8601 UTC */
      readonly at: string
      /** Opens it, until it ends */
      readonly url: string
    } | null
    /** Null: there is none, or not yet */
    readonly first: {
      /** When its frame was received; ISO-8601 UTC */
      readonly at: string
      /** Opens it, until it ends */
      readonly url: string
    } | null
    /** Null: there is none, or not yet */
    readonly worst: {
      /** When its frame was received; ISO-8601 UTC */
      readonly at: string
      /** Opens it, until it ends */
      readonly url: string
    } | null
    /** Null: there is none, or not yet */
    readonly after: {
      /** When its frame was received; ISO-8601 UTC */
      readonly at: string
      /** Opens it, until it ends */
      readonly url: string
    } | null
  }
  /** In the words of ONVIF */
  readonly onvif: {
    /** Of the event service of ONVIF */
    readonly topic: string
    /** False when it is over */
    readonly state: boolean
    /** Camera or group */
    readonly source: string | null
  }
  /** In the words of the Common Alerting Protocol 1.2 */
  readonly cap: {
    /** Test: nothing has happened */
    readonly status: 'Actual' | 'Test'
    /** Alert: it begins */
    readonly msgType: 'Alert' | 'Update'
    /** The fault */
    readonly event: string
    /** How bad */
    readonly severity: 'Extreme' | 'Severe' | 'Moderate' | 'Minor'
    /** Past: it is over */
    readonly urgency: 'Immediate' | 'Expected' | 'Past'
    /** How sure */
    readonly certainty: 'Observed' | 'Likely'
  }
}

/** Every error of every call */
export type ErrorAnswer = {
  readonly ok: false
  /** Compare this one; see docs/errors.md */
  readonly code: string
  /** What was attempted and what arrived */
  readonly error: string
  /** The same in Chinese */
  readonly error_zh: string
}

/** One judged frame */
export type ResultMessage = {
  /** Results that this client lost before this one, because it was slow */
  readonly dropped?: number
  /** The subscription's number */
  readonly epoch: number
  readonly data: {
    readonly stream: string
    /** Wall clock of the frame as the producer wrote it */
    readonly ts_wall: string | null
    /** [height, width, channels]; null when there is no picture */
    readonly shape: readonly number[] | null
    readonly result: {
      /** `Normal`, or the state of the first fault */
      readonly state: string
      readonly state_zh: string
      /** Time to decode, ms */
      readonly decode_ms: number | null
      /** Percent, 2 decimals; on Normal and Occluded */
      readonly edge_ratio?: number
      /** Grey levels; on Tampered */
      readonly diff_mean?: number
      /** On Tampered */
      readonly high_diff_ratio?: number
      /** On Tampered */
      readonly roi_ratio?: number
      /** On Error */
      readonly error?: string
      /** On Error */
      readonly error_zh?: string
      /** Faults that are raised now, the main cause first */
      readonly faults: readonly ({
        /** Id of the fault, such as `black` */
        readonly kind: string
        /** 0 (at the limit) to 1 */
        readonly severity: number
        /** When it was raised; ISO-8601 UTC */
        readonly since: string
        readonly measure: string
        readonly value: number
        readonly limit: number
        /** What the value was held against, where there is such a thing */
        readonly reference: number | null
        readonly unit: string
        /** 16 x 9 grid, 144 characters of 0 or 1, row by row */
        readonly mask?: string
        /** One sentence made from these figures */
        readonly why?: string
        readonly why_zh?: string
      })[]
      /** Kinds that are up too, but explained by the main cause */
      readonly explained: readonly string[]
      /** True while the camera's memory is too young for some faults */
      readonly learning: boolean
      readonly notJudged: readonly {
        readonly kind: string
        readonly reason: string
      }[]
      /** Frames of this camera that were not analysed since the result before */
      readonly dropped?: {
        readonly overload: number
        readonly trimmed: number
        readonly cooldown: number
      }
      /** Frames left out on purpose since the result before: ANALYSIS_MAX_FPS */
      readonly skipped?: number
      /** Why the frame's meta could not be read */
      readonly meta_error?: string
    }
    readonly timing: {
      /** Frame captured; ISO-8601 UTC */
      readonly ts1: string | null
      /** Frame enqueued; ISO-8601 UTC */
      readonly ts2: string | null
      /** Frame received; ISO-8601 UTC */
      readonly ts3: string | null
      /** Frame analysed; ISO-8601 UTC */
      readonly ts4: string | null
      readonly lat_ms: {
        /** ts2 - ts1, ms; null when it cannot be computed */
        readonly cap: number | null
        /** ts3 - ts2, ms; null when it cannot be computed */
        readonly queue: number | null
        /** Decoding, ms; null when it cannot be computed */
        readonly decode: number | null
        /** Judging, ms; null when it cannot be computed */
        readonly analysis: number | null
        /** decode + analysis, ms; null when it cannot be computed */
        readonly proc: number | null
        /** ts4 - ts1, ms; null when it cannot be computed */
        readonly end2end: number | null
      }
    }
    /** Only when the frame was stored */
    readonly obj_refs?: readonly ({
      readonly type: 'frame'
      /** Ask for the picture at /pushhub/snapshots/<key> */
      readonly key: string
      readonly minio_object_key: string
      readonly etag: string
      readonly reason: 'abnormal' | 'all' | 'sample'
    })[]
  }
}

/** First; `resumed`: what was missed follows. `id` is the newest event */
export type HelloEvent = {
  /** Give the last one as `since` to go on after a lost connection */
  readonly id: string
  /** When it happened; ISO-8601 UTC */
  readonly at: string
  readonly type: 'hello'
  /** The service's clock; ISO-8601 UTC */
  readonly now: string
  readonly resumed: boolean
}

/** What was missed is not known any more: load everything anew */
export type ResetEvent = {
  /** Give the last one as `since` to go on after a lost connection */
  readonly id: string
  /** When it happened; ISO-8601 UTC */
  readonly at: string
  readonly type: 'reset'
  /** The service's clock; ISO-8601 UTC */
  readonly now: string
}

/** The event incident-opened */
export type IncidentOpenedEvent = {
  /** Give the last one as `since` to go on after a lost connection */
  readonly id: string
  /** When it happened; ISO-8601 UTC */
  readonly at: string
  readonly type: 'incident-opened'
  readonly incident: IncidentSummary
}

/** The event incident-updated */
export type IncidentUpdatedEvent = {
  /** Give the last one as `since` to go on after a lost connection */
  readonly id: string
  /** When it happened; ISO-8601 UTC */
  readonly at: string
  readonly type: 'incident-updated'
  readonly incident: IncidentSummary
}

/** The event incident-closed */
export type IncidentClosedEvent = {
  /** Give the last one as `since` to go on after a lost connection */
  readonly id: string
  /** When it happened; ISO-8601 UTC */
  readonly at: string
  readonly type: 'incident-closed'
  readonly incident: IncidentSummary
}

/** Cameras that have changed, at most 4 times a second */
export type CamerasEvent = {
  /** Give the last one as `since` to go on after a lost connection */
  readonly id: string
  /** When it happened; ISO-8601 UTC */
  readonly at: string
  readonly type: 'cameras'
  readonly cameras: readonly CameraState[]
}

/** The event camera-removed */
export type CameraRemovedEvent = {
  /** Give the last one as `since` to go on after a lost connection */
  readonly id: string
  /** When it happened; ISO-8601 UTC */
  readonly at: string
  readonly type: 'camera-removed'
  readonly stream: string
}

/** Somebody has changed the settings of this camera */
export type SettingsEvent = {
  /** Give the last one as `since` to go on after a lost connection */
  readonly id: string
  /** When it happened; ISO-8601 UTC */
  readonly at: string
  readonly type: 'settings'
  readonly stream: string
}

/** Every 2 s: what was last received is not old */
export type TickEvent = {
  /** Give the last one as `since` to go on after a lost connection */
  readonly id: string
  /** When it happened; ISO-8601 UTC */
  readonly at: string
  readonly type: 'tick'
  /** The service's clock; ISO-8601 UTC */
  readonly now: string
}

/** Every message of the events, told apart by `type`. */
export type ServiceEvent = HelloEvent | ResetEvent | IncidentOpenedEvent | IncidentUpdatedEvent | IncidentClosedEvent | CamerasEvent | CameraRemovedEvent | SettingsEvent | TickEvent
