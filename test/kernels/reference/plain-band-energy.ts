import { type BandEnergy, createBandEnergy } from '../../../src/kernels/band-energy.ts'
import { plainGridMeans } from './plain-grid.ts'

/** Means of 2x2 pixels, rounded. */
export function plainHalf(plane: Uint8Array, width: number, height: number): Uint8Array {
  const [outWidth, outHeight] = [Math.floor(width / 2), Math.floor(height / 2)]
  const out = new Uint8Array(outWidth * outHeight)
  for (let y = 0, i = 0; y < outHeight; y++) {
    for (let x = 0; x < outWidth; x++, i++) {
      const at = 2 * y * width + 2 * x
      out[i] = Math.floor((plane[at]! + plane[at + 1]! + plane[at + width]! + plane[at + width + 1]!) / 4 + 0.5)
    }
  }
  return out
}

/** Squared responses as a plane, averaged per block, at one size and at half of it. */
export function plainBandEnergy(plane: Uint8Array, width: number, height: number): BandEnergy {
  const out = createBandEnergy()
  const half = plainHalf(plane, width, height)
  out.wholeFineLevels2 = energies(plane, width, height, out.fineLevels2)
  out.wholeNextLevels2 = energies(half, Math.floor(width / 2), Math.floor(height / 2), out.nextLevels2)
  out.wholeRatio = out.wholeNextLevels2 > 0 ? out.wholeFineLevels2 / out.wholeNextLevels2 : Number.NaN
  out.fineLevels2.forEach((fine, block) => {
    const next = out.nextLevels2[block]!
    out.ratio[block] = next > 0 ? fine / next : Number.NaN
  })
  return out
}

function energies(plane: Uint8Array, width: number, height: number, means: Float64Array): number {
  const squares = new Float64Array(width * height)
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const i = y * width + x
      squares[i] = (plane[i - 1]! + plane[i + 1]! + plane[i - width]! + plane[i + width]! - 4 * plane[i]!) ** 2
    }
  }
  const isInner = (x: number, y: number) => x > 0 && y > 0 && x < width - 1 && y < height - 1
  means.set(plainGridMeans(squares, width, height, 16, 9, isInner))
  return squares.reduce((sum, square) => sum + square, 0) / ((width - 2) * (height - 2))
}
