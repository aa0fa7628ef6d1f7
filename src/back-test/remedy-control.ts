import type { Hand } from '../pipeline/incidents/incident-change.ts'
import type { BackTestView } from './back-test-control.ts'
import type { SettingChange } from './smallest-change.ts'

/** Whether the faults that are found now would still be found. */
export interface GuardVerdict {
  readonly state: 'waiting' | 'passed' | 'refused' | 'not-run'
  readonly en: string
  readonly zh: string
}

/** A change of settings with which a false alarm would not have been raised. */
export interface Remedy {
  readonly incidentId: string
  readonly stream: string
  /** Null when there is none; `reason` says why. */
  readonly change: SettingChange | null
  readonly reason: { readonly en: string; readonly zh: string } | null
  /** What else the change would have done. */
  readonly backTest: BackTestView | null
  readonly guard: GuardVerdict
  readonly isApplied: boolean
}

/** What the API asks about false alarms. */
export interface RemedyControl {
  /**
   * Looks for a change, and begins the self-test that guards it.
   *
   * @throws AppError `incident/not-found`, `remedy/not-false-alarm`, `camera/not-found`, `back-test/off`, `back-test/busy`
   */
  propose(id: string): Promise<Remedy>
  /** @throws AppError `remedy/not-found` */
  view(id: string): Remedy
  /**
   * Carries the change out, and notes it with the incident.
   *
   * @param isDespite Also when the self-test could not be run.
   * @throws AppError `remedy/not-found`, `remedy/refused`, `remedy/outdated`, `incident/store-failed`
   */
  apply(id: string, hand: Hand, isDespite: boolean): Promise<Remedy>
}
