import type { FaultEffect } from './fault-effect.ts'
import { createByteNoise } from './pixel-noise.ts'

/** Bytes that give no picture: cut off within the header, or rubbish from the beginning or after it. */
export const undecodable: FaultEffect = {
  stage: 'bytes',
  damage(jpeg, moment) {
    if (moment % 3 === 0) return jpeg.slice(0, 300)
    const rubbish = new Uint8Array(moment % 3 === 1 ? 2048 : 8192)
    const next = createByteNoise(moment)
    for (let i = 0; i < rubbish.length; i++) rubbish[i] = next()
    // A right beginning, then nothing that belongs to a JPEG.
    if (moment % 3 === 2) rubbish.set(jpeg.subarray(0, 20))
    return rubbish
  }
}
