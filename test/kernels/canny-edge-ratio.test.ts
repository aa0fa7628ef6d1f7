import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cannyEdgeRatio } from '../../src/kernels/canny-edge-ratio.ts'
import { KernelMemory } from '../../src/kernels/kernel-memory.ts'
import { awkwardPlanes, everyShape, largePlanes, makePlane, type TestPlane } from './planes.ts'
import { createCannyScratch, cannyEdgeRatio as plainRatio } from './reference/canny-edge-ratio.ts'
import { slowCannyRatio } from './reference/slow-canny.ts'

const THRESHOLDS = [
  [50, 150],
  [20, 60],
  [0, 0],
  [150, 50],
  [49.9, 150.9],
  [300, 900],
  [2040, 2040],
  [-5, 1e9]
] as const

const memory = new KernelMemory()

function ratioOf({ plane, width, height }: TestPlane, low: number, high: number): number {
  memory.put('picture', plane, width, height)
  return cannyEdgeRatio(memory, 'picture', low, high)
}

describe('cannyEdgeRatio', () => {
  it.each(awkwardPlanes(1))('agrees with the textbook version on $name', picture => {
    for (const [low, high] of THRESHOLDS) {
      const expected = slowCannyRatio(picture.plane, picture.width, picture.height, low, high)
      expect(ratioOf(picture, low, high)).toBe(expected)
    }
  })

  it('agrees with the plain version on every shape from 1 x 1 to 40 x 40', () => {
    const scratch = createCannyScratch(40, 40)
    for (const picture of everyShape(1, 40)) {
      for (const [low, high] of [[50, 150] as const, [400, 900] as const]) {
        const expected = plainRatio(picture.plane, picture.width, picture.height, low, high, scratch)
        if (ratioOf(picture, low, high) !== expected) expect.fail(`${picture.name}, ${low}/${high}`)
      }
    }
  })

  it.each(largePlanes())('agrees with the plain version on $name', picture => {
    const scratch = createCannyScratch(picture.width, picture.height)
    for (const [low, high] of THRESHOLDS) {
      const expected = plainRatio(picture.plane, picture.width, picture.height, low, high, scratch)
      expect(ratioOf(picture, low, high)).toBe(expected)
    }
  })

  it('agrees with the plain version whatever the picture and the thresholds', () => {
    const pictures = fc.integer({ min: 1, max: 60 }).chain(width =>
      fc.record({
        width: fc.constant(width),
        levels: fc.uint8Array({ minLength: width, maxLength: width * 20, size: 'max' }),
        low: fc.double({ min: 0, max: 2100, noNaN: true }),
        high: fc.double({ min: 0, max: 2100, noNaN: true })
      })
    )
    fc.assert(
      fc.property(pictures, ({ width, levels, low, high }) => {
        const height = Math.floor(levels.length / width)
        const expected = plainRatio(levels, width, height, low, high, createCannyScratch(width, height))
        expect(ratioOf({ name: '', plane: levels, width, height }, low, high)).toBe(expected)
      })
    )
  })

  it('finds one line of pixels along a step', () => {
    const plane = makePlane(40, 30, x => (x < 20 ? 20 : 220))
    expect(ratioOf({ name: '', plane, width: 40, height: 30 }, 50, 150)).toBe(1 / 40)
  })

  it('refuses a plane that was never put', () => {
    expect(() => cannyEdgeRatio(new KernelMemory(), 'picture', 50, 150)).toThrow(RangeError)
  })
})
