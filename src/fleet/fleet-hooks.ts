import type { Fence } from '../model/fence.ts'

/**
 * What owning means to the service. `take` and `handOver` of the same slot come one after the other, those of different
 * slots may overlap. A `take` that rejects is logged, and its slots stay taken.
 */
export interface FleetHooks {
  /** These slots are ours from now on: watch their cameras. */
  take(fences: readonly Fence[]): Promise<void>
  /**
   * Planned: stop watching, store everything (memory, cursors, incidents). The lease is given back once this resolves; at
   * most HAND_OVER_MS.
   */
  handOver(fences: readonly Fence[]): Promise<void>
  /** The lease is gone: drop at once, write nothing. May come while `take` or `handOver` of the same slots is under way. */
  lose(fences: readonly Fence[]): void
  /** Members or owners changed. */
  changed(): void
}
