import { cellAt } from './plain-grid.ts'

/** One step of the running mean, pixel by pixel, in parts of a level. */
export function plainBackground(
  plane: Uint8Array,
  width: number,
  height: number,
  background: Int16Array,
  shift: number,
  chosen: Uint8Array
): void {
  for (let y = 0; y < height; y++) {
    const row = cellAt(y, height, 9) * 16
    for (let x = 0; x < width; x++) {
      if (chosen[row + cellAt(x, width, 16)] === 0) continue
      const i = y * width + x
      const step = plane[i]! * 128 - background[i]!
      background[i]! += Math.floor(Math.min(32_767, step + Math.floor(2 ** shift / 2)) / 2 ** shift)
    }
  }
}
