import type { Remedy } from '../../back-test/remedy-control.ts'
import type { OverviewContext } from '../route-context.ts'
import { described, errorResponses } from '../schemas/answers.ts'
import { ByBodySchema } from '../schemas/camera-settings.ts'
import { incidentParams } from '../schemas/incidents.ts'
import { ApplyRemedyBodySchema, type RemedyBody, RemedySchema } from '../schemas/remedy.ts'
import type { TypedServer } from '../typed-server.ts'
import { backTestBody } from '../wire/back-test-body.ts'
import { handOf } from './incident-actions.ts'

const PATH = '/pushhub/incidents/:id/remedy'

/** `/pushhub/incidents/{id}/remedy`: a change with which a false alarm would not have been raised. */
export function remedyRoutes(app: TypedServer, { remedies }: OverviewContext): void {
  if (remedies === undefined) return
  const shared = { tags: ['Incidents'], params: incidentParams }

  app.post(
    PATH,
    {
      config: { needs: 'operate' },
      schema: {
        ...shared,
        summary: 'Propose a change for a false alarm',
        description:
          'Of the limits of its detector the one that has to be moved least, with what that would have done over the last days. A self-test on recent frames of the camera begins: ask for it with GET. Nothing is changed.',
        body: ByBodySchema,
        response: { 200: described('The proposal', RemedySchema), ...errorResponses(400, 404, 409, 429, 503) }
      }
    },
    async ({ params: { id } }) => remedyBody(await remedies.propose(id))
  )

  app.get(
    PATH,
    {
      config: { needs: 'read' },
      schema: {
        ...shared,
        summary: 'The change that was proposed for a false alarm',
        description: 'With what its self-test has told. Proposals are forgotten with a restart.',
        response: { 200: described('The proposal', RemedySchema), ...errorResponses(404, 503) }
      }
    },
    async ({ params: { id } }) => remedyBody(remedies.view(id))
  )

  app.post(
    `${PATH}/apply`,
    {
      config: { needs: 'operate' },
      schema: {
        ...shared,
        summary: 'Carry the proposed change out',
        description:
          'Refused while its self-test runs, and when a fault that is found now would no longer be found. Kept in the timeline of the incident and in the audit list.',
        body: ApplyRemedyBodySchema,
        response: { 200: described('The proposal, carried out', RemedySchema), ...errorResponses(400, 404, 409, 503) }
      }
    },
    async request => {
      const { params, body } = request
      return remedyBody(await remedies.apply(params.id, handOf(request), body.despite === true))
    }
  )
}

function remedyBody({ incidentId, stream, change, reason, backTest, guard, isApplied }: Remedy): RemedyBody {
  return {
    incident: incidentId,
    stream,
    change: change === null ? null : { ...change },
    reason: reason?.en ?? null,
    reason_zh: reason?.zh ?? null,
    backTest: backTest === null ? null : backTestBody(backTest),
    guard: { state: guard.state, text: guard.en, text_zh: guard.zh },
    isApplied
  }
}
