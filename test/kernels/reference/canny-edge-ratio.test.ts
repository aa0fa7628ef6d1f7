import { describe, expect, it } from 'vitest'
import { cannyEdgeRatio, createCannyScratch } from './canny-edge-ratio.ts'
import { awkwardPlanes, makePlane } from '../planes.ts'
import { slowCannyRatio } from './slow-canny.ts'

const THRESHOLDS = [
  [50, 150],
  [20, 60],
  [0, 0],
  [150, 50],
  [49.9, 150.9],
  [300, 900],
  [2040, 2040]
] as const

describe('cannyEdgeRatio', () => {
  it.each(awkwardPlanes(1))('agrees with the slow version on $name', ({ plane, width, height }) => {
    const scratch = createCannyScratch(width, height)
    for (const [low, high] of THRESHOLDS) {
      const expected = slowCannyRatio(plane, width, height, low, high)
      expect(cannyEdgeRatio(plane, width, height, low, high, scratch)).toBe(expected)
    }
  })

  it('does not care what its scratch held before', () => {
    const scratch = createCannyScratch(64, 64)
    for (const { plane, width, height } of awkwardPlanes(1)) {
      expect(cannyEdgeRatio(plane, width, height, 50, 150, scratch)).toBe(slowCannyRatio(plane, width, height, 50, 150))
    }
  })

  it('finds one line of pixels along a step', () => {
    const plane = makePlane(40, 30, x => (x < 20 ? 20 : 220))
    expect(cannyEdgeRatio(plane, 40, 30, 50, 150, createCannyScratch(40, 30))).toBe(1 / 40)
  })

  it('finds nothing in a flat picture', () => {
    const plane = new Uint8Array(40 * 30).fill(77)
    expect(cannyEdgeRatio(plane, 40, 30, 50, 150, createCannyScratch(40, 30))).toBe(0)
  })

  it('leaves its input alone', () => {
    const plane = makePlane(20, 20, (x, y) => (x * y) % 256)
    const copy = plane.slice()
    cannyEdgeRatio(plane, 20, 20, 50, 150, createCannyScratch(20, 20))
    expect(plane).toEqual(copy)
  })

  it('refuses planes and scratch that are too small', () => {
    expect(() => cannyEdgeRatio(new Uint8Array(5), 3, 2, 50, 150, createCannyScratch(3, 2))).toThrow(RangeError)
    expect(() => cannyEdgeRatio(new Uint8Array(64), 8, 8, 50, 150, createCannyScratch(7, 8))).toThrow(RangeError)
    expect(() => cannyEdgeRatio(new Uint8Array(64), 0, 8, 50, 150, createCannyScratch(8, 8))).toThrow(RangeError)
  })
})
