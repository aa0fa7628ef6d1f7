import { Type } from 'typebox'
import type { RouteContext } from '../route-context.ts'
import { described, errorResponses, OkAnswerSchema } from '../schemas/answers.ts'
import { ReadinessSchema } from '../schemas/readiness.ts'
import type { TypedServer } from '../typed-server.ts'

/** `/livez`, `/readyz`, `/metrics`. */
export function healthRoutes(app: TypedServer, { control, metrics }: RouteContext): void {
  app.get(
    '/livez',
    {
      config: { needs: 'health' },
      schema: {
        tags: ['Observe'],
        summary: 'Is the process alive',
        description: 'Answers as long as the main thread does. Needs no token.',
        response: { 200: described('Alive', OkAnswerSchema) }
      }
    },
    async () => ({ ok: true as const })
  )

  app.get(
    '/readyz',
    {
      config: { needs: 'health' },
      schema: {
        tags: ['Observe'],
        summary: 'Can the service do its work',
        description:
          'Checks the source of frames, the stores of snapshots and incidents, the shards and the subscription. Needs no token.',
        response: {
          200: described('Every check passes', ReadinessSchema),
          503: described('A check fails', ReadinessSchema)
        }
      }
    },
    async (_request, reply) => {
      const { ready, running, checks } = await control.readiness()
      return reply.code(ready ? 200 : 503).send({ ok: ready, running, checks: [...checks] })
    }
  )

  app.get(
    '/metrics',
    {
      config: { needs: 'read' },
      schema: {
        tags: ['Observe'],
        summary: 'Prometheus metrics',
        description: 'In the text format 0.0.4; docs/metrics.md lists them.',
        produces: ['text/plain', 'application/json'],
        response: { 200: described('Metrics', Type.String()), ...errorResponses() }
      }
    },
    async (_request, reply) => reply.type(metrics.contentType).send(await metrics.text())
  )
}
