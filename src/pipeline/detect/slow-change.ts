import type { FaultTiming } from '../../model/fault.ts'

/**
 * What creeps in over minutes or hours takes its time to be told: it outlasts a lorry before the lens or a shower, and a cloud or
 * a light that is switched is a sudden change, which the faster memory judges.
 */
export const SLOW_CHANGE: FaultTiming = { raiseAfterMs: 30_000, clearAfterMs: 2500 }
