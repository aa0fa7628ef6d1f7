import { valueNoise } from '../render/value-noise.ts'

/** A cover is computed this coarsely and drawn smoothly: cloth and skin close to the lens have no sharp detail. */
const CELL_PX = 16

/**
 * Soft shades of something that lies on the lens, about 0..1, one for each corner of the `CELL_PX` grid.
 *
 * @param shift Slow movement of the cover, cells.
 */
export function coverShades(width: number, height: number, shift: number): Float32Array {
  const columns = Math.ceil(width / CELL_PX) + 1
  const rows = Math.ceil(height / CELL_PX) + 1
  const shades = new Float32Array(columns * rows)
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const folds =
        valueNoise(column * 0.11 + shift, row * 0.17, 5) * 0.6 + valueNoise(column * 0.27, row * 0.2 + shift, 6) * 0.4
      shades[row * columns + column] = folds
    }
  }
  return shades
}

/** The shade at a pixel, smooth between the corners of its cell. */
export function coverShadeAt(shades: Float32Array, width: number, x: number, y: number): number {
  const columns = Math.ceil(width / CELL_PX) + 1
  const column = Math.floor(x / CELL_PX)
  const i = Math.floor(y / CELL_PX) * columns + column
  const fx = x / CELL_PX - column
  const fy = y / CELL_PX - Math.floor(y / CELL_PX)
  const upper = shades[i]! + (shades[i + 1]! - shades[i]!) * fx
  const lower = shades[i + columns]! + (shades[i + columns + 1]! - shades[i + columns]!) * fx
  return upper + (lower - upper) * fy
}
