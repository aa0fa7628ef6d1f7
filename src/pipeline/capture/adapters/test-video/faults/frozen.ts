import type { FaultEffect } from './fault-effect.ts'

/** An encoder that hangs: the picture of the fault's first moment, again and again. */
export const frozen: FaultEffect = { stage: 'time' }
