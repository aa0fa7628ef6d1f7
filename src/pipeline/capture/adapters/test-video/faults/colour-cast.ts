import type { FaultEffect } from './fault-effect.ts'

/** The infrared filter is stuck: everything turns pink. */
export const colourCast: FaultEffect = {
  stage: 'lens',
  apply({ data }) {
    for (let i = 0; i < data.length; i += 3) {
      const red = data[i]! * 1.12 + 34
      data[i] = Math.min(red, 255)
      data[i + 1] = data[i + 1]! * 0.62
      const blue = data[i + 2]! * 0.92 + 26
      data[i + 2] = Math.min(blue, 255)
    }
  }
}
