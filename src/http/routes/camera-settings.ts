import type { CameraProfile } from '../../model/camera-profile.ts'
import { parseUtcTime } from '../../lib/parse-utc-time.ts'
import { requestError } from '../error-answer.ts'
import { type Bilingual, REQUEST_PROBLEMS } from '../messages.ts'
import type { OverviewContext } from '../route-context.ts'
import { described, errorResponses, OkAnswerSchema } from '../schemas/answers.ts'
import {
  ByBodySchema,
  CameraSettingsPatchSchema,
  CameraSettingsPutSchema,
  CameraSettingsSchema,
  type MaintenanceBody,
  MaintenanceBodySchema
} from '../schemas/camera-settings.ts'
import { streamParams } from '../schemas/paging.ts'
import type { TypedServer } from '../typed-server.ts'
import { patchedProfile, profileOf, settingsBody } from '../wire/settings-body.ts'

const PATH = '/pushhub/cameras/:stream/settings'
const ANONYMOUS = 'anonymous'

/** What people set for one camera: `/settings`, `/maintenance`, `/accept-view`. */
export function cameraSettingsRoutes(app: TypedServer, { overview }: OverviewContext): void {
  const answers = {
    200: described('What is set now', CameraSettingsSchema),
    ...errorResponses(400, 404, 503)
  }

  app.get(
    PATH,
    {
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
      schema: {
        tags: ['Cameras'],
        summary: 'Set everything for a camera',
        description: 'Replaces the whole. Takes effect at once; written into the audit list.',
        params: streamParams,
        body: CameraSettingsPutSchema,
        response: answers
      }
    },
    async ({ params: { stream }, body: { by, ...body } }) => {
      const edit = (): CameraProfile => checked(profileOf(withTime(body)))
      return settingsBody(await overview.changeProfile(stream, 'settings', by ?? ANONYMOUS, edit))
    }
  )

  app.patch(
    PATH,
    {
      schema: {
        tags: ['Cameras'],
        summary: 'Change some settings of a camera',
        description: 'Lists are replaced whole; a kind under `faults` is replaced whole, and null takes it out.',
        params: streamParams,
        body: CameraSettingsPatchSchema,
        response: answers
      }
    },
    async ({ params: { stream }, body }) => {
      const patch = withTime(body)
      const edit = (before: CameraProfile): CameraProfile => checked(patchedProfile(before, patch))
      return settingsBody(await overview.changeProfile(stream, 'settings', body.by ?? ANONYMOUS, edit))
    }
  )

  app.post(
    '/pushhub/cameras/:stream/maintenance',
    {
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
    async ({ params: { stream }, body }) => {
      const maintenanceUntilMs = endOf(body)
      const edit = (before: CameraProfile): CameraProfile => ({
        ...before,
        maintenanceUntilMs,
        maintenanceNote: maintenanceUntilMs === null ? null : (body.note ?? null)
      })
      return settingsBody(await overview.changeProfile(stream, 'maintenance', body.by ?? ANONYMOUS, edit))
    }
  )

  app.post(
    '/pushhub/cameras/:stream/accept-view',
    {
      schema: {
        tags: ['Cameras'],
        summary: 'Take the present view as the usual one',
        description: 'After a camera was turned on purpose. It learns the view anew.',
        params: streamParams,
        body: ByBodySchema,
        response: { 200: described('Taken', OkAnswerSchema), ...errorResponses(400, 404, 503) }
      }
    },
    async ({ params: { stream }, body }) => {
      await overview.acceptView(stream, body.by ?? ANONYMOUS)
      return { ok: true as const }
    }
  )
}

/** The body with its time in the form that is kept. @throws AppError `camera/settings-invalid` */
function withTime<T extends { maintenanceUntil?: string | null }>(body: T): T {
  const { maintenanceUntil } = body
  if (typeof maintenanceUntil !== 'string') return body
  return { ...body, maintenanceUntil: new Date(timeFrom(maintenanceUntil, 'maintenanceUntil')).toISOString() }
}

/** @returns Epoch ms; null ends it now. @throws AppError `camera/settings-invalid` */
function endOf({ until, minutes }: MaintenanceBody): number | null {
  if (until === undefined && minutes === undefined) {
    throw invalid({ en: 'either until or minutes is needed', zh: '需要 until 或 minutes' })
  }
  if (minutes !== undefined) return Date.now() + minutes * 60_000
  return typeof until === 'string' ? timeFrom(until, 'until') : null
}

function timeFrom(text: string, field: string): number {
  const ms = parseUtcTime(text)
  if (ms === null) throw invalid({ en: `${field} is no ISO-8601 time`, zh: `${field} 不是 ISO-8601 时间` })
  return ms
}

/** What the schema cannot say. @throws AppError `camera/settings-invalid` */
function checked(profile: CameraProfile): CameraProfile {
  for (const [i, { from }] of profile.schedule.entries()) {
    if (from === '24:00') {
      throw invalid({ en: `schedule.${i}.from: a day begins at 00:00`, zh: `schedule.${i}.from：一天从 00:00 开始` })
    }
  }
  return profile
}

function invalid(reason: Bilingual) {
  return requestError('camera/settings-invalid', REQUEST_PROBLEMS.badSettings(reason))
}
