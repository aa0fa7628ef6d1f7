import type { RgbFrame } from './fault-effect.ts'

let copy = new Uint8Array(0)

/**
 * Replaces the picture by another view into it: the pixel (x, y) shows what lay at `origin + x * across + y * down`.
 * Smooth between pixels; places outside are mirrored back in.
 */
export function resample(
  { data, width, height }: RgbFrame,
  origin: readonly [number, number],
  across: readonly [number, number],
  down: readonly [number, number]
): void {
  if (copy.length !== data.length) copy = new Uint8Array(data.length)
  copy.set(data)
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i += 3) {
      const sourceX = origin[0] + x * across[0] + y * down[0]
      const sourceY = origin[1] + x * across[1] + y * down[1]
      const left = Math.floor(sourceX)
      const top = Math.floor(sourceY)
      const fx = sourceX - left
      const fy = sourceY - top
      const column0 = mirrored(left, width) * 3
      const column1 = mirrored(left + 1, width) * 3
      const row0 = mirrored(top, height) * width * 3
      const row1 = mirrored(top + 1, height) * width * 3
      for (let c = 0; c < 3; c++) {
        const upper = copy[row0 + column0 + c]! * (1 - fx) + copy[row0 + column1 + c]! * fx
        const lower = copy[row1 + column0 + c]! * (1 - fx) + copy[row1 + column1 + c]! * fx
        data[i + c] = upper + (lower - upper) * fy
      }
    }
  }
}

/** Folds a place beyond a border back into the picture. */
function mirrored(place: number, size: number): number {
  const folded = place < 0 ? -place - 1 : place >= size ? 2 * size - 1 - place : place
  return Math.min(size - 1, Math.max(0, folded))
}
