import type { KernelMemory } from './kernel-memory.ts'

/** How much a picture differs from the one before. */
export interface ChangeStatistics {
  /** Mean of the smoothed absolute difference, grey levels. */
  meanLevels: number
  /** Share of pixels whose smoothed difference is over the level asked for, 0..1. */
  overRatio: number
  /** Mean of each of the 3x3 regions, row-major, grey levels. Where the sides do not divide evenly, bounds are rounded down. */
  readonly regionMeanLevels: Float64Array
}

const REGIONS_PER_SIDE = 3

export function createChangeStatistics(): ChangeStatistics {
  return { meanLevels: 0, overRatio: 0, regionMeanLevels: new Float64Array(REGIONS_PER_SIDE ** 2) }
}

/**
 * Absolute difference of `previous` and `picture`, smoothed 5x5 (as `cv2.GaussianBlur(difference, (5, 5), 0)` does, which
 * the wire contract's figures come from): its mean, the share over a level, the means of 3x3 regions.
 *
 * @param level Grey levels, 0..255; a difference that equals it is not over it.
 * @param out Written.
 * @param now Which plane is held against `previous`.
 * @throws RangeError when the planes are not of one shape of at least 3 px a side.
 */
export function changeStatistics(
  memory: KernelMemory,
  level: number,
  out: ChangeStatistics,
  now: 'picture' | 'half' = 'picture'
): void {
  const { address: after, width, height } = memory.plane(now, REGIONS_PER_SIDE)
  const before = memory.plane('previous', REGIONS_PER_SIDE)
  if (before.width !== width || before.height !== height) {
    const shapes = `${before.width} x ${before.height} and ${width} x ${height}`
    throw new RangeError(`Cannot take change: expected planes of one shape, received ${shapes}`)
  }
  const { rows, results } = memory.layout
  const over = memory.run.changeSums(before.address, after, width, height, Math.floor(level), rows, results)
  let sum = 0
  for (let region = 0; region < REGIONS_PER_SIDE ** 2; region++) {
    const regionSum = memory.doubles[results / 8 + region]!
    sum += regionSum
    out.regionMeanLevels[region] = regionSum / regionPixels(region, width, height)
  }
  out.meanLevels = sum / (width * height)
  out.overRatio = over / (width * height)
}

function regionPixels(region: number, width: number, height: number): number {
  return cellSide(width, region % REGIONS_PER_SIDE) * cellSide(height, Math.floor(region / REGIONS_PER_SIDE))
}

function cellSide(side: number, cell: number): number {
  return Math.floor((side * (cell + 1)) / REGIONS_PER_SIDE) - Math.floor((side * cell) / REGIONS_PER_SIDE)
}
