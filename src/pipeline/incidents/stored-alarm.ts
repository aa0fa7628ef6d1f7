import { AppError } from '../../errors.ts'
import { ALARM_WHATS, type Alarm, type Delivery, type LastDelivery } from '../../model/alarm.ts'
import type { Settlement } from './alarm-store.ts'
import { incidentFromText, parsed } from './stored-json.ts'

/** @throws AppError `incident/store-failed` when the text is no alarm. @param where For the message. */
export function alarmFromText(text: string, where: string): Alarm {
  return alarmFrom(parsed(text, where), where)
}

/** @throws AppError `incident/store-failed` when the text is no delivery. @param where For the message. */
export function deliveryFromText(text: string, where: string): Delivery {
  const value = parsed(text, where) as Partial<Delivery>
  const { id, target, attempts, queuedMs, dueMs, lastError = null, diedAtMs = null } = value
  const isDelivery =
    typeof id === 'string' &&
    typeof target === 'string' &&
    typeof attempts === 'number' &&
    typeof queuedMs === 'number' &&
    typeof dueMs === 'number'
  if (!isDelivery) throw new AppError('incident/store-failed', `Cannot read ${where}: it is no delivery`)
  return { id, target, attempts, queuedMs, dueMs, lastError, diedAtMs, alarm: alarmFrom(value.alarm, where) }
}

/** What is kept of a try for its target. */
export function lastDeliveryOf({ how, delivery, atMs }: Settlement): LastDelivery {
  const { alarm, lastError } = delivery
  return how === 'delivered'
    ? { atMs, outcome: 'delivered', alarm: alarm.id, error: null }
    : { atMs, outcome: 'failed', alarm: alarm.id, error: lastError }
}

/** A delivery that was given up, to be tried anew from the beginning. */
export function revived(delivery: Delivery, nowMs: number): Delivery {
  return { ...delivery, attempts: 0, queuedMs: nowMs, dueMs: nowMs, diedAtMs: null }
}

function alarmFrom(value: unknown, where: string): Alarm {
  const { id, what, atMs, incident } = (value ?? {}) as Partial<Alarm>
  const isAlarm = typeof id === 'string' && typeof atMs === 'number' && what !== undefined && ALARM_WHATS.includes(what)
  if (!isAlarm) throw new AppError('incident/store-failed', `Cannot read ${where}: it is no alarm`)
  return { id, what, atMs, incident: incidentFromText(JSON.stringify(incident ?? null), where) }
}
