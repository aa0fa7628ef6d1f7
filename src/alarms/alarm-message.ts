import type { Alarm } from '../model/alarm.ts'
import { FAULT_NAMES } from '../model/fault.ts'
import { type Incident, PICTURE_ROLES, type PictureRole, TIER_OF } from '../model/incident.ts'
import { nameOf } from '../pipeline/incidents/incident-texts.ts'
import { capWords, KIND_CODES } from './alarm-codes.ts'
import type { AlarmMessage } from './alarm-message-schema.ts'
import { headline } from './headline.ts'

/** What a message is made with. */
export interface MessageParts {
  /** Of the page of an incident. */
  readonly incidentUrl: (id: string) => string
  /** Of a picture, signed. */
  readonly pictureUrl: (id: string, role: PictureRole) => string
  readonly nameOf: (stream: string) => string | null
  readonly test: boolean
}

/** @param alarm With the incident's present pictures. */
export function alarmMessage(alarm: Alarm, parts: MessageParts): AlarmMessage {
  const { incident, what } = alarm
  const { kind, stream } = incident
  const name = stream === null ? null : parts.nameOf(stream)
  const { en, zh } = headline(alarm, name)
  return {
    version: 1,
    id: alarm.id,
    what,
    at: iso(alarm.atMs),
    test: parts.test,
    text: en,
    text_zh: zh,
    camera: stream === null ? null : { stream, name },
    group: incident.group,
    groups: [...incident.groups],
    incident: incidentOf(incident, parts.incidentUrl(incident.id)),
    pictures: picturesOf(incident, parts),
    onvif: { topic: KIND_CODES[kind].topic, state: what !== 'closed', source: stream ?? incident.group },
    cap: { ...capWords(kind, what), status: parts.test ? 'Test' : 'Actual', event: nameOf(kind).en }
  }
}

function incidentOf(incident: Incident, url: string): AlarmMessage['incident'] {
  const { id, kind, state, severity, peakSeverity, openedAtMs, lastSeenAtMs, closedAtMs, flaps, why, whyZh } = incident
  const { acknowledgedBy, note, verdict, members, parentId } = incident
  // As results spell it; of the service there are none.
  const { state: code, stateZh } = kind === 'service' ? { state: 'Service', stateZh: '服务' } : FAULT_NAMES[kind]
  return {
    ...{ id, kind, code, code_zh: stateZh, tier: TIER_OF[kind], state, severity, peakSeverity },
    openedAt: iso(openedAtMs),
    lastSeenAt: iso(lastSeenAtMs),
    closedAt: closedAtMs === null ? null : iso(closedAtMs),
    durationS: Math.max(0, Math.round(((closedAtMs ?? lastSeenAtMs) - openedAtMs) / 1000)),
    ...{ flaps, why, why_zh: whyZh, acknowledgedBy, note, verdict },
    cameras: members.map(member => member.stream),
    parentId,
    url
  }
}

function picturesOf(incident: Incident, { pictureUrl }: MessageParts): AlarmMessage['pictures'] {
  const entries = PICTURE_ROLES.map(role => {
    const picture = incident.pictures[role]
    return [role, picture === null ? null : { at: iso(picture.atMs), url: pictureUrl(incident.id, role) }]
  })
  return Object.fromEntries(entries) as AlarmMessage['pictures']
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}
