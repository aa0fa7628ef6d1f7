import type { FaultEffect } from './fault-effect.ts'
import { createByteNoise } from './pixel-noise.ts'

const BURSTS = 3
const SCAN_MARKER = 0xda

/** Bytes lost on the way: the picture is smeared or shifted from some row on, and can still be decoded. */
export const corrupted: FaultEffect = {
  stage: 'bytes',
  damage(jpeg, moment) {
    const damaged = jpeg.slice()
    const next = createByteNoise(moment)
    const scan = scanStart(jpeg)
    for (let burst = 0; burst < BURSTS; burst++) {
      const share = 0.3 + (0.6 * (burst + next() / 255)) / BURSTS
      const at = scan + Math.floor((jpeg.length - scan - 40) * share)
      // Never 0xff: that would begin a marker.
      for (let i = at; i < at + 12; i++) damaged[i] = next() & 0x7f
    }
    return damaged
  }
}

/** First byte of the coded picture. */
function scanStart(jpeg: Uint8Array): number {
  for (let i = 2; i + 3 < jpeg.length && jpeg[i] === 0xff; ) {
    const end = i + 2 + jpeg[i + 2]! * 256 + jpeg[i + 3]!
    if (jpeg[i + 1] === SCAN_MARKER) return end
    i = end
  }
  return 0
}
