import { describe, expect, it } from 'vitest'
import { gaussian5x5 } from './gaussian-5x5.ts'
import { awkwardPlanes } from '../planes.ts'

const WEIGHTS = [1, 4, 6, 4, 1]

function slowGaussian(plane: Uint8Array, width: number, height: number): Uint8Array {
  const mirror = (index: number, side: number) => (index < 0 ? -index : index >= side ? 2 * side - 2 - index : index)
  return Uint8Array.from({ length: width * height }, (_, i) => {
    let sum = 0
    WEIGHTS.forEach((down, row) => {
      WEIGHTS.forEach((across, column) => {
        const x = mirror((i % width) + column - 2, width)
        const y = mirror(Math.floor(i / width) + row - 2, height)
        sum += down * across * plane[y * width + x]!
      })
    })
    return Math.floor(sum / 256 + 0.5)
  })
}

describe('gaussian5x5', () => {
  it.each(awkwardPlanes(3))('agrees with the slow version on $name', ({ plane, width, height }) => {
    const out = new Uint8Array(width * height)
    gaussian5x5(plane, width, height, new Uint16Array(width * height), out)
    expect(out).toEqual(slowGaussian(plane, width, height))
  })

  it('may write over its input', () => {
    for (const { plane, width, height } of awkwardPlanes(3)) {
      const expected = slowGaussian(plane, width, height)
      gaussian5x5(plane, width, height, new Uint16Array(width * height), plane)
      expect(plane).toEqual(expected)
    }
  })

  it('refuses planes under 3 px a side and scratch that is too small', () => {
    expect(() => gaussian5x5(new Uint8Array(20), 2, 10, new Uint16Array(20), new Uint8Array(20))).toThrow(RangeError)
    expect(() => gaussian5x5(new Uint8Array(20), 4, 5, new Uint16Array(19), new Uint8Array(20))).toThrow(RangeError)
    expect(() => gaussian5x5(new Uint8Array(20), 4, 5, new Uint16Array(20), new Uint8Array(19))).toThrow(RangeError)
  })
})
