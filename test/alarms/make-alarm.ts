import { makeTarget } from '../../src/alarms/make-target.ts'
import type { AlarmTarget, TargetInput } from '../../src/alarms/target-schema.ts'
import { type Alarm, alarmId, type AlarmWhat, type Delivery, deliveryId } from '../../src/model/alarm.ts'
import type { Incident } from '../../src/model/incident.ts'
import { makeIncident } from '../pipeline/incidents/make-incident.ts'

export function makeAlarm(what: AlarmWhat = 'opened', fields: Partial<Incident> = {}, atMs = 1000): Alarm {
  const incident = { ...makeIncident(fields.id ?? '01K0000000000000000000TEST', fields), timeline: [] }
  return { id: alarmId(incident.id, { what, atMs }), what, atMs, incident }
}

export function makeDelivery(
  target: string,
  { incident = 'i1', atMs = 1000, what = 'opened' }: { incident?: string; atMs?: number; what?: AlarmWhat }
): Delivery {
  const alarm = makeAlarm(what, { id: incident }, atMs)
  const id = deliveryId(alarm.id, target)
  return { id, target, alarm, attempts: 0, queuedMs: atMs, dueMs: atMs, lastError: null, diedAtMs: null }
}

export function targetOf(input: Partial<TargetInput>, id = 't1'): AlarmTarget {
  return makeTarget(id, { name: 'Test', type: 'webhook', url: 'http://127.0.0.1:1/hook', ...input }, null)
}
