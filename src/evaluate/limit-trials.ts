import { DEFAULT_CAMERA_SETTINGS } from '../model/camera.ts'
import type { FaultKind } from '../model/fault.ts'
import { DETECTORS } from '../pipeline/detect/registry.ts'
import type { Trial } from './trial.ts'

/** A trial in which one limit of one detector is moved. */
export interface LimitTrial extends Trial {
  readonly kind: FaultKind
  readonly limit: string
  readonly factor: number
  readonly value: number
}

/**
 * Every limit of every detector, moved by each factor.
 *
 * @param factors For instance 0.8 and 1.2.
 * @param kinds Only detectors of these kinds; null for all.
 */
export function limitTrials(factors: readonly number[], kinds: readonly FaultKind[] | null): LimitTrial[] {
  const detectors = DETECTORS.filter(({ id }) => kinds === null || kinds.includes(id))
  return detectors.flatMap(({ id, limits }) =>
    Object.entries(limits).flatMap(([limit, usual]) => factors.map(factor => limitTrial(id, limit, usual, factor)))
  )
}

function limitTrial(kind: FaultKind, limit: string, usual: number, factor: number): LimitTrial {
  const value = usual * factor
  const settings = { ...DEFAULT_CAMERA_SETTINGS, faults: { [kind]: { limits: { [limit]: value } } } }
  return { name: `${kind} ${limit} x${factor}`, kind, limit, factor, value, settings }
}
