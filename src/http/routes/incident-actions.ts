import type { FastifyRequest } from 'fastify'
import { byWhom } from '../by-whom.ts'
import type { OverviewContext } from '../route-context.ts'
import { described, errorResponses } from '../schemas/answers.ts'
import { AcknowledgeBodySchema, incidentParams, IncidentSchema, VerdictBodySchema } from '../schemas/incidents.ts'
import type { TypedServer } from '../typed-server.ts'
import { displayNames } from '../wire/display-names.ts'
import { incidentBody } from '../wire/incident-body.ts'

const PATH = '/pushhub/incidents/:id'

/** What people do to incidents: acknowledge, take that back, say what it was. */
export function incidentActionRoutes(app: TypedServer, { overview }: OverviewContext): void {
  const nameOf = displayNames(overview)
  const answers = { 200: described('The incident as it is now', IncidentSchema), ...errorResponses(400, 404, 503) }

  app.post(
    `${PATH}/acknowledge`,
    {
      config: { needs: 'operate' },
      schema: {
        tags: ['Incidents'],
        summary: 'Take an incident',
        description: 'Of a group incident: its cameras\u2019 incidents too.',
        params: incidentParams,
        body: AcknowledgeBodySchema,
        response: answers
      }
    },
    async request => incidentBody(await overview.acknowledge(request.params.id, handOf(request)), nameOf)
  )

  app.delete(
    `${PATH}/acknowledge`,
    {
      config: { needs: 'operate' },
      schema: {
        tags: ['Incidents'],
        summary: 'Give an incident back',
        description: 'Undoes an acknowledgement.',
        params: incidentParams,
        body: AcknowledgeBodySchema,
        response: answers
      }
    },
    async request => incidentBody(await overview.unacknowledge(request.params.id, handOf(request)), nameOf)
  )

  app.post(
    `${PATH}/verdict`,
    {
      config: { needs: 'operate' },
      schema: {
        tags: ['Incidents'],
        summary: 'Say what an incident was',
        description: 'False alarms and planned work do not count in reports. Null takes the verdict back.',
        params: incidentParams,
        body: VerdictBodySchema,
        response: answers
      }
    },
    async request => {
      const { params, body } = request
      return incidentBody(await overview.judge(params.id, body.verdict, handOf(request)), nameOf)
    }
  )
}

/** Who does it, and with what words. */
export function handOf(request: Pick<FastifyRequest, 'asker'> & { readonly body: { by?: string; note?: string } }): {
  by: string
  note: string | null
} {
  const { by, note } = request.body
  return { by: byWhom(request, by), note: note ?? null }
}
