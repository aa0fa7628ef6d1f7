import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { capWords, KIND_CODES } from '../../src/alarms/alarm-codes.ts'
import { INCIDENT_KINDS } from '../../src/model/incident.ts'

it('every kind has its codes, and the table of docs/alarms.md says the same', () => {
  const page = readFileSync(new URL('../../docs/alarms.md', import.meta.url), 'utf8')
  const rows = [...page.matchAll(/^\| `([a-z-]+)` \| `(\S+)` \| (\w+) \| (\w+) \| (\w+) \|$/gm)].map(
    ([, ...cells]) => cells
  )
  const expected = INCIDENT_KINDS.map(kind => {
    const { topic, severity, urgency, certainty } = KIND_CODES[kind]
    return [kind, topic, severity, urgency, certainty]
  })
  expect(rows).toEqual(expected)
})

it('what is over lies in the past', () => {
  expect(capWords('black', 'opened')).toMatchObject({ msgType: 'Alert', urgency: 'Immediate' })
  expect(capWords('black', 'closed')).toMatchObject({ msgType: 'Update', urgency: 'Past' })
})
