import { describe, expect, it } from 'vitest'
import { differenceQuantiles } from '../../src/kernels/difference-quantiles.ts'
import { relitDifferenceSums } from '../../src/kernels/difference-sums.ts'
import { KernelMemory } from '../../src/kernels/kernel-memory.ts'
import { makePlane, seededRandom } from './planes.ts'

const random = seededRandom(57)
const memory = new KernelMemory()
memory.reserve(480, 270)
const { sampled, sampledBefore } = memory.layout

/** Sums of the 16 x 9 blocks of a plane of differences, and how many pixels each has. */
function plainBlocks(width: number, height: number, differenceAt: (at: number) => number) {
  const sums = new Float64Array(144)
  const pixels = new Float64Array(144)
  for (let block = 0; block < 144; block++) {
    const [column, row] = [block % 16, Math.floor(block / 16)]
    for (let y = Math.floor((height * row) / 9); y < Math.floor((height * (row + 1)) / 9); y++) {
      for (let x = Math.floor((width * column) / 16); x < Math.floor((width * (column + 1)) / 16); x++) {
        sums[block]! += differenceAt(y * width + x)
        pixels[block]!++
      }
    }
  }
  return { sums, pixels }
}

const SIZES = [
  [80, 45],
  [79, 44],
  [16, 9],
  [33, 19],
  // Bands of so many rows that columns of 16 bits would overflow.
  [17, 900]
] as const

describe('differenceQuantiles', () => {
  it.each(SIZES)('agrees with a plain version on %i x %i', (width, height) => {
    for (const levelAt of [() => random() * 256, () => (random() < 0.5 ? 0 : 255), () => 90]) {
      const [one, other] = [makePlane(width, height, levelAt), makePlane(width, height, levelAt)]
      memory.bytes.set(one, sampled)
      memory.bytes.set(other, sampledBefore)
      const { sums, pixels } = plainBlocks(width, height, at => Math.abs(one[at]! - other[at]!))
      const sorted = sums.map((sum, block) => sum / pixels[block]!).toSorted()
      const out = { medianLevels: 0, highLevels: 0 }
      differenceQuantiles(memory, sampled, sampledBefore, width, height, pixels, out)
      expect(out).toEqual({ medianLevels: sorted[72], highLevels: sorted[133] })
    }
  })
})

describe('relitDifferenceSums', () => {
  const lights = [
    [1, 0],
    [0, 255],
    [7.9, -255],
    [0.43, 17.5],
    [-2, -300],
    [12, 400]
  ] as const
  it.each(SIZES)('agrees with a plain version under every light on %i x %i', (width, height) => {
    const [now, usual] = [
      makePlane(width, height, () => random() * 256),
      makePlane(width, height, () => random() * 256)
    ]
    memory.bytes.set(now, sampled)
    memory.bytes.set(usual, sampledBefore)
    for (const [slope, offset] of lights) {
      const factor = Math.round(Math.min(7.9, Math.max(0, slope)) * 128)
      const more = Math.round(Math.min(255, Math.max(-255, offset)))
      const relit = (level: number) => Math.min(255, Math.max(0, (level * factor + more * 128 + 64) >> 7))
      const { sums } = plainBlocks(width, height, at => Math.abs(now[at]! - relit(usual[at]!)))
      const out = new Float64Array(144)
      relitDifferenceSums(memory, sampled, sampledBefore, width, height, slope, offset, out)
      expect(out).toEqual(sums)
    }
  })
})

describe('the samples', () => {
  it.each([
    [37, 5, 7],
    [476, 8, 33],
    [240, 4, 33]
  ])('are whole rows of a picture %i wide, every %ith', (width, step, rows) => {
    const height = step * rows + 1
    const plane = makePlane(width, height, () => random() * 256)
    memory.put('picture', plane, width, height)
    const { picture, sampled: rowsAt, spots } = memory.layout
    memory.run.sampleRows(picture, width, step, rows, rowsAt)
    for (let row = 0; row < rows; row++) {
      const from = row * step * width
      expect(
        Buffer.compare(
          memory.bytes.subarray(rowsAt + row * width, rowsAt + (row + 1) * width),
          plane.subarray(from, from + width)
        )
      ).toBe(0)
    }
    const columns = Math.floor(width / step)
    memory.run.sampleSpots(picture, width, step, columns, rows, spots)
    const expected = Uint8Array.from({ length: columns * rows }, (_, i) => {
      return plane[Math.floor(i / columns) * step * width + (i % columns) * step]!
    })
    expect(memory.bytes.slice(spots, spots + expected.length)).toEqual(expected)
  })
})
