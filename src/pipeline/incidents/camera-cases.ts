import type { CameraReport } from '../../model/camera-state.ts'
import type { Incident } from '../../model/incident.ts'
import {
  advanceCase,
  type CameraCase,
  type CaseChange,
  closeCase,
  EMPTY_CASE,
  replaceInCase,
  resumedCase,
  type WatchedPlace
} from './camera-case.ts'

/** Recently closed incidents stay for so much longer than they can be reopened, ms. */
const SPARE_MS = 10_000

/** The cases of all cameras, by stream: which incidents of each go on, and which may be reopened. */
export class CameraCases {
  readonly #cases = new Map<string, CameraCase>()
  readonly #reopenWindowMs: number
  readonly #newId: (nowMs: number) => string

  /** @param reopenWindowMs REOPEN_WINDOW_S, ms. */
  constructor(reopenWindowMs: number, newId: (nowMs: number) => string) {
    this.#reopenWindowMs = reopenWindowMs
    this.#newId = newId
  }

  /** Takes up what the store has. @param incidents Those that go on, and those that were closed a moment ago. */
  resume(incidents: readonly Incident[]): void {
    const byStream = new Map<string, Incident[]>()
    for (const incident of incidents) {
      if (incident.stream === null) continue
      const own = byStream.get(incident.stream)
      if (own === undefined) byStream.set(incident.stream, [incident])
      else own.push(incident)
    }
    for (const [stream, own] of byStream) this.#cases.set(stream, resumedCase(own))
  }

  /** @returns What a report changes. */
  take(report: CameraReport, place: WatchedPlace): readonly CaseChange[] {
    const before = this.#cases.get(report.stream) ?? EMPTY_CASE
    if (before === EMPTY_CASE && report.faults.length === 0) return []
    const rules = { reopenWindowMs: this.#reopenWindowMs, newId: this.#newId }
    const { state, changes } = advanceCase(before, report, place, rules)
    this.#cases.set(report.stream, state)
    return changes
  }

  /** Incidents of a camera that go on, in order of opening. */
  openOf(stream: string): readonly Incident[] {
    return this.#cases.get(stream)?.open ?? []
  }

  /** Incidents of all cameras that go on. */
  allOpen(): readonly Incident[] {
    return [...this.#cases.values()].flatMap(({ open }) => open)
  }

  /** Incidents of a camera to which a picture may belong, those that go on first. */
  picturedOf(stream: string): readonly Incident[] {
    const { open = [], recent = [] } = this.#cases.get(stream) ?? {}
    return [...open, ...recent.toReversed()]
  }

  get openCount(): number {
    let count = 0
    for (const { open } of this.#cases.values()) count += open.length
    return count
  }

  find(id: string): Incident | undefined {
    for (const { open, recent } of this.#cases.values()) {
      const own = open.find(incident => incident.id === id) ?? recent.find(incident => incident.id === id)
      if (own !== undefined) return own
    }
    return undefined
  }

  /** Puts a changed incident in the place of its old form. */
  replace(incident: Incident): void {
    if (incident.stream === null) return
    const state = this.#cases.get(incident.stream)
    if (state !== undefined) this.#cases.set(incident.stream, replaceInCase(state, incident))
  }

  /** Ends the cases of all cameras but these. @returns What that closes. */
  keepOnly(streams: ReadonlySet<string>, nowMs: number): readonly CaseChange[] {
    const changes: CaseChange[] = []
    for (const [stream, state] of this.#cases) {
      if (streams.has(stream)) continue
      this.#cases.delete(stream)
      changes.push(...closeCase(state, 'unsubscribed', nowMs).changes)
    }
    return changes
  }

  /** Forgets the cases of cameras as they are. @returns Their incidents. */
  forget(isLost: (stream: string) => boolean): readonly Incident[] {
    const incidents: Incident[] = []
    for (const [stream, { open, recent }] of this.#cases) {
      if (!isLost(stream)) continue
      this.#cases.delete(stream)
      incidents.push(...open, ...recent)
    }
    return incidents
  }

  /** Forgets what can no longer be reopened. */
  tidy(nowMs: number): void {
    const mostMs = this.#reopenWindowMs + SPARE_MS
    for (const [stream, state] of this.#cases) {
      const recent = state.recent.filter(({ closedAtMs }) => nowMs - (closedAtMs ?? 0) <= mostMs)
      if (state.open.length === 0 && recent.length === 0 && state.leftOver.size === 0) this.#cases.delete(stream)
      else if (recent.length < state.recent.length) this.#cases.set(stream, { ...state, recent })
    }
  }
}
