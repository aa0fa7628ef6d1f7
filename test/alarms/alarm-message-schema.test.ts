import { Ajv } from 'ajv'
import { expect, it } from 'vitest'
import { alarmMessage } from '../../src/alarms/alarm-message.ts'
import { AlarmMessageSchema } from '../../src/alarms/alarm-message-schema.ts'
import { exampleMessage } from '../../src/alarms/example-message.ts'
import { ALARM_WHATS } from '../../src/model/alarm.ts'
import { INCIDENT_KINDS } from '../../src/model/incident.ts'
import { makeIncident } from '../pipeline/incidents/make-incident.ts'

const validate = new Ajv({ strict: false, allErrors: true }).compile(AlarmMessageSchema)
const parts = {
  incidentUrl: (id: string) => `https://cc.example/incidents/${id}`,
  pictureUrl: (id: string, role: string) => `https://cc.example/${id}/${role}`,
  nameOf: () => null,
  test: false
}

it.each(INCIDENT_KINDS.flatMap(kind => ALARM_WHATS.map(what => [kind, what] as const)))(
  'the message of %s, %s, is what the schema of the webhook says',
  (kind, what) => {
    const isClosed = what === 'closed'
    const incident = makeIncident('01A', {
      kind,
      stream: kind === 'service' ? null : 'gate',
      ...(isClosed ? { state: 'closed', closedAtMs: 9000 } : {})
    })
    const message = alarmMessage({ id: `01A.${what}.x`, what, atMs: 5000, incident }, parts)
    // As a receiver reads it.
    validate(JSON.parse(JSON.stringify(message)))
    expect(validate.errors).toBeNull()
  }
)

it('so is the example, and what has a field more or less is none', () => {
  const example = JSON.parse(JSON.stringify(exampleMessage(5000))) as Record<string, unknown>
  expect(validate(example)).toBe(true)
  expect(validate({ ...example, more: 1 })).toBe(false)
  const { cap: _cap, ...less } = example
  expect(validate(less)).toBe(false)
})
