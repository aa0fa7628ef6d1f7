import { endWithSession } from '../access/end-with-session.ts'
import { requestError } from '../error-answer.ts'
import { acceptEventClient } from '../event-client.ts'
import { EventRound } from '../event-round.ts'
import { REQUEST_PROBLEMS } from '../messages.ts'
import { listOfQuery } from '../query-values.ts'
import type { OverviewContext } from '../route-context.ts'
import { described, errorResponses } from '../schemas/answers.ts'
import { EventQuerySchema, EventSchema } from '../schemas/events.ts'
import type { TypedServer } from '../typed-server.ts'

/** `WS /pushhub/ws/events`. */
export function eventRoute(app: TypedServer, { overview, fleet, metrics, endedSessions }: OverviewContext): void {
  const round = new EventRound({ clock: () => performance.now() })
  app.route({
    method: 'GET',
    url: '/pushhub/ws/events',
    config: { needs: 'read' },
    schema: {
      tags: ['Incidents'],
      summary: 'What happens, over WebSocket',
      description:
        'Upgrade this request to a WebSocket: each event is one JSON text message of the schema under 101. After a lost ' +
        'connection give the last `id` as `since`: what was missed comes first, or `reset` when that is not known any ' +
        'more. What a client sends is ignored. Browsers may give a ticket of `POST /pushhub/ws/ticket` as `?ticket=`.',
      querystring: EventQuerySchema,
      response: {
        101: described('Switching to WebSocket; the schema is that of one message', EventSchema),
        ...errorResponses(426)
      }
    },
    handler: async (_request, reply) => {
      reply.header('upgrade', 'websocket')
      throw requestError('http/upgrade-required', REQUEST_PROBLEMS.webSocketOnly)
    },
    wsHandler: (socket, request) => {
      const { query, asker } = request
      endWithSession(socket, request.caller, endedSessions, Date.now())
      const streams = listOfQuery(query.streams)
      acceptEventClient(socket, {
        overview,
        transport: request.raw.socket,
        round,
        fleet:
          fleet === null
            ? null
            : { camerasOf: some => fleet.camerasOf(some, asker), memberOf: one => fleet.memberOf(one) },
        streams: streams === undefined ? null : new Set(streams),
        since: query.since ?? null,
        clock: Date.now,
        onDismissed: () => metrics.eventClientsDismissed.add(1, {})
      })
    }
  })
}
