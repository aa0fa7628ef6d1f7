import type { CameraReport } from '../../model/camera-state.ts'
import type { FaultKind } from '../../model/fault.ts'
import type { Incident, ToldFault } from '../../model/incident.ts'
import { explains } from './causes.ts'
import { closedIncident, openedIncident, reopenedIncident, seenAgain, turnedInto } from './incident-change.ts'
import type { ClosingReason } from './incident-texts.ts'

/** The incidents of one camera, as far as they matter now. Replaced, never patched. */
export interface CameraCase {
  /** Those that go on, at most one of a kind. */
  readonly open: readonly Incident[]
  /** Closed, but not long enough ago to be left alone if the fault comes back. */
  readonly recent: readonly Incident[]
  /** Kinds that were explained away and now stand alone, and since when. */
  readonly leftOver: ReadonlyMap<FaultKind, number>
  /** Kinds that the last report explained away. */
  readonly explained: readonly FaultKind[]
  /** Incidents of an earlier run that no report has confirmed yet: since when the camera has looked well, or null. */
  readonly doubted: ReadonlyMap<string, number | null>
}

export interface CaseRules {
  /** REOPEN_WINDOW_S, ms. */
  readonly reopenWindowMs: number
  readonly newId: (nowMs: number) => string
}

export interface WatchedPlace {
  readonly stream: string
  readonly groups: readonly string[]
  /** Why the camera's faults make no incidents now, or null. */
  readonly silent: 'maintenance' | 'off-schedule' | null
}

export interface CaseChange {
  readonly what: 'opened' | 'reopened' | 'updated' | 'closed'
  readonly incident: Incident
}

export interface CaseStep {
  readonly state: CameraCase
  readonly changes: readonly CaseChange[]
}

export const EMPTY_CASE: CameraCase = {
  open: [],
  recent: [],
  leftOver: new Map(),
  explained: [],
  doubted: new Map()
}

/** An incident so young was opened for what its cause did first: it becomes the cause's own, ms. */
const TURNS_WITHIN_MS = 10_000
/** What its cause leaves behind while it clears gets an incident of its own only after so long, ms. */
const LEFT_OVER_MS = 5000
/** So long a camera must look well after a restart before an incident of the run before counts as over, ms. */
const CONFIRM_MS = 10_000
/** While one of these is up nobody can see whether another fault is still there. */
const BLINDING: readonly FaultKind[] = ['stream-gap', 'undecodable']

/** The case of a camera at the start: what the store has of it. @param incidents Open ones, and some that were closed. */
export function resumedCase(incidents: readonly Incident[]): CameraCase {
  const open = incidents.filter(({ state }) => state !== 'closed')
  return {
    ...EMPTY_CASE,
    open,
    recent: incidents.filter(({ state }) => state === 'closed'),
    doubted: new Map(open.map(({ id }) => [id, null]))
  }
}

/** The next state after one report of the camera. */
export function advanceCase(before: CameraCase, report: CameraReport, place: WatchedPlace, rules: CaseRules): CaseStep {
  const nowMs = report.atMs
  if (place.silent !== null || !report.judged) return closeCase(before, place.silent ?? 'off-schedule', nowMs)
  const recent = before.recent.filter(({ closedAtMs }) => nowMs - (closedAtMs ?? 0) <= rules.reopenWindowMs)
  const leftOver = leftOverOf(before, report)
  const changes: CaseChange[] = []
  const taken = new Set<string>()
  for (const fault of report.faults) {
    const change = follow(fault, { before, report, recent, leftOver, taken, place, rules })
    if (change === null) continue
    taken.add(change.incident.id)
    changes.push(change)
  }
  const doubted = new Map([...before.doubted].filter(([id]) => !taken.has(id)))
  for (const incident of before.open) {
    if (taken.has(incident.id)) continue
    const end = endOf(incident, report, doubted)
    if (end === null) continue
    doubted.delete(incident.id)
    changes.push({ what: 'closed', incident: end })
  }
  return { state: stateAfter(before, changes, { recent, leftOver, explained: report.explained, doubted }), changes }
}

/** Ends all that goes on: nobody judges the camera any more, or nobody is to be told. */
export function closeCase(before: CameraCase, reason: ClosingReason, nowMs: number): CaseStep {
  const changes = before.open.map(
    (incident): CaseChange => ({ what: 'closed', incident: closedIncident(incident, reason, nowMs) })
  )
  const rest = { recent: before.recent, leftOver: new Map(), explained: [], doubted: new Map() }
  return { state: stateAfter(before, changes, rest), changes }
}

