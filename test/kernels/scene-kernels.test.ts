import { describe, expect, it } from 'vitest'
import { boxLook } from '../../src/kernels/box-look.ts'
import { BLOCKS } from '../../src/kernels/block-grid.ts'
import { differenceSums, grainSums } from '../../src/kernels/difference-sums.ts'
import { MAX_LOOK_PIXELS } from '../../src/kernels/kernel-layout.ts'
import { KernelMemory } from '../../src/kernels/kernel-memory.ts'
import { learnScene } from '../../src/kernels/learn-scene.ts'
import { type LookSize, lookSize } from '../../src/kernels/look-size.ts'
import { powerSpectra } from '../../src/kernels/power-spectra.ts'
import { createSceneSums, sceneSums } from '../../src/kernels/scene-sums.ts'
import { makePlane, seededRandom } from './planes.ts'

const random = seededRandom(91)
const memory = new KernelMemory()
const noise = (width: number, height: number) => makePlane(width, height, () => random() * 256)

/** Block of a pixel: where sides do not divide evenly, boundaries are rounded down. */
function blockOf(x: number, y: number, width: number, height: number): number {
  const column = Math.floor(((x + 1) * 16 - 1) / width)
  return Math.floor(((y + 1) * 9 - 1) / height) * 16 + column
}

describe('lookSize', () => {
  it.each([
    [320, 180, 2, 160, 90],
    [479, 269, 3, 159, 89],
    [240, 135, 2, 120, 67],
    [160, 120, 1, 160, 120],
    [240, 427, 3, 80, 142]
  ])('of %i x %i takes boxes of %i: %i x %i', (width, height, boxPx, lookWidth, lookHeight) => {
    expect(lookSize(width, height)).toEqual({ boxPx, width: lookWidth, height: lookHeight })
  })

  it.each([
    [31, 200],
    [200, 17],
    [3, 3],
    [20, 4000]
  ])('has none of %i x %i', (width, height) => expect(lookSize(width, height)).toBeNull())

  it('never has more pixels than the kernels have room for', () => {
    for (let width = 30; width < 480; width += 7) {
      for (let height = 18; height < 2000; height += 31) {
        const size = lookSize(width, height)
        if (size !== null) expect(size.width * size.height).toBeLessThanOrEqual(MAX_LOOK_PIXELS)
      }
    }
  })
})

/** Sums of the boxes; a first and a last column have the response of that beside them, a first and a last row none. */
function plainDetails(plane: Uint8Array, width: number, height: number, size: LookSize): Int16Array {
  const details = new Int16Array(size.width * size.height)
  for (let y = 1; y < Math.min(height - 1, size.height * size.boxPx); y++) {
    for (let x = 0; x < size.width * size.boxPx; x++) {
      const at = y * width + Math.min(width - 2, Math.max(1, x))
      const sides = plane[at - 1]! + plane[at + 1]! + plane[at - width]! + plane[at + width]!
      const box = Math.floor(y / size.boxPx) * size.width + Math.floor(x / size.boxPx)
      details[box]! += Math.min(255, Math.abs(sides - 4 * plane[at]!))
    }
  }
  return details
}

describe('boxLook', () => {
  it.each([
    [64, 40],
    [161, 95],
    [333, 187],
    [479, 270],
    [241, 600],
    [300, 1400],
    [470, 2100]
  ])('agrees with a plain version on %i x %i', (width, height) => {
    const plane = noise(width, height)
    const size = lookSize(width, height)!
    memory.put('picture', plane, width, height)
    boxLook(memory, size)
    const means = memory.bytesAt(memory.layout.look, size.width * size.height)
    for (let i = 0; i < 400; i++) {
      const [x, y] = [Math.floor(random() * size.width), Math.floor(random() * size.height)]
      let sum = 0
      for (let dy = 0; dy < size.boxPx; dy++) {
        for (let dx = 0; dx < size.boxPx; dx++) sum += plane[(y * size.boxPx + dy) * width + x * size.boxPx + dx]!
      }
      expect(Math.abs(means[y * size.width + x]! - sum / size.boxPx ** 2)).toBeLessThanOrEqual(0.75)
    }
    const details = memory.wordsAt(memory.layout.details, size.width * size.height)
    expect(details).toEqual(plainDetails(plane, width, height, size))
  })

  it('takes at most 255 of a pixel, whatever its neighbours are', () => {
    const plane = makePlane(67, 41, (x, y) => ((x + y) % 2) * 255)
    const size = lookSize(67, 41)!
    memory.put('picture', plane, 67, 41)
    boxLook(memory, size)
    const details = memory.wordsAt(memory.layout.details, size.width * size.height)
    expect(details).toEqual(plainDetails(plane, 67, 41, size))
    expect(Math.max(...details)).toBe(255)
  })
})

