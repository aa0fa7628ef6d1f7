import { BLOCK_COLUMNS, BLOCK_ROWS, BLOCKS } from '../../kernels/block-grid.ts'
import type { Picture } from '../../model/picture.ts'

/** Passes over the grid: after as many, a masked half of the picture has settled to within a level. */
const SMOOTHING_PASSES = 60

const sums = new Float64Array(BLOCKS)
/** Left, right, above, below; beyond the picture it goes on as at its border. */
const NEIGHBOURS: readonly (readonly number[])[] = Array.from({ length: BLOCKS }, (_, block) => {
  const column = block % BLOCK_COLUMNS
  return [
    column > 0 ? block - 1 : block,
    column < BLOCK_COLUMNS - 1 ? block + 1 : block,
    block >= BLOCK_COLUMNS ? block - BLOCK_COLUMNS : block,
    block < BLOCKS - BLOCK_COLUMNS ? block + BLOCK_COLUMNS : block
  ]
})
const counts = new Uint32Array(BLOCKS)

/**
 * Puts what the surroundings suggest in the place of the parts that are not to be judged: a smooth surface through the means
 * of the blocks around them. It has no edges, no grain and no movement of its own and follows the light, so that no measure
 * of the whole picture sees what happens there.
 *
 * @param masked 16 x 9, row-major: 1 where nothing is judged. When all are 1 the picture stays as it is.
 */
export function fillMasked(picture: Picture, masked: Uint8Array): void {
  if (!masked.includes(0)) return
  const { luma, width, height, chroma } = picture
  fillPlane(luma, width, height, masked)
  if (chroma === null) return
  fillPlane(chroma.cb, chroma.width, chroma.height, masked)
  fillPlane(chroma.cr, chroma.width, chroma.height, masked)
}

function fillPlane(plane: Uint8Array, width: number, height: number, masked: Uint8Array): void {
  blockMeans(plane, width, height, masked)
  smoothInside(masked)
  for (let y = 0; y < height; y++) {
    const row = Math.floor((y * BLOCK_ROWS) / height)
    for (let x = 0; x < width; x++) {
      const block = row * BLOCK_COLUMNS + Math.floor((x * BLOCK_COLUMNS) / width)
      if (masked[block] === 1) plane[y * width + x] = Math.round(surfaceAt(x / width, y / height))
    }
  }
}

/** Mean of each block that is judged; of the others, that of all. */
function blockMeans(plane: Uint8Array, width: number, height: number, masked: Uint8Array): void {
  sums.fill(0)
  counts.fill(0)
  let sum = 0
  let count = 0
  for (let y = 0; y < height; y++) {
    const row = Math.floor((y * BLOCK_ROWS) / height)
    for (let x = 0; x < width; x++) {
      const block = row * BLOCK_COLUMNS + Math.floor((x * BLOCK_COLUMNS) / width)
      if (masked[block] === 1) continue
      const value = plane[y * width + x] ?? 0
      sums[block] = (sums[block] ?? 0) + value
      counts[block] = (counts[block] ?? 0) + 1
      sum += value
      count++
    }
  }
  const whole = count > 0 ? sum / count : 0
  for (let block = 0; block < BLOCKS; block++) {
    const own = counts[block] ?? 0
    sums[block] = own > 0 ? (sums[block] ?? 0) / own : whole
  }
}

/** Makes each masked block the mean of its neighbours, again and again. */
function smoothInside(masked: Uint8Array): void {
  for (let pass = 0; pass < SMOOTHING_PASSES; pass++) {
    for (let block = 0; block < BLOCKS; block++) {
      if (masked[block] !== 1) continue
      const sum = NEIGHBOURS[block]?.reduce((total, near) => total + (sums[near] ?? 0), 0) ?? 0
      sums[block] = sum / 4
    }
  }
}

/** Between the middles of four blocks. @param x @param y Shares of width and height, 0..1. */
function surfaceAt(x: number, y: number): number {
  const across = Math.min(BLOCK_COLUMNS - 1, Math.max(0, x * BLOCK_COLUMNS - 0.5))
  const down = Math.min(BLOCK_ROWS - 1, Math.max(0, y * BLOCK_ROWS - 0.5))
  const column = Math.min(BLOCK_COLUMNS - 2, Math.floor(across))
  const row = Math.min(BLOCK_ROWS - 2, Math.floor(down))
  const right = across - column
  const low = down - row
  const first = row * BLOCK_COLUMNS + column
  const top = (sums[first] ?? 0) * (1 - right) + (sums[first + 1] ?? 0) * right
  const bottom = (sums[first + BLOCK_COLUMNS] ?? 0) * (1 - right) + (sums[first + BLOCK_COLUMNS + 1] ?? 0) * right
  return top * (1 - low) + bottom * low
}
