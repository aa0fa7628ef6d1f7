import type { AccessDesk } from '../access/guard-server.ts'
import { takeJsonOrNothing } from '../body-parsers.ts'
import { noStore } from '../no-store.ts'
import { TicketSchema } from '../schemas/access.ts'
import { described, errorResponses } from '../schemas/answers.ts'
import type { TypedServer } from '../typed-server.ts'
import { iso } from '../wire/iso.ts'

/** `POST /pushhub/ws/ticket`: opens one WebSocket where no header can be sent. */
export function ticketRoute(app: TypedServer, desk: AccessDesk): void {
  takeJsonOrNothing(app)
  app.post(
    '/pushhub/ws/ticket',
    {
      config: { needs: 'read' },
      schema: {
        tags: ['Access'],
        summary: 'A ticket for one WebSocket',
        description:
          'For pages, which cannot send a header with a WebSocket, so that no token stands in an address. It holds for 30 s and one upgrade, at any member of a fleet, with the role of who asks. Without API_TOKENS none is needed, and any text is taken.',
        response: { 200: described('The ticket', TicketSchema), ...errorResponses(503) }
      }
    },
    async (request, reply) => {
      noStore(reply)
      const { asker, caller } = request
      if (asker === null || caller === null) {
        return { ok: true as const, ticket: 'none-needed', expiresAt: iso(desk.clock()) }
      }
      const { text, expiresAtMs } = await desk.tickets.issue(asker, caller, desk.clock())
      return { ok: true as const, ticket: text, expiresAt: iso(expiresAtMs) }
    }
  )
}
