import type { AlarmControl } from '../../alarms/alarm-control.ts'
import { takeJsonOrNothing } from '../body-parsers.ts'
import { byWhom } from '../by-whom.ts'
import {
  AlarmTargetSchema,
  AlarmTargetsSchema,
  CountAnswerSchema,
  DeadIdsSchema,
  DeadLettersSchema,
  DeadQuerySchema,
  TargetBodySchema,
  TargetParamsSchema,
  TestAnswerSchema
} from '../schemas/alarms.ts'
import { described, errorResponses, OkAnswerSchema } from '../schemas/answers.ts'
import { pageLimit } from '../schemas/paging.ts'
import type { TypedServer } from '../typed-server.ts'
import { deadLetterBody, targetBody } from '../wire/alarm-body.ts'

const TAGS = ['Alarms']

/** `/pushhub/alarms/...`: where alarms go to, and what did not get there. */
export function alarmRoutes(app: TypedServer, alarms: AlarmControl): void {
  takeJsonOrNothing(app)
  targetRoutes(app, alarms)
  testRoute(app, alarms)
  deadLetterRoutes(app, alarms)
}

function targetRoutes(app: TypedServer, alarms: AlarmControl): void {
  const params = TargetParamsSchema
  const answer = { 200: described('The target', AlarmTargetSchema) }
  app.get(
    '/pushhub/alarms/targets',
    {
      config: { needs: 'operate' },
      schema: {
        tags: TAGS,
        summary: 'Where alarms go to',
        description: 'Without secrets, and with how deliveries go.',
        response: { 200: described('All targets', AlarmTargetsSchema), ...errorResponses(503) }
      }
    },
    async () => ({ items: (await alarms.targets()).map(targetBody) })
  )
  app.post(
    '/pushhub/alarms/targets',
    {
      config: { needs: 'admin' },
      schema: {
        tags: TAGS,
        summary: 'Add a target',
        description: 'Its secrets are never shown again.',
        body: TargetBodySchema,
        response: { ...answer, ...errorResponses(400, 409, 503) }
      }
    },
    async request => {
      const { by, ...input } = request.body
      return targetBody(await alarms.add(input, byWhom(request, by)))
    }
  )
  app.put(
    '/pushhub/alarms/targets/:id',
    {
      config: { needs: 'admin' },
      schema: {
        tags: TAGS,
        summary: 'Change a target',
        description: 'Replaces all of it but the secrets that are left out; null takes a secret away.',
        params,
        body: TargetBodySchema,
        response: { ...answer, ...errorResponses(400, 404, 409, 503) }
      }
    },
    async request => {
      const { by, ...input } = request.body
      return targetBody(await alarms.change(request.params.id, input, byWhom(request, by)))
    }
  )
  app.delete(
    '/pushhub/alarms/targets/:id',
    {
      config: { needs: 'admin' },
      schema: {
        tags: TAGS,
        summary: 'Remove a target',
        description: 'With everything that waits for it.',
        params,
        response: { 200: described('Removed', OkAnswerSchema), ...errorResponses(404, 409, 503) }
      }
    },
    async request => {
      await alarms.remove(request.params.id, byWhom(request, undefined))
      return { ok: true as const }
    }
  )
}

function testRoute(app: TypedServer, alarms: AlarmControl): void {
  app.post(
    '/pushhub/alarms/targets/:id/test',
    {
      config: { needs: 'admin' },
      schema: {
        tags: TAGS,
        summary: 'Send a test message to a target',
        description: 'At once and once, past its queue. Marked as a test.',
        params: TargetParamsSchema,
        response: { 200: described('How it went', TestAnswerSchema), ...errorResponses(404, 503) }
      }
    },
    async request => {
      const outcome = await alarms.test(request.params.id)
      const { tookMs } = outcome
      if (outcome.how === 'delivered') return { delivered: true, status: outcome.status, error: null, tookMs }
      return { delivered: false, status: null, error: outcome.error, tookMs }
    }
  )
}

function deadLetterRoutes(app: TypedServer, alarms: AlarmControl): void {
  app.get(
    '/pushhub/alarms/dead-letters',
    {
      config: { needs: 'operate' },
      schema: {
        tags: TAGS,
        summary: 'Alarms that were given up',
        description: 'Newest first; 500 of each target are kept.',
        querystring: DeadQuerySchema,
        response: { 200: described('A page of them', DeadLettersSchema), ...errorResponses(400, 503) }
      }
    },
    async ({ query }) => {
      const { items, next } = await alarms.dead(query.target ?? null, {
        cursor: query.cursor ?? null,
        limit: pageLimit(query.limit)
      })
      return { items: items.map(deadLetterBody), next }
    }
  )
  for (const [verb, summary] of [
    ['retry', 'Try alarms again that were given up'],
    ['discard', 'Delete alarms that were given up']
  ] as const) {
    app.post(
      `/pushhub/alarms/dead-letters/${verb}`,
      {
        config: { needs: 'operate' },
        schema: {
          tags: TAGS,
          summary,
          description: 'By their ids; those that are gone are passed over.',
          body: DeadIdsSchema,
          response: { 200: described('How many there were', CountAnswerSchema), ...errorResponses(400, 503) }
        }
      },
      async ({ body: { ids } }) => ({ count: await alarms[verb](ids) })
    )
  }
}
