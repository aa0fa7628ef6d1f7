import { type Incident, INCIDENT_KINDS, INCIDENT_STATES, VERDICTS } from '../../model/incident.ts'
import type { OverviewControl } from '../../overview/overview-control.ts'
import type { IncidentFilter } from '../../pipeline/incidents/incident-store.ts'
import { Type } from 'typebox'
import { jpegResponse, pictureHeaders, widthOf } from '../picture-answer.ts'
import { listOfQuery, pageOfQuery, timeOfQuery, wordsOfQuery } from '../query-values.ts'
import type { OverviewContext } from '../route-context.ts'
import { described, errorResponses } from '../schemas/answers.ts'
import { PictureQuerySchema } from '../schemas/cameras.ts'
import {
  IncidentListSchema,
  incidentParams,
  type IncidentQuery,
  IncidentQuerySchema,
  IncidentSchema,
  PictureRoleSchema
} from '../schemas/incidents.ts'
import type { TypedServer } from '../typed-server.ts'
import { displayNames } from '../wire/display-names.ts'
import { sendCsv } from '../send-csv.ts'
import { incidentBody, incidentSummary } from '../wire/incident-body.ts'
import { incidentsCsv } from '../wire/incidents-csv.ts'
import { iso } from '../wire/iso.ts'

const CSV_MOST = 10_000
const CSV_PAGE = 500

/** `/pushhub/incidents`, `/pushhub/incidents/{id}` and its pictures. */
export function incidentRoutes(app: TypedServer, { overview }: OverviewContext): void {
  const nameOf = displayNames(overview)

  app.get(
    '/pushhub/incidents',
    {
      config: { needs: 'read' },
      schema: {
        tags: ['Incidents'],
        summary: 'What happened',
        description:
          'Newest first. Every filter takes several values by comma, and all filters together narrow the list. As CSV (`format=csv`) a line for each incident.',
        querystring: IncidentQuerySchema,
        produces: ['application/json', 'text/csv'],
        response: { 200: described('A page of incidents', IncidentListSchema), ...errorResponses(400, 503) }
      }
    },
    async ({ query }, reply) => {
      if (query.format === 'csv') {
        const name = `camera-check-incidents-${iso(Date.now()).slice(0, 10)}.csv`
        return sendCsv(reply, name, incidentsCsv(await newest(overview, filterOf(query)), nameOf))
      }
      const { items, next } = await overview.incidents(filterOf(query), pageOfQuery(query))
      return { items: items.map(item => incidentSummary(item, nameOf)), next, openCount: await overview.openCount() }
    }
  )

  app.get(
    '/pushhub/incidents/:id',
    {
      config: { needs: 'read' },
      schema: {
        tags: ['Incidents'],
        summary: 'One incident',
        description: 'With its timeline.',
        params: incidentParams,
        response: { 200: described('The incident', IncidentSchema), ...errorResponses(404, 503) }
      }
    },
    async ({ params: { id } }) => incidentBody(await overview.incident(id), nameOf)
  )

  app.get(
    '/pushhub/incidents/:id/pictures/:role',
    {
      config: { needs: 'read' },
      schema: {
        tags: ['Incidents'],
        summary: 'A picture of an incident',
        description: 'Kept as long as the incident is.',
        params: Type.Object({ ...incidentParams.properties, role: PictureRoleSchema }),
        querystring: PictureQuerySchema,
        response: { ...jpegResponse, ...errorResponses(400, 404, 503) }
      }
    },
    async ({ params: { id, role }, query }, reply) => {
      const wish = { width: widthOf(query.width), mask: query.mask === '1' }
      const { jpeg, atMs } = await overview.incidentPicture(id, role, wish)
      return (
        pictureHeaders(reply, atMs)
          // The worst picture may be replaced by a worse one while the incident goes on.
          .header('cache-control', 'private, no-cache')
          .type('image/jpeg')
          .send(Buffer.from(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength))
      )
    }
  )
}

/** All that fit, page by page, so that nobody else waits long. */
async function newest(overview: Pick<OverviewControl, 'incidents'>, filter: IncidentFilter): Promise<Incident[]> {
  const all: Incident[] = []
  let cursor: string | null = null
  do {
    const page = await overview.incidents(filter, { cursor, limit: Math.min(CSV_PAGE, CSV_MOST - all.length) })
    all.push(...page.items)
    cursor = page.next
  } while (cursor !== null && all.length < CSV_MOST)
  return all
}

function filterOf(query: IncidentQuery): IncidentFilter {
  const streams = listOfQuery(query.stream)
  const groups = listOfQuery(query.group)
  const kinds = wordsOfQuery('kind', query.kind, INCIDENT_KINDS)
  const states = wordsOfQuery('state', query.state, INCIDENT_STATES)
  const verdicts = wordsOfQuery('verdict', query.verdict, [...VERDICTS, 'none'] as const)
  const fromMs = timeOfQuery('from', query.from)
  const toMs = timeOfQuery('to', query.to)
  return {
    ...(streams === undefined ? {} : { streams }),
    ...(groups === undefined ? {} : { groups }),
    ...(kinds === undefined ? {} : { kinds }),
    ...(states === undefined ? {} : { states }),
    ...(verdicts === undefined ? {} : { verdicts }),
    ...(fromMs === undefined ? {} : { fromMs }),
    ...(toMs === undefined ? {} : { toMs })
  }
}
