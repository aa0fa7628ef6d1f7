import type { Tier } from '../model/incident.ts'

export interface KindFigures {
  readonly count: number
  readonly minutes: number
}

export interface CameraFiguresOfPeriod {
  /** Share of the judged time with a usable picture, 0..1; null when nothing was judged. */
  readonly availability: number | null
  readonly judgedS: number
  readonly maintenanceS: number
  /** Not judged at these hours, as was set. */
  readonly offScheduleS: number
  /** Neither judged nor meant not to be: the service, its source of frames or the subscription was not there. */
  readonly unwatchedS: number
  /** Share of the period that is not of `unwatchedS`, 0..1; null when there is no camera. */
  readonly watchedShare: number | null
  readonly faults: Readonly<Record<string, KindFigures>>
  readonly medianTimeToDetectS: number | null
  readonly medianTimeToRepairS: number | null
}

export interface ReportedCamera extends CameraFiguresOfPeriod {
  readonly stream: string
  readonly name: string
  readonly groups: readonly string[]
}

export interface ReportedDay {
  readonly day: string
  readonly availability: number | null
  /** As for the period. */
  readonly watchedShare: number | null
  readonly minutesByTier: Readonly<Record<Tier, number>>
}

export interface AvailabilityReport {
  readonly fromMs: number
  readonly toMs: number
  readonly asOfMs: number
  readonly total: CameraFiguresOfPeriod & {
    readonly cameras: number
    readonly incidents: number
    readonly falseAlarms: number
    readonly planned: number
  }
  readonly cameras: readonly ReportedCamera[]
  readonly days: readonly ReportedDay[]
}
