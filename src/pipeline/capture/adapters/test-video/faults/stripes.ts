import type { FaultEffect } from './fault-effect.ts'

const BAND_PX = 26

/** Electrical interference: dark and bright bands that roll through the picture. */
export const stripes: FaultEffect = {
  stage: 'signal',
  apply({ data, width, height }, _progress, moment) {
    for (let y = 0; y < height; y++) {
      const wave = Math.sin(((y + moment * 11) / BAND_PX) * 2 * Math.PI)
      const added = 46 * Math.sign(wave) * Math.sqrt(Math.abs(wave))
      for (let i = y * width * 3, end = i + width * 3; i < end; i++) {
        const value = data[i]! + added
        data[i] = value < 0 ? 0 : Math.min(value, 255)
      }
    }
  }
}
