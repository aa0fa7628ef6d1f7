import type { FaultKind } from '../model/fault.ts'

/** A time in which a fault was told without a longer break than the reopening window. */
export interface Spell {
  readonly kind: FaultKind
  /** When it was raised, epoch ms. */
  readonly fromMs: number
  readonly toMs: number
}

export interface Period {
  readonly fromMs: number
  readonly toMs: number
}

/** @param slackMs So far apart they may be. */
export function overlap(one: Period, other: Period, slackMs = 0): boolean {
  return one.fromMs <= other.toMs + slackMs && other.fromMs <= one.toMs + slackMs
}
