import { pageOfQuery } from '../query-values.ts'
import type { OverviewContext } from '../route-context.ts'
import { described, errorResponses } from '../schemas/answers.ts'
import { AuditListSchema, AuditQuerySchema } from '../schemas/camera-settings.ts'
import type { TypedServer } from '../typed-server.ts'
import { iso } from '../wire/iso.ts'

/** `/pushhub/audit`: what people did. */
export function auditRoute(app: TypedServer, { overview }: OverviewContext): void {
  app.get(
    '/pushhub/audit',
    {
      config: { needs: 'read' },
      schema: {
        tags: ['Observe'],
        summary: 'Who did what, and when',
        description: 'Changed settings, maintenance, accepted views, acknowledgements and verdicts; newest first.',
        querystring: AuditQuerySchema,
        response: { 200: described('A page of entries', AuditListSchema), ...errorResponses(400, 503) }
      }
    },
    async ({ query }) => {
      const { items, next } = await overview.audit(query.stream ?? null, pageOfQuery(query))
      return {
        items: items.map(({ id, atMs, by, action, stream, change }) => ({
          id,
          at: iso(atMs),
          by,
          action,
          stream,
          change
        })),
        next
      }
    }
  )
}
