import type { TargetView } from '../../alarms/alarm-control.ts'
import type { Delivery } from '../../model/alarm.ts'
import type { AlarmTargetBody, DeadLetter } from '../schemas/alarms.ts'
import { iso, isoOrNull } from './iso.ts'

/** A target as the API shows it. */
export function targetBody({ target, isFixed, secrets, queue }: TargetView): AlarmTargetBody {
  const { waiting, oldestMs, dead, last } = queue
  return {
    ...target,
    to: [...target.to],
    fixed: isFixed,
    secrets: { ...secrets },
    waiting,
    oldestAt: isoOrNull(oldestMs),
    dead,
    last: last === null ? null : { at: iso(last.atMs), outcome: last.outcome, alarm: last.alarm, error: last.error }
  }
}

export function deadLetterBody({ id, target, alarm, attempts, lastError, diedAtMs }: Delivery): DeadLetter {
  const { what, atMs, incident } = alarm
  return {
    ...{ id, target, alarm: alarm.id, what, at: iso(atMs), incident: incident.id, kind: incident.kind },
    ...{ stream: incident.stream, attempts, error: lastError, diedAt: isoOrNull(diedAtMs) }
  }
}
