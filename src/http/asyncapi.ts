import type { TSchema } from 'typebox'
import { SESSION_COOKIE } from './access/sessions.ts'
import { EventQuerySchema, EventSchema } from './schemas/events.ts'
import { ResultQuerySchema, WebSocketMessageSchema } from './schemas/result-message.ts'

export interface AsyncApiOptions {
  readonly version: string
  /** Whether tokens are set. */
  readonly hasTokens: boolean
  /** Before every path; empty for nothing. */
  readonly basePath: string
  /** Where the document was asked for, `host:port`. */
  readonly host: string
  readonly isSecure: boolean
}

/** What is said of both WebSockets. */
const DESCRIPTION =
  'Both WebSockets of the service. Each message is one JSON text; what a client sends is ignored. Slow clients lose their ' +
  'oldest results and are told by `dropped`; one that takes nothing is closed with 1013, all are closed with 1001 when the ' +
  'service goes. The calls beside them are in the OpenAPI document, `/docs/json`.'

/** The AsyncAPI 3.0 document of both WebSockets, made of the schemas that their messages are typed by. */
export function asyncApiDocument(options: AsyncApiOptions): object {
  const events = eventMessages()
  return {
    asyncapi: '3.0.0',
    info: { title: 'Camera Check', version: options.version, description: DESCRIPTION },
    defaultContentType: 'application/json',
    servers: { service: serverOf(options) },
    channels: {
      results: channel('/pushhub/ws/results', 'Results: one message for each judged frame', ResultQuerySchema, [
        'result'
      ]),
      events: channel(
        '/pushhub/ws/events',
        'What happens: incidents, cameras, settings; resumes by `since` after a lost connection',
        EventQuerySchema,
        Object.keys(events)
      )
    },
    operations: {
      sendResults: operation('results', 'Tells each result, beginning with those after the upgrade', ['result']),
      sendEvents: operation('events', 'Says hello, then what was missed, then what happens', Object.keys(events))
    },
    components: {
      messages: { result: message('result', 'One judged frame', WebSocketMessageSchema), ...events },
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'One of API_TOKENS; not needed when none are set' },
        ticket: {
          type: 'httpApiKey',
          in: 'query',
          name: 'ticket',
          description: 'Of `POST /pushhub/ws/ticket`, for browsers, which cannot set headers; opens one WebSocket'
        },
        session: { type: 'httpApiKey', in: 'cookie', name: SESSION_COOKIE, description: 'Of a browser that signed in' }
      }
    }
  }
}

function serverOf({ hasTokens, basePath, host, isSecure }: AsyncApiOptions): object {
  const schemes = ['token', 'ticket', 'session'].map(name => ({ $ref: `#/components/securitySchemes/${name}` }))
  return {
    host,
    protocol: isSecure ? 'wss' : 'ws',
    ...(basePath === '' ? {} : { pathname: basePath }),
    description: 'This service',
    ...(hasTokens ? { security: schemes } : {})
  }
}

function channel(address: string, description: string, query: TSchema, names: readonly string[]): object {
  return {
    address,
    description,
    messages: Object.fromEntries(names.map(name => [name, { $ref: `#/components/messages/${name}` }])),
    bindings: { ws: { method: 'GET', query: plain(query), bindingVersion: '0.1.0' } }
  }
}

function operation(channelName: string, summary: string, names: readonly string[]): object {
  const path = `#/channels/${channelName}`
  return {
    action: 'send',
    channel: { $ref: path },
    summary,
    messages: names.map(name => ({ $ref: `${path}/messages/${name}` }))
  }
}

function message(name: string, summary: string, schema: TSchema): object {
  return { name, summary, contentType: 'application/json', payload: plain(schema) }
}

/** One message for each kind of event, by its `type`. */
function eventMessages(): Record<string, object> {
  const entries = EventSchema.anyOf.map(schema => {
    const name: string = schema.properties.type.const
    const { description } = schema as { description?: string }
    return [name, message(name, description ?? `The event ${name}`, schema)]
  })
  return Object.fromEntries(entries)
}

/** Without what TypeBox keeps beside the schema. */
function plain(schema: TSchema): object {
  return JSON.parse(JSON.stringify(schema)) as object
}
