import type { KernelMemory, PlaneName } from './kernel-memory.ts'

/** What the levels of a plane are like, wherever they lie. Levels are grey levels 0..255, ratios 0..1. */
export interface LumaStatistics {
  meanLevels: number
  deviationLevels: number
  /** The lowest level that at least 1, 50 and 99 % of the pixels do not exceed. */
  percentile1Levels: number
  percentile50Levels: number
  percentile99Levels: number
  /** Share of pixels at or under the black, and at or over the saturated level asked for. */
  blackRatio: number
  saturatedRatio: number
  /** Entropy of the histogram, bits, 0..6. */
  entropyBits: number
  /** Pixels in each of 64 bins, four levels wide. */
  readonly histogram: Uint32Array
}

const LEVELS = 256
const BINS = 64
const LEVELS_PER_BIN = LEVELS / BINS

export function createLumaStatistics(): LumaStatistics {
  return {
    meanLevels: 0,
    deviationLevels: 0,
    percentile1Levels: 0,
    percentile50Levels: 0,
    percentile99Levels: 0,
    blackRatio: 0,
    saturatedRatio: 0,
    entropyBits: 0,
    histogram: new Uint32Array(BINS)
  }
}

/**
 * One pass counts how often each of the 256 levels occurs; everything else follows from the counts, exactly.
 *
 * @param blackLevel Level up to which a pixel is black; `saturatedLevel` from which it is saturated.
 * @param out Written.
 * @throws RangeError when the plane has not been put.
 */
export function lumaStatistics(
  memory: KernelMemory,
  name: PlaneName,
  blackLevel: number,
  saturatedLevel: number,
  out: LumaStatistics
): void {
  const { address, width, height } = memory.plane(name)
  const { results } = memory.layout
  memory.run.levelCounts(address, width * height, results)
  takeMoments(memory.integers, results / 4, width * height, out)
  takeShares(memory.integers, results / 4, width * height, blackLevel, saturatedLevel, out)
  takePercentiles(memory.integers, results / 4, width * height, out)
  takeEntropy(width * height, out)
}

function takeMoments(counts: Uint32Array, first: number, pixels: number, out: LumaStatistics): void {
  // Integers all along, under 2^41: exact.
  let sum = 0
  let sumOfSquares = 0
  out.histogram.fill(0)
  for (let level = 0; level < LEVELS; level++) {
    const count = counts[first + level]!
    sum += level * count
    sumOfSquares += level * level * count
    out.histogram[Math.floor(level / LEVELS_PER_BIN)]! += count
  }
  out.meanLevels = sum / pixels
  out.deviationLevels = Math.sqrt(Math.max(0, sumOfSquares / pixels - out.meanLevels ** 2))
}

function takeShares(
  counts: Uint32Array,
  first: number,
  pixels: number,
  blackLevel: number,
  saturatedLevel: number,
  out: LumaStatistics
): void {
  let black = 0
  let saturated = 0
  for (let level = 0; level < LEVELS; level++) {
    if (level <= blackLevel) black += counts[first + level]!
    if (level >= saturatedLevel) saturated += counts[first + level]!
  }
  out.blackRatio = black / pixels
  out.saturatedRatio = saturated / pixels
}

function takePercentiles(counts: Uint32Array, first: number, pixels: number, out: LumaStatistics): void {
  out.percentile1Levels = levelReaching(counts, first, pixels * 0.01)
  out.percentile50Levels = levelReaching(counts, first, pixels * 0.5)
  out.percentile99Levels = levelReaching(counts, first, pixels * 0.99)
}

function levelReaching(counts: Uint32Array, first: number, pixels: number): number {
  let below = 0
  for (let level = 0; level < LEVELS - 1; level++) {
    below += counts[first + level]!
    if (below >= pixels) return level
  }
  return LEVELS - 1
}

function takeEntropy(pixels: number, out: LumaStatistics): void {
  let bits = 0
  for (const count of out.histogram) if (count > 0) bits -= (count / pixels) * Math.log2(count / pixels)
  out.entropyBits = bits
}
