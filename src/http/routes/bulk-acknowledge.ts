import type { MemberInfo } from '../../fleet/member-info.ts'
import type { AccessToken } from '../../model/access.ts'
import { errorAnswer } from '../error-answer.ts'
import type { FleetLists } from '../fleet/fleet-lists.ts'
import type { OverviewContext } from '../route-context.ts'
import { described, errorResponses } from '../schemas/answers.ts'
import {
  type BulkAcknowledgeBody,
  BulkAcknowledgeBodySchema,
  type BulkAnswer,
  BulkAnswerSchema
} from '../schemas/incidents.ts'
import type { TypedServer } from '../typed-server.ts'
import { handOf } from './incident-actions.ts'

interface BulkWish {
  readonly body: Omit<BulkAcknowledgeBody, 'ids'>
  readonly asker: AccessToken | null
}

/** `/pushhub/incidents/acknowledge`: many at once, each by the member that watches its camera. */
export function bulkAcknowledgeRoute(app: TypedServer, { overview, fleet }: OverviewContext): void {
  app.post(
    '/pushhub/incidents/acknowledge',
    {
      config: { needs: 'operate' },
      schema: {
        tags: ['Incidents'],
        summary: 'Take many incidents',
        description: 'Each by itself: what fails is named, and the others are taken.',
        body: BulkAcknowledgeBodySchema,
        response: { 200: described('What was taken', BulkAnswerSchema), ...errorResponses(400) }
      }
    },
    async request => {
      const { body } = request
      const answer: BulkAnswer = { items: [], failed: [] }
      const others = new Map<MemberInfo, string[]>()
      for (const id of new Set(body.ids)) {
        try {
          const isAlone = fleet === null || request.isFromMember
          const other = isAlone ? null : fleet.otherOwner(await overview.incident(id))
          if (other === null) await overview.acknowledge(id, handOf(request))
          else others.set(other, [...(others.get(other) ?? []), id])
          if (other === null) answer.items.push(id)
        } catch (thrown) {
          answer.failed.push({ id, ...textsOf(thrown) })
        }
      }
      const { ids: _ids, ...rest } = body
      const asked = [...others].map(([member, ids]) =>
        askOther(fleet, member, ids, { body: rest, asker: request.asker })
      )
      for (const { items, failed } of await Promise.all(asked)) {
        answer.items.push(...items)
        answer.failed.push(...failed)
      }
      return answer
    }
  )
}

/** Lets the member whose cameras they are of do it. */
async function askOther(
  fleet: FleetLists | null,
  member: MemberInfo,
  ids: readonly string[],
  { body, asker }: BulkWish
): Promise<BulkAnswer> {
  try {
    return (await fleet?.acknowledge(member, { ...body, ids }, asker)) ?? { items: [], failed: [] }
  } catch (thrown) {
    return { items: [], failed: ids.map(id => ({ id, ...textsOf(thrown) })) }
  }
}

function textsOf(thrown: unknown): { error: string; error_zh: string } {
  const { error, error_zh } = errorAnswer(thrown).answer
  return { error, error_zh }
}
