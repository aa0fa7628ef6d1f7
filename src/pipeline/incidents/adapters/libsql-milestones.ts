import type { Incident } from '../../../model/incident.ts'
import { alarmOf, milestonesOf } from '../milestones.ts'
import type { Statement } from './libsql-connection.ts'

/** Puts the steps of an incident that were not seen before among the alarms. */
export function milestoneStatements(incident: Incident): Statement[] {
  return milestonesOf(incident).flatMap((milestone): Statement[] => {
    const { what, atMs } = milestone
    const body = JSON.stringify(alarmOf(incident, milestone))
    return [
      [
        `INSERT INTO alarms_fresh (body) SELECT ? WHERE NOT EXISTS
          (SELECT 1 FROM alarm_milestones WHERE incident = ? AND what = ? AND at_ms = ?)`,
        body,
        incident.id,
        what,
        atMs
      ],
      ['INSERT OR IGNORE INTO alarm_milestones (incident, what, at_ms) VALUES (?, ?, ?)', incident.id, what, atMs]
    ]
  })
}
