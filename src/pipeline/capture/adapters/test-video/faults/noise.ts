import type { FaultEffect } from './fault-effect.ts'
import { createByteNoise } from './pixel-noise.ts'

/** A failing sensor or cable: strong coloured snow over the whole picture. */
export const noise: FaultEffect = {
  stage: 'signal',
  apply({ data }, _progress, moment) {
    const next = createByteNoise(moment)
    for (let i = 0; i < data.length; i++) {
      const value = data[i]! + (next() - 127) * 0.75
      data[i] = value < 0 ? 0 : Math.min(value, 255)
    }
  }
}
