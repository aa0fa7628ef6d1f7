import type { Incident } from '../../model/incident.ts'
import type { IncidentFilter } from './incident-store.ts'

/** Whether a list by this filter has the incident, as the stores see it: times are those of its id, to the ms. */
export function passesFilter(incident: Incident, filter: IncidentFilter): boolean {
  const { streams, groups, kinds, states, verdicts, fromMs, toMs } = filter
  const { stream, kind, state, verdict, openedAtMs } = incident
  if (streams !== undefined && (stream === null || !streams.includes(stream))) return false
  if (groups !== undefined && !incident.groups.some(group => groups.includes(group))) return false
  if (kinds !== undefined && !kinds.includes(kind)) return false
  if (states !== undefined && !states.includes(state)) return false
  if (verdicts !== undefined && !verdicts.includes(verdict ?? 'none')) return false
  return (fromMs === undefined || openedAtMs >= fromMs) && (toMs === undefined || openedAtMs < toMs)
}
