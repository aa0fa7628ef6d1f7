import { takeJson } from '../body-parsers.ts'
import { requestError } from '../error-answer.ts'
import { REQUEST_PROBLEMS } from '../messages.ts'
import type { RouteContext } from '../route-context.ts'
import { described, errorResponses, SubscribeAnswerSchema } from '../schemas/answers.ts'
import { SubscribeBodySchema, toCameras } from '../schemas/subscribe.ts'
import { oversizedField, subscribeProblems } from '../subscribe-problems.ts'
import type { TypedServer } from '../typed-server.ts'

// 20,000 names of 1,600 bytes; larger than any list that was not made to hurt.
const BODY_LIMIT_BYTES = 32 * 1024 * 1024

/** `POST /pushhub/subscribe`. */
export function subscribeRoute(app: TypedServer, { control }: RouteContext): void {
  takeJson(app)

  app.post(
    '/pushhub/subscribe',
    {
      config: { needs: 'operate' },
      bodyLimit: BODY_LIMIT_BYTES,
      // The check's findings are turned into messages that name each field.
      attachValidation: true,
      schema: {
        tags: ['Service'],
        summary: 'Say which streams to watch',
        description:
          'Replaces the whole set of streams and adds one to `epoch`; starts a stopped service. Streams named twice ' +
          'count once. Every frame that is added after the answer is analysed. Unknown keys are refused by name.',
        body: SubscribeBodySchema,
        response: { 200: described('The new subscription', SubscribeAnswerSchema), ...errorResponses(400, 413, 503) }
      },
      preValidation: async ({ body }) => {
        if (body === undefined) throw requestError('http/bad-request', REQUEST_PROBLEMS.noBody)
        const problem = oversizedField(body)
        if (problem !== null) throw requestError('subscription/invalid', problem)
      }
    },
    async ({ body, validationError }) => {
      const problem = subscribeProblems(body, validationError?.validation ?? [])
      if (problem !== null) throw requestError('subscription/invalid', problem)
      const { epoch, subscribed } = await control.subscribe(toCameras(body))
      return { ok: true as const, epoch, subscribed: [...subscribed] }
    }
  )
}
