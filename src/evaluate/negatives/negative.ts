import type { Variant } from '../effects/effect.ts'

/** Something harmless that looks like a fault to a careless judge. It must raise nothing. */
export interface Negative {
  readonly id: string
  readonly variants: readonly Variant[]
  /** How long it lasts, from and to, ms. */
  readonly lastsMs: readonly [number, number]
  /** Healthy time before it in which the camera may learn and whose alarms do not count, ms; 0 when it needs no more than others. */
  readonly learnsMs: number
}

/** A negative of the usual length, without further learning. */
export function negative(id: string, variants: readonly Variant[], more: Partial<Negative> = {}): Negative {
  return { id, variants, lastsMs: [14_000, 24_000], learnsMs: 0, ...more }
}
