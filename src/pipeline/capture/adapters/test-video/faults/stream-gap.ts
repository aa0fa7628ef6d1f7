import type { FaultEffect } from './fault-effect.ts'

/** A cable pulled out: no frames. */
export const streamGap: FaultEffect = { stage: 'gap' }