describe('sceneSums', () => {
  it.each([
    [160, 90],
    [106, 80],
    [33, 19],
    [158, 89],
    [32, 600],
    [160, 120]
  ])('agrees with a plain version on %i x %i', (width, height) => {
    const extreme = () => makePlane(width, height, () => (random() < 0.5 ? 0 : 255))
    const drawn = (width + height) % 2 === 0 ? extreme : () => noise(width, height)
    const planes = [drawn(), drawn(), drawn()] as const
    const [now, before, usual] = planes
    const edges = makePlane(width, height, () => (random() < 0.3 ? 255 : 0))
    const { layout } = memory
    memory.bytes.set(now, layout.look)
    memory.bytes.set(before, layout.lookBefore)
    memory.bytes.set(usual, layout.usual)
    memory.bytes.set(edges, layout.usualEdges)
    for (let i = 0; i < width * height; i++) memory.words[layout.details / 2 + i] = i % 700
    const sums = createSceneSums()
    sceneSums(memory, { boxPx: 2, width, height }, 200, 50, sums)
    const expected = createSceneSums()
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const at = y * width + x
        const block = blockOf(x, y, width, height)
        expected.levels[block]! += now[at]!
        if (now[at]! >= 200) expected.saturated[block]!++
        expected.details[block]! += at % 700
        if (edges[at] === 255) expected.edgeDetails[block]! += at % 700
        if (at % 700 <= 50) expected.flat[block]!++
        if (x === 0 || y === 0 || x === width - 1 || y === height - 1) continue
        const gradient = (plane: Uint8Array) =>
          [plane[at + 1]! - plane[at - 1]!, plane[at + width]! - plane[at - width]!] as const
        const dot = (one: readonly [number, number], other: readonly [number, number]) =>
          one[0] * other[0] + one[1] * other[1]
        const [nowG, beforeG, usualG] = [gradient(now), gradient(before), gradient(usual)]
        expected.energy[block]! += dot(nowG, nowG)
        expected.energyBefore[block]! += dot(beforeG, beforeG)
        expected.productBefore[block]! += dot(nowG, beforeG)
        if (edges[at] !== 255) continue
        expected.edgeEnergy[block]! += dot(nowG, nowG)
        expected.usualEnergy[block]! += dot(usualG, usualG)
        expected.usualProduct[block]! += dot(nowG, usualG)
        expected.edgePixels[block]!++
      }
    }
    expect(sums).toEqual(expected)
  })
})

describe('differenceSums and grainSums', () => {
  it.each([
    [80, 45],
    [320, 45],
    [37, 19]
  ])('agree with plain versions on %i x %i', (width, height) => {
    const [one, other] = [noise(width, height), noise(width, height)]
    memory.put('picture', noise(480, 270), 480, 270)
    memory.bytes.set(one, memory.layout.sampled)
    memory.bytes.set(other, memory.layout.sampledBefore)
    const [sums, grain] = [new Float64Array(BLOCKS), new Float64Array(BLOCKS)]
    differenceSums(memory, memory.layout.sampled, memory.layout.sampledBefore, width, height, sums)
    grainSums(memory, memory.layout.sampled, memory.layout.sampledBefore, width, height, grain)
    const [expected, expectedGrain] = [new Float64Array(BLOCKS), new Float64Array(BLOCKS)]
    for (let at = 0; at < width * height; at++) {
      const x = at % width
      const block = blockOf(x, Math.floor(at / width), width, height)
      const step = one[at]! - other[at]!
      expected[block]! += Math.abs(step)
      if (x < width - 1) expectedGrain[block]! += Math.abs(step - (one[at + 1]! - other[at + 1]!))
    }
    expect(sums).toEqual(expected)
    expect(grain).toEqual(expectedGrain)
  })
})

describe('learnScene', () => {
  it('takes the median of each pixel, and the edges that seven of nine have', () => {
    const size = lookSize(120, 90)!
    const count = size.width * size.height
    const snapshots = makePlane(size.width, 9 * size.height, () => random() * 256)
    // An upright edge that all have, and one that six have.
    for (let i = 0; i < 9; i++) {
      for (let y = 30; y < 60; y++) {
        for (let x = 20; x < 60; x++) snapshots[i * count + y * size.width + x] = x < 40 ? 50 : 150
        for (let x = 70; x < 110; x++) snapshots[i * count + y * size.width + x] = x < 90 || i >= 6 ? 50 : 150
      }
    }
    for (let i = 0; i < 9; i++) {
      memory.bytes.set(snapshots.subarray(i * count, (i + 1) * count), memory.layout.snapshots + i * MAX_LOOK_PIXELS)
    }
    learnScene(memory, size, 5, 7)
    const background = memory.bytesAt(memory.layout.usual, count)
    const edges = memory.bytesAt(memory.layout.usualEdges, count)
    for (let at = 0; at < count; at += 13) {
      const nine = Array.from({ length: 9 }, (_, i) => snapshots[i * count + at]!).sort((a, b) => a - b)
      expect(background[at]).toBe(nine[4])
    }
    expect([edges[45 * size.width + 39], edges[45 * size.width + 40]]).toEqual([255, 255])
    expect([edges[45 * size.width + 30], edges[45 * size.width + 89], edges[45 * size.width + 90]]).toEqual([0, 0, 0])
  })
})

describe('powerSpectra', () => {
  it('finds the frequency and the amplitude of a wave, in each of its two planes by itself', () => {
    const wave = (u: number, v: number, amplitude: number) =>
      Float32Array.from({ length: 64 * 64 }, (_, i) => {
        const [x, y] = [i % 64, Math.floor(i / 64)]
        return 100 + amplitude * Math.cos((2 * Math.PI * (u * x + v * y)) / 64)
      })
    const [first, second] = [new Float32Array(4096), new Float32Array(4096)]
    powerSpectra(memory, wave(5, 0, 10), wave(0, 9, 20), 64, first, second)
    const peak = (power: Float32Array) => power.indexOf(Math.max(...power.subarray(0, 32 * 64)))
    expect(peak(first)).toBe(5 * 64)
    expect([9, 55]).toContain(peak(second))
    // Half of the amplitude, by the mean of the window along both sides.
    expect(Math.sqrt(first[5 * 64]!)).toBeCloseTo((10 / 2) * 4096 * 0.25, -1)
  })
})
