import { ignoreBodies } from '../body-parsers.ts'
import { type Bilingual, MESSAGES } from '../messages.ts'
import type { RouteContext } from '../route-context.ts'
import { described, errorResponses, MessageAnswerSchema } from '../schemas/answers.ts'
import type { TypedServer } from '../typed-server.ts'

/** `POST /pushhub/start` and `/pushhub/stop`. */
export function serviceRoutes(app: TypedServer, { control }: RouteContext): void {
  ignoreBodies(app)

  app.post(
    '/pushhub/start',
    {
      config: { needs: 'admin' },
      schema: {
        tags: ['Service'],
        summary: 'Start the service',
        description: 'Starts the shards. Starting a started service is no error and changes nothing.',
        response: { 200: described('Started, or already started', MessageAnswerSchema), ...errorResponses(503) }
      }
    },
    async () => answer((await control.start()) ? MESSAGES.started : MESSAGES.alreadyStarted)
  )

  app.post(
    '/pushhub/stop',
    {
      config: { needs: 'admin' },
      schema: {
        tags: ['Service'],
        summary: 'Stop the service',
        description: 'Clears the subscription and stops the shards. Stopping a stopped service is no error.',
        response: { 200: described('Stopped, or already stopped', MessageAnswerSchema), ...errorResponses(503) }
      }
    },
    async () => answer((await control.stop()) ? MESSAGES.stopped : MESSAGES.alreadyStopped)
  )
}

function answer(message: Bilingual): { ok: true; msg: string; msg_zh: string } {
  return { ok: true, msg: message.en, msg_zh: message.zh }
}
