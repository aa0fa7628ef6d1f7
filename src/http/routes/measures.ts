import { requestError } from '../error-answer.ts'
import { REQUEST_PROBLEMS } from '../messages.ts'
import { timeOfQuery } from '../query-values.ts'
import type { OverviewContext } from '../route-context.ts'
import { described, errorResponses } from '../schemas/answers.ts'
import { MeasuresQuerySchema, MeasuresSchema } from '../schemas/cameras.ts'
import { streamParams } from '../schemas/paging.ts'
import type { TypedServer } from '../typed-server.ts'

const HOUR_MS = 3_600_000
const DEFAULT_POINTS = 360
const MOST_POINTS = 1000

/** `/pushhub/cameras/{stream}/measures`. */
export function measureRoute(app: TypedServer, { overview }: OverviewContext): void {
  app.get(
    '/pushhub/cameras/:stream/measures',
    {
      config: { needs: 'read' },
      schema: {
        tags: ['Cameras'],
        summary: 'What was measured, over time',
        description:
          'A point every ten seconds for the last hour, every ten minutes for the last day. The latter are kept over restarts.',
        params: streamParams,
        querystring: MeasuresQuerySchema,
        response: { 200: described('A series for each measure', MeasuresSchema), ...errorResponses(400, 404, 503) }
      }
    },
    async ({ params: { stream }, query }) => {
      const toMs = timeOfQuery('to', query.to) ?? Date.now()
      const fromMs = timeOfQuery('from', query.from) ?? toMs - HOUR_MS
      if (fromMs >= toMs) throw requestError('http/bad-request', REQUEST_PROBLEMS.badPeriod)
      const most = Math.min(MOST_POINTS, Number(query.points ?? DEFAULT_POINTS))
      const { series, seen } = await overview.measures(stream, fromMs, toMs, most)
      return {
        stream,
        seen: seen.map(([beginMs, endMs]): [number, number] => [beginMs, endMs]),
        series: series.map(({ measure, unit, kind, points, limit, usual, alarms }) => ({
          measure,
          unit,
          kind,
          points: points.map(([atMs, least, mean, top]): [number, number, number, number] => [atMs, least, mean, top]),
          limit,
          reference: usual === null ? null : [fromMs, toMs].map((atMs): [number, number] => [atMs, usual]),
          alarms: alarms.map(([beginMs, endMs]): [number, number] => [beginMs, endMs])
        }))
      }
    }
  )
}
