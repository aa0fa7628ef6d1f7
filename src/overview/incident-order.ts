import type { Incident, IncidentVerdict } from '../model/incident.ts'
import { VERDICTS } from '../model/incident.ts'
import type { Bilingual } from '../pipeline/incidents/incident-texts.ts'
import {
  acknowledgedIncident,
  type Hand,
  entry,
  judgedIncident,
  noted,
  unacknowledgedIncident
} from '../pipeline/incidents/incident-change.ts'

/** What one member of a fleet has another one do to the incident of a camera. */
export type IncidentOrder =
  | { readonly what: 'acknowledge' | 'unacknowledge'; readonly hand: Hand; readonly atMs: number }
  | {
      readonly what: 'verdict'
      readonly verdict: IncidentVerdict | null
      readonly hand: Hand
      readonly atMs: number
    }
  /** Something was done about it, which its timeline tells. */
  | { readonly what: 'remark'; readonly text: Bilingual; readonly hand: Hand; readonly atMs: number }

/** @returns Null when it is no order that this version knows. */
export function incidentOrder(value: unknown): IncidentOrder | null {
  const { what, hand, atMs, verdict = null } = (value ?? {}) as Readonly<Record<string, unknown>>
  if (!isHand(hand) || typeof atMs !== 'number') return null
  if (what === 'acknowledge' || what === 'unacknowledge') return { what, hand, atMs }
  const known = verdict === null ? null : VERDICTS.find(one => one === verdict)
  return what === 'verdict' && known !== undefined ? { what, verdict: known, hand, atMs } : null
}

/** The incident as the order wants it; the same object when it is so already. */
export function ordered(incident: Incident, order: IncidentOrder): Incident {
  switch (order.what) {
    case 'acknowledge':
      // Told again, because the answer was lost.
      if (incident.acknowledgedAtMs === order.atMs) return incident
      return acknowledgedIncident(incident, order.hand, order.atMs)
    case 'unacknowledge':
      return unacknowledgedIncident(incident, order.hand, order.atMs)
    case 'remark':
      return noted(incident, entry('note', order.atMs, order.text, order.hand.by))
    case 'verdict':
      if (incident.timeline.some(({ what, atMs }) => what === 'verdict' && atMs === order.atMs)) return incident
      return judgedIncident(incident, order.verdict, order.hand, order.atMs)
  }
}

function isHand(value: unknown): value is Hand {
  const { by, note } = (value ?? {}) as Partial<Hand>
  return typeof by === 'string' && (note === null || typeof note === 'string')
}
