import { describe, expect, it } from 'vitest'
import { boxShrink } from '../../src/kernels/box-shrink.ts'
import { makePlane } from './planes.ts'

const average = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

describe('boxShrink', () => {
  it.each([
    [6, 4, 2],
    [7, 5, 2],
    [10, 10, 3],
    [17, 1, 17],
    [3, 40, 5],
    [5, 5, 1]
  ])('averages whole boxes of %i x %i by %i', (width, height, boxPx) => {
    const plane = makePlane(width, height, (x, y) => (x * 31 + y * 57) % 256)
    const [boxWidth, boxHeight] = [Math.min(boxPx, width), Math.min(boxPx, height)]
    const [columns, rows] = [Math.floor(width / boxWidth), Math.floor(height / boxHeight)]
    const out = new Uint8Array(columns * rows)
    boxShrink(plane, width, height, boxPx, out)
    out.forEach((level, i) => {
      const values: number[] = []
      for (let y = 0; y < boxHeight; y++) {
        for (let x = 0; x < boxWidth; x++) {
          values.push(plane[(Math.floor(i / columns) * boxHeight + y) * width + (i % columns) * boxWidth + x]!)
        }
      }
      expect(level).toBe(Math.floor(average(values) + 0.5))
    })
  })

  it('refuses an output that is too small', () => {
    expect(() => boxShrink(new Uint8Array(16), 4, 4, 2, new Uint8Array(3))).toThrow(RangeError)
  })
})
