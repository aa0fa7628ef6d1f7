import type { FaultKind } from '../../model/fault.ts'
import {
  type Incident,
  type IncidentPicture,
  type IncidentVerdict,
  NEW_INCIDENT,
  type PictureRole,
  type TimelineEntry,
  type ToldFault
} from '../../model/incident.ts'
import { type Bilingual, type ClosingReason, TEXTS } from './incident-texts.ts'

/** A flapping fault must not grow an incident without end: the beginning and the newest are kept. */
const MOST_ENTRIES = 100
const FIRST_ENTRIES = 20
/** The timeline tells when a peak gets into the next quarter of the scale, so at most four times. */
const SEVERITY_STEP = 0.25

/** Who does something, and what they wrote. */
export interface Hand {
  readonly by: string
  readonly note: string | null
}

/** A new incident of one camera. */
export function openedIncident(
  id: string,
  camera: { readonly stream: string; readonly groups: readonly string[] },
  fault: ToldFault,
  explained: readonly FaultKind[],
  nowMs: number
): Incident {
  return {
    ...NEW_INCIDENT,
    id,
    stream: camera.stream,
    groups: camera.groups,
    kind: fault.kind,
    severity: fault.severity,
    peakSeverity: fault.severity,
    openedAtMs: nowMs,
    lastSeenAtMs: nowMs,
    detectMs: fault.detectMs,
    explained,
    fault,
    why: fault.why,
    whyZh: fault.whyZh,
    timeline: [entry('opened', nowMs, TEXTS.opened(fault.kind))]
  }
}

/** The fault is still there. @returns The same object when nothing that is told has changed but the time. */
export function seenAgain(
  incident: Incident,
  fault: ToldFault,
  explained: readonly FaultKind[],
  nowMs: number
): Incident {
  const isWorst = fault.severity > incident.peakSeverity || incident.fault === null
  const isWorse = Math.floor(fault.severity / SEVERITY_STEP) > Math.floor(incident.peakSeverity / SEVERITY_STEP)
  const next: Incident = {
    ...incident,
    severity: fault.severity,
    lastSeenAtMs: Math.max(incident.lastSeenAtMs, nowMs),
    explained: union(incident.explained, explained),
    ...(isWorst ? { peakSeverity: fault.severity, fault, why: fault.why, whyZh: fault.whyZh } : {})
  }
  return isWorse ? noted(next, entry('severity', nowMs, TEXTS.worse(fault.severity))) : next
}

/** What it was opened for turned out to follow from something else: it becomes the incident of that. */
export function turnedInto(
  incident: Incident,
  fault: ToldFault,
  explained: readonly FaultKind[],
  nowMs: number
): Incident {
  const next: Incident = {
    ...incident,
    kind: fault.kind,
    severity: fault.severity,
    peakSeverity: fault.severity,
    lastSeenAtMs: Math.max(incident.lastSeenAtMs, nowMs),
    detectMs: incident.detectMs ?? fault.detectMs,
    explained: union(explained, incident.explained).filter(kind => kind !== fault.kind),
    fault,
    why: fault.why,
    whyZh: fault.whyZh
  }
  return noted(next, entry('raised', nowMs, TEXTS.turned(incident.kind, fault.kind)))
}

/** It is over. One that is closed already stays as it is. */
export function closedIncident(incident: Incident, reason: ClosingReason, nowMs: number): Incident {
  if (incident.state === 'closed') return incident
  const closedAtMs = Math.max(nowMs, incident.openedAtMs)
  return noted({ ...incident, state: 'closed', closedAtMs }, entry('closed', closedAtMs, TEXTS.closed(reason)))
}

/** It came back soon enough to be the same. Whoever had taken it still has it. */
export function reopenedIncident(incident: Incident, fault: ToldFault, nowMs: number): Incident {
  const flaps = incident.flaps + 1
  const isTaken = incident.acknowledgedAtMs !== null
  const next: Incident = {
    ...incident,
    state: isTaken ? 'acknowledged' : 'open',
    closedAtMs: null,
    flaps,
    pictures: { ...incident.pictures, after: null }
  }
  return seenAgain(noted(next, entry('reopened', nowMs, TEXTS.reopened(flaps))), fault, [], nowMs)
}

/** Somebody takes it. An incident that is over can be acknowledged too: it stays closed. */
export function acknowledgedIncident(incident: Incident, hand: Hand, nowMs: number): Incident {
  const next: Incident = {
    ...incident,
    state: incident.state === 'closed' ? 'closed' : 'acknowledged',
    acknowledgedBy: hand.by,
    acknowledgedAtMs: nowMs,
    note: hand.note ?? incident.note
  }
  return withNote(noted(next, entry('acknowledged', nowMs, TEXTS.acknowledged, hand.by)), hand, nowMs)
}

/** What was taken is given back. */
export function unacknowledgedIncident(incident: Incident, hand: Hand, nowMs: number): Incident {
  if (incident.acknowledgedAtMs === null) return incident
  const next: Incident = {
    ...incident,
    state: incident.state === 'closed' ? 'closed' : 'open',
    acknowledgedBy: null,
    acknowledgedAtMs: null
  }
  return noted(next, entry('acknowledged', nowMs, TEXTS.unacknowledged, hand.by))
}

/** Somebody says what it was; null takes that back. */
export function judgedIncident(
  incident: Incident,
  verdict: IncidentVerdict | null,
  hand: Hand,
  nowMs: number
): Incident {
  const next: Incident = { ...incident, verdict, note: hand.note ?? incident.note }
  return withNote(noted(next, entry('verdict', nowMs, TEXTS.verdict(verdict), hand.by)), hand, nowMs)
}

export function withPicture(incident: Incident, role: PictureRole, picture: IncidentPicture): Incident {
  return { ...incident, pictures: { ...incident.pictures, [role]: picture } }
}

/** Adds an entry; of too many, those in the middle go. */
export function noted(incident: Incident, added: TimelineEntry): Incident {
  const all = [...incident.timeline, added]
  const timeline =
    all.length <= MOST_ENTRIES
      ? all
      : [...all.slice(0, FIRST_ENTRIES), ...all.slice(all.length - MOST_ENTRIES + FIRST_ENTRIES)]
  return { ...incident, timeline }
}

export function entry(
  what: TimelineEntry['what'],
  atMs: number,
  text: Bilingual,
  by: string | null = null
): TimelineEntry {
  return { atMs, what, by, en: text.en, zh: text.zh }
}

function withNote(incident: Incident, { by, note }: Hand, nowMs: number): Incident {
  return note === null || note === '' ? incident : noted(incident, entry('note', nowMs, TEXTS.noted(note), by))
}

function union(one: readonly FaultKind[], other: readonly FaultKind[]): readonly FaultKind[] {
  return other.every(kind => one.includes(kind)) ? one : [...new Set([...one, ...other])]
}
