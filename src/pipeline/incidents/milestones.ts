import type { Alarm, AlarmWhat, Milestone } from '../../model/alarm.ts'
import { alarmId } from '../../model/alarm.ts'
import type { Incident, TimelineStep } from '../../model/incident.ts'

const STEP_OF: Readonly<Record<AlarmWhat, TimelineStep>> = {
  opened: 'opened',
  reopened: 'reopened',
  changed: 'raised',
  escalated: 'severity',
  acknowledged: 'acknowledged',
  judged: 'verdict',
  closed: 'closed'
}

/**
 * The newest step of each sort that an incident has taken, in order of time. They follow from its present form alone, so
 * that whoever writes it finds what is not told yet without knowing what was written before.
 */
export function milestonesOf(incident: Incident): readonly Milestone[] {
  const found: Milestone[] = []
  for (const what of Object.keys(STEP_OF) as AlarmWhat[]) {
    const entry = incident.timeline.findLast(({ what: step }) => step === STEP_OF[what])
    if (entry !== undefined && holds(incident, what, entry.atMs)) found.push({ what, atMs: Math.trunc(entry.atMs) })
  }
  return found.toSorted((one, other) => one.atMs - other.atMs)
}

/** The alarm of a milestone. */
export function alarmOf(incident: Incident, milestone: Milestone): Alarm {
  // The timeline is most of an incident, and nobody is told it.
  return { id: alarmId(incident.id, milestone), ...milestone, incident: { ...incident, timeline: [] } }
}

/** An entry alone does not say it: an acknowledgement that was taken back is one too. */
function holds(incident: Incident, what: AlarmWhat, atMs: number): boolean {
  if (what === 'acknowledged') return incident.acknowledgedAtMs === atMs
  if (what === 'judged') return incident.verdict !== null
  if (what === 'closed') return incident.state === 'closed'
  return true
}
