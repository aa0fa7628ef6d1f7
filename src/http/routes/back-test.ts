import type { CameraProfile } from '../../model/camera-profile.ts'
import type { OverviewContext } from '../route-context.ts'
import { described, errorResponses } from '../schemas/answers.ts'
import { BackTestSchema } from '../schemas/back-test.ts'
import { CameraSettingsPatchSchema } from '../schemas/camera-settings.ts'
import { streamParams } from '../schemas/paging.ts'
import type { TypedServer } from '../typed-server.ts'
import { backTestBody } from '../wire/back-test-body.ts'
import { checkedPatch } from '../wire/checked-patch.ts'

/** `/pushhub/cameras/{stream}/back-test`: what a change of settings would have done. */
export function backTestRoute(app: TypedServer, { backTests }: OverviewContext): void {
  if (backTests === undefined) return
  app.post(
    '/pushhub/cameras/:stream/back-test',
    {
      config: { needs: 'operate' },
      schema: {
        tags: ['Cameras'],
        summary: 'What a change of settings would have done',
        description:
          'Judges what is kept of the last MEASURE_DAYS days by the settings in force and by these, with the same decision and the same hysteresis. Nothing is changed.',
        params: streamParams,
        body: CameraSettingsPatchSchema,
        response: {
          200: described('What would be different', BackTestSchema),
          ...errorResponses(400, 404, 409, 429, 503)
        }
      }
    },
    async ({ params: { stream }, body }) => {
      const edit = (before: CameraProfile): CameraProfile => checkedPatch(before, body)
      return backTestBody(await backTests.backTest(stream, edit))
    }
  )
}
