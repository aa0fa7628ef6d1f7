import type { FaultEffect } from './fault-effect.ts'

/** A lens cap: only the noise of the sensor is left. */
export const black: FaultEffect = {
  stage: 'lens',
  apply({ data }) {
    for (let i = 0; i < data.length; i++) data[i] = 1 + (data[i]! & 3)
  }
}
