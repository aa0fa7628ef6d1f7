import { hash2 } from '../render/value-noise.ts'
import type { FaultEffect } from './fault-effect.ts'
import { resample } from './resample.ts'

/** The camera is struck again and again: each frame looks somewhere else, smeared and tilted. */
export const shaken: FaultEffect = {
  stage: 'lens',
  apply(frame, _progress, moment) {
    // From frame to frame to another side, so that no two in a row are alike.
    const side = (moment & 1) * 2 - 1
    const dx = side * (frame.width * 0.07 + hash2(moment, 1, 3) * frame.width * 0.08)
    const dy = (hash2(moment, 2, 3) - 0.5) * frame.height * 0.45
    const tilt = side * (0.03 + 0.05 * hash2(moment, 3, 3))
    resample(frame, [dx, dy - (tilt * frame.width) / 2], [1, tilt], [-tilt, 1])
  }
}
