import { coverShadeAt, coverShades } from './cover-shade.ts'
import type { FaultEffect } from './fault-effect.ts'

/** Share of the fault in which the cover slides over the lens. */
const ARRIVAL = 0.06
const SOFT_RIM_PX = 40

/** A cloth held over the lens: dim, soft, a little light through the weave. */
export const occluded: FaultEffect = {
  stage: 'lens',
  apply({ data, width, height }, progress) {
    const shades = coverShades(width, height, progress * 2)
    const reach = Math.min(1, progress / ARRIVAL) * (height + SOFT_RIM_PX)
    for (let y = 0, i = 0; y < height; y++) {
      const cover = Math.min(1, Math.max(0, (reach - y) / SOFT_RIM_PX))
      const lightFromBelow = 14 * (y / height)
      for (let x = 0; x < width; x++, i += 3) {
        const shade = 34 + 36 * coverShadeAt(shades, width, x, y) + lightFromBelow + (data[i]! & 3)
        data[i] = data[i]! + (shade * 1.12 - data[i]!) * cover
        data[i + 1] = data[i + 1]! + (shade * 0.96 - data[i + 1]!) * cover
        data[i + 2] = data[i + 2]! + (shade * 0.84 - data[i + 2]!) * cover
      }
    }
  }
}
