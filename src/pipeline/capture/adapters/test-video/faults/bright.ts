import type { FaultEffect } from './fault-effect.ts'

/** A torch into the lens: white in the middle, washed out to the rim. */
export const bright: FaultEffect = {
  stage: 'lens',
  apply({ data, width, height }, progress) {
    const strength = Math.min(1, progress * 12)
    for (let y = 0, i = 0; y < height; y++) {
      const dy = (y - height * 0.45) / height
      for (let x = 0; x < width; x++, i += 3) {
        const dx = (x - width * 0.54) / width
        const glare = strength * Math.min(2, 0.52 + 0.2 / (0.08 + dx * dx + dy * dy))
        const added = 118 * glare
        data[i] = Math.min(255, data[i]! * (1 + 0.3 * glare) + added)
        data[i + 1] = Math.min(255, data[i + 1]! * (1 + 0.3 * glare) + added * 0.98)
        data[i + 2] = Math.min(255, data[i + 2]! * (1 + 0.3 * glare) + added * 0.92)
      }
    }
  }
}
