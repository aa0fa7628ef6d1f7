import type { FaultEffect } from './fault-effect.ts'

const MAX_RADIUS_PX = 9
/** Share of the fault in which the focus is lost. */
const ARRIVAL = 0.12

let rows = new Uint8Array(0)

/** A lens out of focus: three box blurs in a row, which come close to a bell. */
export const defocused: FaultEffect = {
  stage: 'lens',
  apply({ data, width, height }, progress) {
    const radius = Math.round((MAX_RADIUS_PX * Math.min(1, progress / ARRIVAL)) / 2)
    if (radius === 0) return
    if (rows.length !== data.length) rows = new Uint8Array(data.length)
    for (let pass = 0; pass < 3; pass++) {
      for (let y = 0; y < height; y++) blurLine(data, rows, y * width * 3, 3, width, radius)
      for (let x = 0; x < width; x++) blurLine(rows, data, x * 3, width * 3, height, radius)
    }
  }
}

/** Mean over `2 * radius + 1` neighbours along a line of pixels, by a running sum for each colour. */
function blurLine(from: Uint8Array, to: Uint8Array, start: number, step: number, count: number, radius: number): void {
  const perTap = 1 / (2 * radius + 1)
  const last = start + (count - 1) * step
  for (let c = 0; c < 3; c++) {
    let sum = from[start + c]! * (radius + 1)
    for (let k = 1; k <= radius; k++) sum += from[start + k * step + c]!
    for (let i = start; i <= last; i += step) {
      to[i + c] = sum * perTap + 0.5
      const leaving = i - radius * step
      const entering = i + (radius + 1) * step
      sum += from[Math.min(entering, last) + c]! - from[Math.max(leaving, start) + c]!
    }
  }
}
