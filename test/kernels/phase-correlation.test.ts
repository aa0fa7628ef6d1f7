import { describe, expect, it } from 'vitest'
import { KernelMemory } from '../../src/kernels/kernel-memory.ts'
import { phaseCorrelation } from '../../src/kernels/phase-correlation.ts'
import { seededRandom } from './planes.ts'
import { plainCorrelation } from './reference/plain-correlation.ts'

const memory = new KernelMemory()
const random = seededRandom(43)
const noise = (count: number) => Float32Array.from({ length: count }, () => random() * 255)

const RECTANGLES = Array.from({ length: 200 }, () => ({
  left: random() * 160 - 16,
  top: random() * 160 - 16,
  wide: 2 + random() * 15,
  tall: 2 + random() * 15,
  levels: random() * 200 - 100
}))

/** Rectangles moved by parts of pixels: each pixel has as much of them as they cover it. */
function scene(width: number, height: number, shiftX: number, shiftY: number): Float32Array {
  const overlap = (from: number, to: number, at: number) => Math.max(0, Math.min(to, at + 1) - Math.max(from, at))
  return Float32Array.from({ length: width * height }, (_, i) => {
    const [x, y] = [i % width, Math.floor(i / width)]
    return RECTANGLES.reduce((level, { left, top, wide, tall, levels }) => {
      const across = overlap(left + shiftX, left + shiftX + wide, x)
      return level + levels * across * overlap(top + shiftY, top + shiftY + tall, y)
    }, 128)
  })
}

function shiftOf(before: Float32Array, after: Float32Array, width: number, height: number) {
  const out = { shiftX: 0, shiftY: 0, confidence: 0 }
  phaseCorrelation(memory, before, after, width, height, out)
  return out
}

describe('phaseCorrelation', () => {
  it.each([
    [4, 4],
    [8, 4],
    [4, 16],
    [16, 16],
    [32, 8],
    [64, 32]
  ])('has the correlation of the plain version, %i x %i', (width, height) => {
    for (const [before, after] of [
      [noise(width * height), noise(width * height)],
      [scene(width, height, 0, 0), scene(width, height, 1.4, -0.7)]
    ] as const) {
      shiftOf(before, after, width, height)
      const first = memory.layout.before / 4
      const correlation = memory.floats.slice(first, first + width * height)
      // Single precision against double; a phase of low power is the less certain.
      plainCorrelation(before, after, width, height).forEach((value, i) => {
        expect(Math.abs(correlation[i]! - value)).toBeLessThan(0.002)
      })
    }
  })

  it.each([
    [64, 64],
    [128, 64],
    [64, 128],
    [128, 128]
  ])('finds shifts to 0.2 px, %i x %i', (width, height) => {
    const before = scene(width, height, 0, 0)
    for (const [shiftX, shiftY] of [
      [0, 0],
      [3, -2],
      [-5, 7],
      [0.25, 0],
      [0.5, 0.5],
      [1.3, -2.6],
      [-10.4, 6.2]
    ] as const) {
      const shift = shiftOf(before, scene(width, height, shiftX, shiftY), width, height)
      expect(Math.abs(shift.shiftX - shiftX)).toBeLessThan(0.2)
      expect(Math.abs(shift.shiftY - shiftY)).toBeLessThan(0.2)
      expect(shift.confidence).toBeGreaterThan(0.3)
    }
  })

  it('is certain of equal planes, and not of unrelated or flat ones', () => {
    const plane = scene(64, 64, 0, 0)
    expect(shiftOf(plane, plane, 64, 64).confidence).toBeGreaterThan(0.99)
    expect(shiftOf(plane, noise(64 * 64), 64, 64).confidence).toBeLessThan(0.15)
    expect(shiftOf(plane, new Float32Array(64 * 64).fill(9), 64, 64).confidence).toBeLessThan(0.15)
    const flat = new Float32Array(64 * 64).fill(200)
    expect(shiftOf(flat, flat, 64, 64)).toEqual({ shiftX: 0, shiftY: 0, confidence: 0 })
  })

  it('does not mind a change of light, nor what it correlated before', () => {
    const [before, after] = [scene(64, 64, 0, 0), scene(64, 64, 4, 1)]
    const shift = shiftOf(before, after, 64, 64)
    shiftOf(noise(128 * 128), noise(128 * 128), 128, 128)
    expect(shiftOf(before, after, 64, 64)).toEqual(shift)
    const brighter = shiftOf(
      before,
      after.map(level => 20 + 1.5 * level),
      64,
      64
    )
    expect(brighter.shiftX).toBeCloseTo(shift.shiftX, 2)
    expect(brighter.shiftY).toBeCloseTo(shift.shiftY, 2)
  })

  it('leaves its inputs alone, and still works after the memory has grown', () => {
    const grown = new KernelMemory()
    grown.put('picture', new Uint8Array(600 * 400), 600, 400)
    const [before, after] = [scene(64, 64, 0, 0), scene(64, 64, 4, 1)]
    const copies = [before.slice(), after.slice()]
    const out = { shiftX: 0, shiftY: 0, confidence: 0 }
    phaseCorrelation(grown, before, after, 64, 64, out)
    expect(out).toEqual(shiftOf(before, after, 64, 64))
    expect([before, after]).toEqual(copies)
  })

  it('refuses sides that are no powers of two from 4 to 128, and planes that do not fit', () => {
    for (const [width, height] of [
      [2, 64],
      [64, 256],
      [48, 64],
      [0, 64],
      [64, 4.5]
    ] as const) {
      const plane = new Float32Array(width * height)
      expect(() => shiftOf(plane, plane, width, height)).toThrow(RangeError)
    }
    expect(() => shiftOf(new Float32Array(4096), new Float32Array(4095), 64, 64)).toThrow(RangeError)
  })
})
