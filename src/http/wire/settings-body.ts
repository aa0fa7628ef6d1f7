import type { CameraProfile } from '../../model/camera-profile.ts'
import type { CameraSettingsBody, CameraSettingsPatch } from '../schemas/camera-settings.ts'
import { isoOrNull } from './iso.ts'

export function settingsBody(profile: CameraProfile): CameraSettingsBody {
  const { name, groups, faults, masks, schedule, maintenanceUntilMs, maintenanceNote, gapLimitS, analysisMaxFps } =
    profile
  return {
    name,
    groups: [...groups],
    faults: structuredClone(faults) as CameraSettingsBody['faults'],
    masks: structuredClone(masks) as CameraSettingsBody['masks'],
    schedule: structuredClone(schedule) as CameraSettingsBody['schedule'],
    maintenanceUntil: isoOrNull(maintenanceUntilMs),
    maintenanceNote,
    gapLimitS,
    analysisMaxFps
  }
}

/** The profile that a whole body asks for. @param body Checked. */
export function profileOf(body: CameraSettingsBody): CameraProfile {
  const { maintenanceUntil, faults, masks, schedule, ...rest } = body
  return {
    ...rest,
    faults: faults as CameraProfile['faults'],
    masks: masks as CameraProfile['masks'],
    schedule,
    groups: [...new Set(rest.groups)],
    maintenanceUntilMs: timeOf(maintenanceUntil)
  }
}

/** The profile after a change. Lists are replaced whole; a kind is replaced whole, and null takes it out. @param patch Checked. */
export function patchedProfile(before: CameraProfile, patch: CameraSettingsPatch): CameraProfile {
  const { by: _by, maintenanceUntil, faults, ...rest } = patch
  const kinds = Object.entries({ ...before.faults, ...faults }).filter(([, own]) => own !== null)
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined))
  const next = {
    ...before,
    ...(given as Partial<CameraProfile>),
    faults: Object.fromEntries(kinds) as CameraProfile['faults']
  }
  return maintenanceUntil === undefined ? next : { ...next, maintenanceUntilMs: timeOf(maintenanceUntil) }
}

function timeOf(text: string | null): number | null {
  return text === null ? null : Date.parse(text)
}
