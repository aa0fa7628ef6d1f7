import type { CameraProfile } from '../model/camera-profile.ts'
import type { CameraSettings, FaultSettings } from '../model/camera.ts'
import type { FaultKind, FaultTiming } from '../model/fault.ts'

/**
 * What a camera is judged by: the subscription's settings, and what people have set for the camera, which goes before them
 * field by field. The same object comes back when nothing was set.
 */
export function judgedSettings(settings: CameraSettings, profile: CameraProfile | null): CameraSettings {
  const own = Object.entries(profile?.faults ?? {})
  if (own.length === 0) return settings
  const faults: Partial<Record<FaultKind, FaultSettings>> = { ...settings.faults }
  const timings: Partial<Record<FaultKind, Partial<FaultTiming>>> = {}
  for (const [name, { sensitivity, limits, raiseAfterS, clearAfterS }] of own) {
    const kind = name as FaultKind
    const before = faults[kind]
    faults[kind] = {
      ...before,
      ...(sensitivity === undefined ? {} : { sensitivity }),
      ...(limits === undefined ? {} : { limits: { ...before?.limits, ...limits } })
    }
    timings[kind] = {
      ...(raiseAfterS === undefined ? {} : { raiseAfterMs: raiseAfterS * 1000 }),
      ...(clearAfterS === undefined ? {} : { clearAfterMs: clearAfterS * 1000 })
    }
  }
  return { ...settings, faults, timings }
}
