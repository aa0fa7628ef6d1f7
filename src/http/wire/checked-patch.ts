import type { CameraProfile } from '../../model/camera-profile.ts'
import type { CameraSettingsPatch } from '../schemas/camera-settings.ts'
import { invalidSettings, timeFrom } from '../settings-time.ts'
import { patchedProfile } from './settings-body.ts'

/** A profile after a change. @throws AppError `camera/settings-invalid` */
export function checkedPatch(before: CameraProfile, patch: CameraSettingsPatch): CameraProfile {
  return checkedProfile(patchedProfile(before, withTime(patch)))
}

/** The body with its time in the form that is kept. @throws AppError `camera/settings-invalid` */
export function withTime<T extends { maintenanceUntil?: string | null }>(body: T): T {
  const { maintenanceUntil } = body
  if (typeof maintenanceUntil !== 'string') return body
  return { ...body, maintenanceUntil: new Date(timeFrom(maintenanceUntil, 'maintenanceUntil')).toISOString() }
}

/** What the schema cannot say. @throws AppError `camera/settings-invalid` */
export function checkedProfile(profile: CameraProfile): CameraProfile {
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
