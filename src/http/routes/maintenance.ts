import type { CameraProfile } from '../../model/camera-profile.ts'
import { byWhom } from '../by-whom.ts'
import type { OverviewContext } from '../route-context.ts'
import { described, errorResponses, OkAnswerSchema } from '../schemas/answers.ts'
import {
  ByBodySchema,
  CameraSettingsSchema,
  type MaintenanceBody,
  MaintenanceBodySchema
} from '../schemas/camera-settings.ts'
import { streamParams } from '../schemas/paging.ts'
import { invalidSettings, timeFrom } from '../settings-time.ts'
import type { TypedServer } from '../typed-server.ts'
import { settingsBody } from '../wire/settings-body.ts'

/** `/pushhub/cameras/{stream}/maintenance` and `/accept-view`. */
export function maintenanceRoutes(app: TypedServer, { overview }: OverviewContext): void {
  const answers = { 200: described('What is set now', CameraSettingsSchema), ...errorResponses(400, 404, 503) }

  app.post(
    '/pushhub/cameras/:stream/maintenance',
    {
      config: { needs: 'operate' },
      schema: {
        tags: ['Cameras'],
        summary: 'Begin or end maintenance',
        description:
          'Until its end the camera is judged, but silent: it opens no incident, and those it has are closed.',
        params: streamParams,
        body: MaintenanceBodySchema,
        response: answers
      }
    },
    async request => {
      const { stream } = request.params
      const { body } = request
      const maintenanceUntilMs = endOf(body)
      const edit = (before: CameraProfile): CameraProfile => ({
        ...before,
        maintenanceUntilMs,
        maintenanceNote: maintenanceUntilMs === null ? null : (body.note ?? null)
      })
      return settingsBody(await overview.changeProfile(stream, 'maintenance', byWhom(request, body.by), edit))
    }
  )

  app.post(
    '/pushhub/cameras/:stream/accept-view',
    {
      config: { needs: 'operate' },
      schema: {
        tags: ['Cameras'],
        summary: 'Take the present view as the usual one',
        description: 'After a camera was turned on purpose. It learns the view anew.',
        params: streamParams,
        body: ByBodySchema,
        response: { 200: described('Taken', OkAnswerSchema), ...errorResponses(400, 404, 503) }
      }
    },
    async request => {
      const { stream } = request.params
      const { body } = request
      await overview.acceptView(stream, byWhom(request, body.by))
      return { ok: true as const }
    }
  )
}

/** @returns Epoch ms; null ends it now. @throws AppError `camera/settings-invalid` */
function endOf({ until, minutes }: MaintenanceBody): number | null {
  if (until === undefined && minutes === undefined) {
    throw invalidSettings({ en: 'either until or minutes is needed', zh: '需要 until 或 minutes' })
  }
  if (minutes !== undefined) return Date.now() + minutes * 60_000
  return typeof until === 'string' ? timeFrom(until, 'until') : null
}
