import type { AvailabilityReport, CameraFiguresOfPeriod } from '../../overview/report-view.ts'
import { requestError } from '../error-answer.ts'
import { REQUEST_PROBLEMS } from '../messages.ts'
import { listOfQuery, timeOfQuery } from '../query-values.ts'
import type { OverviewContext } from '../route-context.ts'
import { described, errorResponses } from '../schemas/answers.ts'
import { type Report, ReportQuerySchema, ReportSchema } from '../schemas/report.ts'
import type { TypedServer } from '../typed-server.ts'
import { iso } from '../wire/iso.ts'
import { sendCsv } from '../send-csv.ts'
import { reportCsv } from '../wire/report-csv.ts'

const DEFAULT_DAYS_MS = 7 * 86_400_000

/** `/pushhub/report`: how available cameras were. */
export function reportRoute(app: TypedServer, { overview }: OverviewContext): void {
  app.get(
    '/pushhub/report',
    {
      config: { needs: 'read' },
      schema: {
        tags: ['Incidents'],
        summary: 'How available cameras were, and what ailed them',
        description:
          'Availability is the share of the judged time without a fault of tier lost or silent. Time in which the service, its source of frames or the subscription was not there is neither: it is told apart as `unwatchedS`. As CSV (`format=csv`) a line for each camera.',
        querystring: ReportQuerySchema,
        produces: ['application/json', 'text/csv'],
        response: { 200: described('The report', ReportSchema), ...errorResponses(400, 503) }
      }
    },
    async ({ query }, reply) => {
      const toMs = timeOfQuery('to', query.to) ?? Date.now()
      const fromMs = timeOfQuery('from', query.from) ?? toMs - DEFAULT_DAYS_MS
      if (fromMs >= toMs) throw requestError('http/bad-request', REQUEST_PROBLEMS.badPeriod)
      const streams = listOfQuery(query.stream)
      const groups = listOfQuery(query.group)
      const report = await overview.report({
        fromMs,
        toMs,
        ...(streams === undefined ? {} : { streams }),
        ...(groups === undefined ? {} : { groups })
      })
      if (query.format !== 'csv') return reportBody(report)
      const name = `camera-check-${iso(fromMs).slice(0, 10)}-${iso(toMs).slice(0, 10)}.csv`
      return sendCsv(reply, name, reportCsv(report))
    }
  )
}

function reportBody({ fromMs, toMs, asOfMs, total, cameras, days }: AvailabilityReport): Report {
  return {
    from: iso(fromMs),
    to: iso(toMs),
    asOf: iso(asOfMs),
    total: { ...total, ...figures(total) },
    cameras: cameras.map(({ stream, name, groups, ...rest }) => ({
      stream,
      name,
      groups: [...groups],
      ...figures(rest)
    })),
    days: days.map(({ day, availability, watchedShare, minutesByTier }) => ({
      day,
      availability,
      watchedShare,
      minutesByTier: { ...minutesByTier }
    }))
  }
}

function figures(period: CameraFiguresOfPeriod) {
  return { ...period, faults: { ...period.faults } }
}
