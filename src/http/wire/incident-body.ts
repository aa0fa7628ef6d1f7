import { type Incident, type IncidentPicture, TIER_OF, type ToldFault } from '../../model/incident.ts'
import type { Fault } from '../schemas/fault.ts'
import type { Incident as IncidentBody, IncidentSummary } from '../schemas/incidents.ts'
import { iso, isoOrNull } from './iso.ts'

export function faultBody(fault: ToldFault): Fault {
  const { kind, severity, sinceMs, measure, value, limit, reference, unit, mask, why, whyZh } = fault
  return {
    kind,
    severity,
    since: iso(sinceMs),
    measure,
    value,
    limit,
    reference,
    unit,
    ...(mask === null ? {} : { mask }),
    why,
    why_zh: whyZh
  }
}

/** @param nameOf Display name of a camera, null when it has none. */
export function incidentSummary(incident: Incident, nameOf: (stream: string) => string | null): IncidentSummary {
  const { pictures } = incident
  return {
    id: incident.id,
    stream: incident.stream,
    name: incident.stream === null ? null : nameOf(incident.stream),
    group: incident.group,
    kind: incident.kind,
    tier: TIER_OF[incident.kind],
    state: incident.state,
    severity: incident.severity,
    peakSeverity: incident.peakSeverity,
    openedAt: iso(incident.openedAtMs),
    lastSeenAt: iso(incident.lastSeenAtMs),
    closedAt: isoOrNull(incident.closedAtMs),
    explained: [...incident.explained],
    fault: incident.fault === null ? null : faultBody(incident.fault),
    flaps: incident.flaps,
    why: incident.why,
    why_zh: incident.whyZh,
    pictures: {
      before: pictureBody(pictures.before),
      first: pictureBody(pictures.first),
      worst: pictureBody(pictures.worst),
      after: pictureBody(pictures.after)
    },
    acknowledgedBy: incident.acknowledgedBy,
    acknowledgedAt: isoOrNull(incident.acknowledgedAtMs),
    note: incident.note,
    verdict: incident.verdict,
    members: incident.members.map(member => ({ ...member })),
    parentId: incident.parentId
  }
}

export function incidentBody(incident: Incident, nameOf: (stream: string) => string | null): IncidentBody {
  const timeline = incident.timeline.map(({ atMs, what, by, en, zh }) => ({
    at: iso(atMs),
    what,
    by,
    text: en,
    text_zh: zh
  }))
  return { ...incidentSummary(incident, nameOf), timeline }
}

function pictureBody(picture: IncidentPicture | null): { key: string; at: string } | null {
  return picture === null ? null : { key: picture.key, at: iso(picture.atMs) }
}
