import { Type } from 'typebox'
import { requestError } from '../error-answer.ts'
import { MESSAGES, REQUEST_PROBLEMS } from '../messages.ts'
import type { RouteContext } from '../route-context.ts'
import { described, errorResponses, MembersAnswerSchema } from '../schemas/answers.ts'
import { PerformanceListSchema, StreamPerformanceSchema } from '../schemas/performance.ts'
import type { TypedServer } from '../typed-server.ts'

const PATH = '/pushhub/metrics/performance'

/** `/pushhub/metrics/performance`: timing of every stream or one, and its reset. */
export function performanceRoutes(app: TypedServer, { control, fleet }: RouteContext): void {
  app.get(
    PATH,
    {
      config: { needs: 'read' },
      schema: {
        tags: ['Observe'],
        summary: 'Timing of every stream',
        description: 'Per stage: count, mean, median, 95th and 99th percentile and longest, since the last reset.',
        response: { 200: described('One entry for each subscribed stream', PerformanceListSchema), ...errorResponses() }
      }
    },
    async request => {
      const own = (await control.performance()) ?? []
      if (fleet === null || request.isFromMember) return { ok: true as const, streams: [...own] }
      const { items, ...missing } = await fleet.performance(own, request.asker)
      return { ok: true as const, streams: [...items], ...missing }
    }
  )

  app.get(
    `${PATH}/:stream`,
    {
      config: { needs: 'read' },
      schema: {
        tags: ['Observe'],
        summary: 'Timing of one stream',
        description: 'As above, of one stream; 404 when it is not subscribed.',
        params: Type.Object({ stream: Type.String({ description: 'Name of the stream, percent-encoded' }) }),
        response: { 200: described('Timing of the stream', StreamPerformanceSchema), ...errorResponses(404) }
      }
    },
    async ({ params: { stream } }) => {
      const [found] = (await control.performance(stream)) ?? []
      if (found === undefined) throw requestError('http/not-found', REQUEST_PROBLEMS.notSubscribed(stream))
      return { ok: true as const, ...found }
    }
  )

  app.delete(
    PATH,
    {
      config: { needs: 'admin' },
      schema: {
        tags: ['Observe'],
        summary: 'Reset the timing',
        description: 'Begins all timing statistics anew.',
        response: { 200: described('Reset', MembersAnswerSchema), ...errorResponses() }
      }
    },
    async request => {
      await control.resetPerformance()
      const { en, zh } = MESSAGES.performanceReset
      const isAlone = fleet === null || request.isFromMember
      const missing = isAlone ? {} : await fleet.resetPerformance(request.asker)
      return { ok: true as const, msg: en, msg_zh: zh, ...missing }
    }
  )
}