/** Puts a changed incident in the place of the one with its id; for what people do to it. */
export function replaceInCase(state: CameraCase, incident: Incident): CameraCase {
  const swap = (list: readonly Incident[]) => list.map(own => (own.id === incident.id ? incident : own))
  return { ...state, open: swap(state.open), recent: swap(state.recent) }
}

interface Sight {
  readonly before: CameraCase
  readonly report: CameraReport
  readonly recent: readonly Incident[]
  readonly leftOver: ReadonlyMap<FaultKind, number>
  readonly taken: ReadonlySet<string>
  readonly place: WatchedPlace
  readonly rules: CaseRules
}

/** What a raised fault does: goes on, takes over, comes back, begins, or waits (null). */
function follow(fault: ToldFault, { before, report, recent, leftOver, taken, place, rules }: Sight): CaseChange | null {
  const nowMs = report.atMs
  const own = before.open.find(({ kind }) => kind === fault.kind)
  if (own !== undefined) return { what: 'updated', incident: seenAgain(own, fault, report.explained, nowMs) }
  const forerunner = before.open.find(
    ({ id, kind, openedAtMs }) =>
      kind !== 'service' &&
      !taken.has(id) &&
      nowMs - openedAtMs < TURNS_WITHIN_MS &&
      report.explained.includes(kind) &&
      explains(fault.kind, kind)
  )
  if (forerunner !== undefined) {
    return { what: 'updated', incident: turnedInto(forerunner, fault, report.explained, nowMs) }
  }
  const sinceMs = leftOver.get(fault.kind)
  // A clock that was set back must not make the wait as much longer.
  if (sinceMs !== undefined && Math.abs(nowMs - sinceMs) < LEFT_OVER_MS) return null
  const back = recent.findLast(({ kind }) => kind === fault.kind)
  if (back !== undefined) return { what: 'reopened', incident: reopenedIncident(back, fault, nowMs) }
  return { what: 'opened', incident: openedIncident(rules.newId(nowMs), place, fault, report.explained, nowMs) }
}

/** @returns The incident closed, or null while it goes on. `doubted` is brought up to date. */
function endOf(incident: Incident, report: CameraReport, doubted: Map<string, number | null>): Incident | null {
  const { kind } = incident
  if (kind === 'service' || report.explained.includes(kind)) return null
  if (!BLINDING.includes(kind) && report.faults.some(fault => BLINDING.includes(fault.kind))) return null
  if (!doubted.has(incident.id)) return closedIncident(incident, 'cleared', report.atMs)
  // An earlier run opened it, and this one has not seen its fault: only a camera that is well for a while has recovered.
  if (report.learning || report.notJudged.some(other => other.kind === kind)) return null
  const wellSinceMs = doubted.get(incident.id) ?? report.atMs
  doubted.set(incident.id, wellSinceMs)
  return Math.abs(report.atMs - wellSinceMs) < CONFIRM_MS ? null : closedIncident(incident, 'cleared', wellSinceMs)
}

/** Kinds that were explained away until now, or a moment ago, and stand alone. */
function leftOverOf(before: CameraCase, report: CameraReport): ReadonlyMap<FaultKind, number> {
  const left = new Map<FaultKind, number>()
  for (const { kind } of report.faults) {
    const sinceMs = before.leftOver.get(kind) ?? (before.explained.includes(kind) ? report.atMs : undefined)
    if (sinceMs !== undefined && !before.open.some(own => own.kind === kind)) left.set(kind, sinceMs)
  }
  return left
}

function stateAfter(before: CameraCase, changes: readonly CaseChange[], rest: Omit<CameraCase, 'open'>): CameraCase {
  const changed = new Map(changes.map(({ incident }) => [incident.id, incident]))
  const ids = new Set(before.open.map(({ id }) => id))
  const all = [
    ...before.open.map(incident => changed.get(incident.id) ?? incident),
    ...changes.filter(({ incident }) => !ids.has(incident.id)).map(({ incident }) => incident)
  ]
  const open = all.filter(({ state }) => state !== 'closed')
  const isOpen = new Set(open.map(({ id }) => id))
  const closed = all.filter(({ state }) => state === 'closed')
  return { ...rest, open, recent: [...rest.recent.filter(({ id }) => !isOpen.has(id)), ...closed] }
}
