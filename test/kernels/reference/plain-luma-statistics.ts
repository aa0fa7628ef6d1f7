import { createLumaStatistics, type LumaStatistics } from '../../../src/kernels/luma-statistics.ts'

/** Each figure on its own, straight from the pixels, sorted where that helps. */
export function plainLumaStatistics(plane: Uint8Array, blackLevel: number, saturatedLevel: number): LumaStatistics {
  const out = createLumaStatistics()
  const count = plane.length
  const sorted = plane.toSorted()
  const reached = (share: number) => sorted[Math.max(0, Math.ceil(count * share) - 1)]!
  out.meanLevels = plane.reduce((sum, level) => sum + level, 0) / count
  const meanOfSquares = plane.reduce((sum, level) => sum + level * level, 0) / count
  out.deviationLevels = Math.sqrt(Math.max(0, meanOfSquares - out.meanLevels ** 2))
  out.percentile1Levels = reached(0.01)
  out.percentile50Levels = reached(0.5)
  out.percentile99Levels = reached(0.99)
  out.blackRatio = plane.filter(level => level <= blackLevel).length / count
  out.saturatedRatio = plane.filter(level => level >= saturatedLevel).length / count
  for (const level of plane) out.histogram[level >> 2]!++
  for (const bin of out.histogram) if (bin > 0) out.entropyBits -= (bin / count) * Math.log2(bin / count)
  return out
}
