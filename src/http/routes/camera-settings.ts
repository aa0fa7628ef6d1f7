import type { CameraProfile } from '../../model/camera-profile.ts'
import { byWhom } from '../by-whom.ts'
import type { OverviewContext } from '../route-context.ts'
import { described, errorResponses } from '../schemas/answers.ts'
import { CameraSettingsPatchSchema, CameraSettingsPutSchema, CameraSettingsSchema } from '../schemas/camera-settings.ts'
import { streamParams } from '../schemas/paging.ts'
import type { TypedServer } from '../typed-server.ts'
import { checkedPatch, checkedProfile, withTime } from '../wire/checked-patch.ts'
import { profileOf, settingsBody } from '../wire/settings-body.ts'

const PATH = '/pushhub/cameras/:stream/settings'

/** `/pushhub/cameras/{stream}/settings`: what people set for one camera. */
export function cameraSettingsRoutes(app: TypedServer, { overview }: OverviewContext): void {
  const answers = {
    200: described('What is set now', CameraSettingsSchema),
    ...errorResponses(400, 404, 503)
  }

  app.get(
    PATH,
    {
      config: { needs: 'read' },
      schema: {
        tags: ['Cameras'],
        summary: 'What is set for a camera',
        description: 'Kept over restarts and subscriptions.',
        params: streamParams,
        response: { 200: described('What is set', CameraSettingsSchema), ...errorResponses(404) }
      }
    },
    async ({ params: { stream } }) => settingsBody(overview.profile(stream))
  )

  app.put(
    PATH,
    {
      config: { needs: 'operate' },
      schema: {
        tags: ['Cameras'],
        summary: 'Set everything for a camera',
        description: 'Replaces the whole. Takes effect at once; written into the audit list.',
        params: streamParams,
        body: CameraSettingsPutSchema,
        response: answers
      }
    },
    async request => {
      const { stream } = request.params
      const { by, ...body } = request.body
      const edit = (): CameraProfile => checkedProfile(profileOf(withTime(body)))
      return settingsBody(await overview.changeProfile(stream, 'settings', byWhom(request, by), edit))
    }
  )

  app.patch(
    PATH,
    {
      config: { needs: 'operate' },
      schema: {
        tags: ['Cameras'],
        summary: 'Change some settings of a camera',
        description: 'Lists are replaced whole; a kind under `faults` is replaced whole, and null takes it out.',
        params: streamParams,
        body: CameraSettingsPatchSchema,
        response: answers
      }
    },
    async request => {
      const { stream } = request.params
      const { body } = request
      const edit = (before: CameraProfile): CameraProfile => checkedPatch(before, body)
      return settingsBody(await overview.changeProfile(stream, 'settings', byWhom(request, body.by), edit))
    }
  )
}
