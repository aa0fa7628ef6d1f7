import { type Incident, TIER_OF } from '../../model/incident.ts'
import { csvNumber, csvOf, csvText } from './csv.ts'
import { iso } from './iso.ts'

const HEAD = [
  'id',
  'stream',
  'name',
  'group',
  'kind',
  'tier',
  'state',
  'opened',
  'closed',
  'lasted_s',
  'time_to_detect_s',
  'peak_severity',
  'flaps',
  'verdict',
  'acknowledged_by',
  'acknowledged',
  'note',
  'why',
  'why_zh'
]

/** A line for each incident. @param nameOf Display name of a camera, null when it has none. */
export function incidentsCsv(items: readonly Incident[], nameOf: (stream: string) => string | null): string {
  return csvOf([HEAD, ...items.map(incident => lineOf(incident, nameOf))])
}

function lineOf(incident: Incident, nameOf: (stream: string) => string | null): string[] {
  const { stream, openedAtMs, closedAtMs, detectMs, acknowledgedAtMs } = incident
  return [
    incident.id,
    csvText(stream ?? ''),
    csvText(stream === null ? '' : (nameOf(stream) ?? '')),
    csvText(incident.group ?? ''),
    incident.kind,
    TIER_OF[incident.kind],
    incident.state,
    iso(openedAtMs),
    closedAtMs === null ? '' : iso(closedAtMs),
    csvNumber(closedAtMs === null ? null : (closedAtMs - openedAtMs) / 1000),
    csvNumber(detectMs === null ? null : detectMs / 1000),
    String(incident.peakSeverity),
    String(incident.flaps),
    incident.verdict ?? '',
    csvText(incident.acknowledgedBy ?? ''),
    acknowledgedAtMs === null ? '' : iso(acknowledgedAtMs),
    csvText(incident.note ?? ''),
    csvText(incident.why),
    csvText(incident.whyZh)
  ]
}
