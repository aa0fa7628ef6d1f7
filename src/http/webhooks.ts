import { AlarmMessageSchema } from '../alarms/alarm-message-schema.ts'
import { exampleMessage } from '../alarms/example-message.ts'

const EXAMPLE_MS = Date.UTC(2026, 0, 5, 8)

const HEADERS: readonly (readonly [name: string, required: boolean, description: string, example: string])[] = [
  ['X-Camera-Check-Id', true, '`id` of the body: what comes twice has the same', 'TEST0MK0R2PC00.opened.mk0r2pc0'],
  ['X-Camera-Check-Timestamp', true, 'When this try was sent, s since 1970; part of what is signed', '1767600000'],
  ['X-Camera-Check-Attempt', true, 'Number of the try, from 1', '1'],
  [
    'X-Camera-Check-Signature',
    false,
    'Where the target has a secret: `sha256=` and the HMAC-SHA-256 of `<timestamp>.<body>` in hexadecimal; refuse what is ' +
      'wrong or older than five minutes. `verifyWebhook` of the TypeScript client does both',
    `sha256=${'0'.repeat(64)}`
  ]
]

/** What the service sends to others, as OpenAPI 3.1 has it: made of the schema by which the message is typed. */
export function webhooks(): object {
  return {
    alarm: {
      post: {
        operationId: 'alarm',
        tags: ['Alarms'],
        summary: 'Sent to targets of the type webhook',
        description:
          'At least once for each step of an incident that the filter of the target lets through, those of one incident ' +
          'in order. Custom targets are sent the same headers with a body of their own.',
        security: [],
        parameters: HEADERS.map(([name, required, description, example]) => ({
          ...{ name, in: 'header', required, description, example },
          schema: { type: 'string' }
        })),
        requestBody: {
          required: true,
          content: {
            'application/json': {
              // Without what TypeBox keeps beside the schema.
              schema: JSON.parse(JSON.stringify(AlarmMessageSchema)) as object,
              example: exampleMessage(EXAMPLE_MS)
            }
          }
        },
        responses: {
          '2XX': { description: 'Taken: it is not sent again' },
          '429': { description: 'Tried again; `Retry-After` is honoured up to an hour' },
          '5XX': { description: 'Tried again, at longer and longer intervals' },
          default: {
            description:
              'Tried again; with 300 to 399, 400, 405, 410, 413, 414, 415 and 422 given up at once, and listed at ' +
              '`/pushhub/alarms/dead-letters`'
          }
        }
      }
    }
  }
}
