import { createImage, type RgbImage } from './rgb-image.ts'

/**
 * Blur of a lens out of focus, in place: every point becomes an even disc, not a bell.
 *
 * @param radiusPx Of the disc, pixels; steps of 0.5 can be told apart, under 1 nothing changes.
 */
export function discBlur(image: RgbImage, radiusPx: number): void {
  const reach = Math.floor(radiusPx)
  if (reach < 1) return
  const { width, height, data } = image
  const halves: number[] = []
  let count = 0
  for (let dy = -reach; dy <= reach; dy++) {
    const half = Math.floor(Math.sqrt(Math.max(0, radiusPx * radiusPx - dy * dy)))
    halves.push(half)
    count += 2 * half + 1
  }
  const sums = rowSums(data, width, height, reach)
  const rowLength = (width + 2 * reach + 1) * 3
  const out = createImage(width, height).data
  const line = new Float64Array(width * 3)
  for (let y = 0; y < height; y++) {
    line.fill(0)
    for (let dy = -reach; dy <= reach; dy++) {
      const half = halves[dy + reach]!
      const row = Math.min(height - 1, Math.max(0, y + dy)) * rowLength
      const right = row + (reach + half + 1) * 3
      const left = row + (reach - half) * 3
      for (let i = 0; i < line.length; i++) line[i]! += sums[right + i]! - sums[left + i]!
    }
    for (let i = 0; i < line.length; i++) out[y * width * 3 + i] = line[i]! / count
  }
  data.set(out)
}

/** Running sums along each row, the first and last pixel repeated `pad` times. */
function rowSums(data: Uint8ClampedArray, width: number, height: number, pad: number): Uint32Array {
  const length = width + 2 * pad + 1
  const sums = new Uint32Array(length * 3 * height)
  for (let y = 0; y < height; y++) {
    let at = y * length * 3
    for (let x = 0; x < length - 1; x++) {
      const from = (y * width + Math.min(width - 1, Math.max(0, x - pad))) * 3
      for (let c = 0; c < 3; c++) sums[at + 3 + c] = sums[at + c]! + data[from + c]!
      at += 3
    }
  }
  return sums
}
