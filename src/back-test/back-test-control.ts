import type { CameraProfile } from '../model/camera-profile.ts'
import type { Incident } from '../model/incident.ts'
import type { KindEffect } from './compare-spells.ts'

/** What becomes of an incident of that time: it is not raised any more, or as another kind. */
export interface IncidentEffect {
  readonly incident: Incident
  readonly becomes: 'missed' | 'other-kind'
}

/** Why a part of a change says nothing here. */
export interface NotJudgedSetting {
  /** Its place in the settings, `masks` or `faults.noise.limits.minFineRiseLevels`. */
  readonly setting: string
  readonly en: string
  readonly zh: string
}

export interface JudgedKind extends KindEffect {
  /** The change goes further than frames are looked at while they are kept: it would raise this often at the least. */
  readonly isAtLeast: boolean
}

/** What a change of settings would have done over the days that are kept. Times in epoch ms. */
export interface BackTestView {
  readonly stream: string
  /** Null when nothing is kept yet. */
  readonly fromMs: number | null
  readonly toMs: number | null
  /** Judged, of that. */
  readonly coveredMs: number
  /** In which more changed than is kept; what is near to a limit may be missing. */
  readonly thinnedMs: number
  /** Share of the kept frames for which the settings in force give what was raised then, 0..1; null: they are new. */
  readonly agreement: number | null
  readonly kinds: readonly JudgedKind[]
  /** Incidents of that time that would have been missed; those that people confirmed first. */
  readonly incidents: readonly IncidentEffect[]
  /** Incidents that were looked at. */
  readonly incidentCount: number
  readonly notJudged: readonly NotJudgedSetting[]
}

/** What the API asks about changes of settings. */
export interface BackTestControl {
  /**
   * @param edit The change.
   * @throws AppError `camera/not-found`, `back-test/off`, `back-test/busy`, `incident/store-failed`
   */
  backTest(stream: string, edit: (profile: CameraProfile) => CameraProfile): Promise<BackTestView>
}
