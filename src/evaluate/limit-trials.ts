import { DEFAULT_CAMERA_SETTINGS } from '../model/camera.ts'
import type { FaultKind, FaultTiming } from '../model/fault.ts'
import { DETECTORS, FAULT_TIMINGS } from '../pipeline/detect/registry.ts'
import type { Trial } from './trial.ts'

/** A trial in which one limit of one detector is moved, or one of its times. */
export interface LimitTrial extends Trial {
  readonly kind: FaultKind
  readonly limit: string
  readonly factor: number
  readonly value: number
}

const TIMES = ['raiseAfterMs', 'clearAfterMs'] as const satisfies readonly (keyof FaultTiming)[]

/**
 * Every limit of every detector, and every time that is not 0, moved by each factor.
 *
 * @param factors For instance 0.8 and 1.2.
 * @param kinds Only detectors of these kinds; null for all.
 */
export function limitTrials(factors: readonly number[], kinds: readonly FaultKind[] | null): LimitTrial[] {
  const detectors = DETECTORS.filter(({ id }) => kinds === null || kinds.includes(id))
  return detectors.flatMap(({ id, limits }) => [
    ...Object.entries(limits).flatMap(([limit, usual]) => factors.map(factor => limitTrial(id, limit, usual, factor))),
    ...TIMES.flatMap(time => factors.flatMap(factor => timeTrial(id, time, factor) ?? []))
  ])
}

function limitTrial(kind: FaultKind, limit: string, usual: number, factor: number): LimitTrial {
  const value = usual * factor
  const settings = { ...DEFAULT_CAMERA_SETTINGS, faults: { [kind]: { limits: { [limit]: value } } } }
  return { name: `${kind} ${limit} x${factor}`, kind, limit, factor, value, settings }
}

function timeTrial(kind: FaultKind, time: (typeof TIMES)[number], factor: number): LimitTrial | null {
  const usual = FAULT_TIMINGS.get(kind)
  if (usual === undefined || usual[time] === 0) return null
  const value = usual[time] * factor
  // A detector keeps its timing beside its functions, which no thread can be given.
  const { raiseAfterMs, clearAfterMs } = usual
  const timings = [[kind, { raiseAfterMs, clearAfterMs, [time]: value }]] as const
  const settings = DEFAULT_CAMERA_SETTINGS
  return { name: `${kind} ${time} x${factor}`, kind, limit: time, factor, value, settings, timings }
}
