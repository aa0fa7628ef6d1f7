import type { CameraProfile } from '../../model/camera-profile.ts'
import { byWhom } from '../by-whom.ts'
import type { OverviewContext } from '../route-context.ts'
import { described, errorResponses } from '../schemas/answers.ts'
import { CameraSettingsPatchSchema, CameraSettingsPutSchema, CameraSettingsSchema } from '../schemas/camera-settings.ts'
import { streamParams } from '../schemas/paging.ts'
import { invalidSettings, timeFrom } from '../settings-time.ts'
import type { TypedServer } from '../typed-server.ts'
import { patchedProfile, profileOf, settingsBody } from '../wire/settings-body.ts'

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
      const edit = (): CameraProfile => checked(profileOf(withTime(body)))
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
      const patch = withTime(body)
      const edit = (before: CameraProfile): CameraProfile => checked(patchedProfile(before, patch))
      return settingsBody(await overview.changeProfile(stream, 'settings', byWhom(request, body.by), edit))
    }
  )
}

/** The body with its time in the form that is kept. @throws AppError `camera/settings-invalid` */
function withTime<T extends { maintenanceUntil?: string | null }>(body: T): T {
  const { maintenanceUntil } = body
  if (typeof maintenanceUntil !== 'string') return body
  return { ...body, maintenanceUntil: new Date(timeFrom(maintenanceUntil, 'maintenanceUntil')).toISOString() }
}

/** What the schema cannot say. @throws AppError `camera/settings-invalid` */
function checked(profile: CameraProfile): CameraProfile {
  for (const [i, { from }] of profile.schedule.entries()) {
    if (from === '24:00') {
      throw invalidSettings({
        en: `schedule.${i}.from: a day begins at 00:00`,
        zh: `schedule.${i}.from：一天从 00:00 开始`
      })
    }
  }
  return profile
}
