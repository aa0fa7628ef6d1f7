import { type BlockStatistics, createBlockStatistics } from '../../../src/kernels/block-statistics.ts'
import { createSobelGradients } from '../../../src/kernels/sobel-gradients.ts'
import { plainGridMeans } from './plain-grid.ts'
import { plainSobel } from './plain-sobel.ts'

/** Three planes, each averaged per block. */
export function plainBlockStatistics(plane: Uint8Array, width: number, height: number): BlockStatistics {
  const out = createBlockStatistics()
  const gradients = createSobelGradients(width * height)
  plainSobel(plane, width, height, gradients)
  const energy = Float64Array.from(gradients.gradientX, (gx, i) => gx ** 2 + gradients.gradientY[i]! ** 2)
  const squares = Float64Array.from(plane, level => level * level)
  out.meanLevels.set(plainGridMeans(plane, width, height, 16, 9))
  out.gradientLevels2.set(plainGridMeans(energy, width, height, 16, 9))
  plainGridMeans(squares, width, height, 16, 9).forEach((meanOfSquares, block) => {
    out.deviationLevels[block] = Math.sqrt(Math.max(0, meanOfSquares - out.meanLevels[block]! ** 2))
  })
  return out
}
