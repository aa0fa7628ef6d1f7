import { type CameraSettings, type FaultSettings, isTurnedOff } from '../../model/camera.ts'
import { FAULT_KINDS, type FaultKind } from '../../model/fault.ts'
import { limitRange } from '../../model/fault-limit-range.ts'
import { DETECTORS } from './registry.ts'

/** Which way a limit is moved for its fault to be found more readily: `up`, `down`, or `none` where it changes no verdict. */
export type EagerWay = 'up' | 'down' | 'none'

/**
 * `max...` is moved up and `min...` down, but for these: most say when something else explains what is seen. A test moves
 * every limit over many pictures and holds this table.
 */
const OTHER_WAYS: Readonly<Partial<Record<FaultKind, Readonly<Record<string, EagerWay>>>>> = {
  black: { releaseMargin: 'up', minReleaseMarginLevels: 'up' },
  bright: {
    minLampContrast: 'up',
    maxLampMeanRatio: 'down',
    maxLampNewRatio: 'down',
    washedOutLevels: 'down',
    washedOutMeanRatio: 'down'
  },
  'colour-cast': { castOfLight: 'down', minTestifying: 'up' },
  corrupted: { minShiftRatio: 'up', minShiftConfidence: 'up' },
  frozen: { motionOfCoding: 'up' },
  occluded: { releaseFactor: 'up', litMeanLevels: 'down' },
  'partly-occluded': { lifeRegionRatio: 'down' },
  shaken: { releaseFactor: 'down', worstMeanLevels: 'none' },
  stripes: { differenceTimesUsual: 'down', differenceOverUsualLevels: 'down', minTestifying: 'up' }
}

export function eagerWay(kind: FaultKind, limit: string): EagerWay {
  return OTHER_WAYS[kind]?.[limit] ?? (limit.startsWith('max') ? 'up' : 'down')
}

/** So much more readily than the camera is judged; together with `high`, the main limit of a fault is 1.6 times as near. */
const MORE = 1.25

/** What frames are looked at by to see whether they are near to any limit: every kind on, and all of its limits nearer. */
export function eagerSettings(settings: CameraSettings): CameraSettings {
  const faults: Partial<Record<FaultKind, FaultSettings>> = {}
  for (const { id, limits } of DETECTORS) {
    const own = settings.faults?.[id]?.limits
    const moved = Object.entries(limits).map(([name, usual]) => [name, movedEagerly(id, name, own?.[name] ?? usual)])
    faults[id] = { sensitivity: 'high', limits: Object.fromEntries(moved) }
  }
  return { ...settings, faults }
}

/**
 * Kinds that one set of settings may find where another, made by `eagerSettings`, sees nothing near.
 *
 * @param eager What the frames were looked at by when they were kept.
 */
export function kindsBeyond(settings: CameraSettings, eager: CameraSettings): readonly FaultKind[] {
  const isBeyond = (kind: FaultKind) => {
    const detector = DETECTORS.find(({ id }) => id === kind)
    if (detector === undefined || isTurnedOff(settings, kind)) return false
    return Object.entries(detector.limits).some(([name, usual]) => {
      const value = settings.faults?.[kind]?.limits?.[name] ?? usual
      const kept = eager.faults?.[kind]?.limits?.[name] ?? usual
      const way = eagerWay(kind, name)
      return way === 'up' ? value > kept : way === 'down' && value < kept
    })
  }
  return FAULT_KINDS.filter(isBeyond)
}

function movedEagerly(kind: FaultKind, name: string, value: number): number {
  const way = eagerWay(kind, name)
  if (way === 'none') return value
  const { least, most } = limitRange(name)
  return Math.min(most, Math.max(least, way === 'up' ? value * MORE : value / MORE))
}
