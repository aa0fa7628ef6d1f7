import { failedKinds } from '../../model/self-test.ts'
import type { SelfTestView } from '../../self-test/self-test-control.ts'
import type { OverviewContext } from '../route-context.ts'
import { described, errorResponses, OkAnswerSchema } from '../schemas/answers.ts'
import { ByBodySchema } from '../schemas/camera-settings.ts'
import { streamParams } from '../schemas/paging.ts'
import { type SelfTestBody, SelfTestSchema } from '../schemas/self-test.ts'
import type { TypedServer } from '../typed-server.ts'

const PATH = '/pushhub/cameras/:stream/self-test'

/** `/pushhub/cameras/{stream}/self-test`: what a camera would see. */
export function selfTestRoutes(app: TypedServer, { overview, selfTests }: OverviewContext): void {
  if (selfTests === undefined) return

  app.get(
    PATH,
    {
      config: { needs: 'read' },
      schema: {
        tags: ['Cameras'],
        summary: 'What a camera would see',
        description:
          "Faults of several sizes are injected into copies of the camera's own frames, every night and when asked for; its live judging knows nothing of it.",
        params: streamParams,
        response: { 200: described('The last self-test', SelfTestSchema), ...errorResponses(404, 503) }
      }
    },
    async ({ params: { stream } }) => {
      overview.camera(stream)
      return bodyOf(stream, await selfTests.view(stream))
    }
  )

  app.post(
    PATH,
    {
      config: { needs: 'operate' },
      schema: {
        tags: ['Cameras'],
        summary: 'Test a camera now',
        description:
          'As soon as those before it are done. It takes frames for up to a minute, and half a minute of CPU.',
        params: streamParams,
        body: ByBodySchema,
        response: { 200: described('It will be run', OkAnswerSchema), ...errorResponses(400, 404, 409) }
      }
    },
    async ({ params: { stream } }) => {
      overview.camera(stream)
      selfTests.request(stream)
      return { ok: true as const }
    }
  )
}

function bodyOf(stream: string, { state, last }: SelfTestView): SelfTestBody {
  if (last === null) return { stream, state, last: null }
  const faults = last.faults.map(({ delayMs, textZh, ...fault }) => ({
    ...fault,
    delayS: delayMs === null ? null : delayMs / 1000,
    text_zh: textZh
  }))
  const { atMs, pictures, tookMs } = last
  const at = new Date(atMs).toISOString()
  return { stream, state, last: { at, pictures, tookS: tookMs / 1000, failed: [...failedKinds(last)], faults } }
}
