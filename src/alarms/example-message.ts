import { type Alarm, alarmId } from '../model/alarm.ts'
import { type Incident, NEW_INCIDENT } from '../model/incident.ts'
import { alarmMessage } from './alarm-message.ts'
import type { AlarmMessage } from './alarm-message-schema.ts'

/** An alarm of nothing: what the test button sends. @param nowMs Epoch ms. */
export function exampleAlarm(nowMs: number): Alarm {
  const id = `TEST${Math.trunc(nowMs).toString(36).toUpperCase().padStart(10, '0')}`
  return {
    id: alarmId(id, { what: 'opened', atMs: nowMs }),
    what: 'opened',
    atMs: nowMs,
    incident: incidentOf(id, nowMs)
  }
}

/** A message with something in every field, to see whether a template knows what it asks for. */
export function exampleMessage(nowMs: number): AlarmMessage {
  const alarm = exampleAlarm(nowMs)
  const picture = { key: 'example', atMs: nowMs }
  const pictures = { before: picture, first: picture, worst: picture, after: picture }
  return alarmMessage(
    { ...alarm, incident: { ...alarm.incident, pictures } },
    {
      incidentUrl: one => `https://cameras.example/incidents/${one}`,
      pictureUrl: (one, role) => `https://cameras.example/${one}/${role}`,
      nameOf: stream => stream,
      test: true
    }
  )
}

function incidentOf(id: string, nowMs: number): Incident {
  return {
    ...NEW_INCIDENT,
    id,
    stream: 'test',
    kind: 'occluded',
    severity: 0.5,
    peakSeverity: 0.5,
    openedAtMs: nowMs,
    lastSeenAtMs: nowMs,
    why: 'This is a test: nothing has happened.',
    whyZh: '这是一条测试消息，并未发生故障。'
  }
}
