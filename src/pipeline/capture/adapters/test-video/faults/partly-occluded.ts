import { fbm } from '../render/value-noise.ts'
import type { FaultEffect } from './fault-effect.ts'

/** Share of the fault in which the paint is sprayed on. */
const ARRIVAL = 0.15
const masks = new Map<string, Uint8Array>()

/** Paint sprayed on the lens: dark blots with soft rims over a good part of the view. */
export const partlyOccluded: FaultEffect = {
  stage: 'lens',
  apply({ data, width, height }, progress) {
    const mask = paintMask(width, height)
    const amount = Math.min(1, progress / ARRIVAL) * 2
    for (let pixel = 0, i = 0; pixel < mask.length; pixel++, i += 3) {
      const cover = Math.min(1, (mask[pixel]! / 255) * amount)
      if (cover === 0) continue
      data[i] = data[i]! + (42 - data[i]!) * cover
      data[i + 1] = data[i + 1]! + (38 - data[i + 1]!) * cover
      data[i + 2] = data[i + 2]! + (46 - data[i + 2]!) * cover
    }
  }
}

/** Thickness of the paint at each pixel, 0..255. */
function paintMask(width: number, height: number): Uint8Array {
  const key = `${width}x${height}`
  const known = masks.get(key)
  if (known !== undefined) return known
  const mask = new Uint8Array(width * height)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [u, v] = [x / height, y / height]
      const blot = 0.62 - Math.hypot(u - 0.62, (v - 0.42) * 1.25)
      const drops = fbm(u * 9, v * 5, 4, 41) - 0.5
      mask[y * width + x] = Math.min(255, Math.max(0, (blot + drops * 0.75) * 700))
    }
  }
  masks.set(key, mask)
  return mask
}
