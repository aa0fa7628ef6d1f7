import { endWithSession } from '../access/end-with-session.ts'
import { requestError } from '../error-answer.ts'
import { REQUEST_PROBLEMS } from '../messages.ts'
import type { RouteContext } from '../route-context.ts'
import { described, errorResponses } from '../schemas/answers.ts'
import { ResultQuerySchema, WebSocketMessageSchema } from '../schemas/result-message.ts'
import type { TypedServer } from '../typed-server.ts'

/** `WS /pushhub/ws/results`. */
export function resultRoute(app: TypedServer, { acceptResultSocket, endedSessions }: RouteContext): void {
  app.route({
    method: 'GET',
    url: '/pushhub/ws/results',
    config: { needs: 'read' },
    schema: {
      tags: ['Results'],
      summary: 'Results, over WebSocket',
      description:
        'Upgrade this request to a WebSocket: each result is one JSON text message of the schema under 101, beginning ' +
        'with the results after the upgrade. What a client sends is ignored. A client that reads too slowly loses its ' +
        'oldest messages and is told by `dropped`; one that takes nothing is closed with 1013, all are closed with ' +
        '1001 when the service goes. Browsers may give a ticket of `POST /pushhub/ws/ticket` as `?ticket=`.',
      querystring: ResultQuerySchema,
      response: {
        101: described('Switching to WebSocket; the schema is that of one message', WebSocketMessageSchema),
        ...errorResponses(426)
      }
    },
    handler: async (_request, reply) => {
      reply.header('upgrade', 'websocket')
      throw requestError('http/upgrade-required', REQUEST_PROBLEMS.webSocketOnly)
    },
    wsHandler: (socket, request) => {
      endWithSession(socket, request.caller, endedSessions, Date.now())
      acceptResultSocket(socket, request.raw.socket)
    }
  })
}
