import { describe, expect, it } from 'vitest'
import { gridMeans } from '../../src/kernels/grid-means.ts'
import { KernelMemory } from '../../src/kernels/kernel-memory.ts'
import { everyShape, largePlanes, type TestPlane } from './planes.ts'
import { plainGridMeans } from './reference/plain-grid.ts'

const memory = new KernelMemory()

function meansOf({ plane, width, height }: TestPlane, columns: number, rows: number): Float32Array {
  const out = new Float32Array(columns * rows)
  memory.put('picture', plane, width, height)
  gridMeans(memory, 'picture', columns, rows, out)
  return out
}

describe('gridMeans', () => {
  it('agrees with the plain version on every shape up to 40 x 40', () => {
    for (const picture of everyShape(5, 40)) {
      const { plane, width, height } = picture
      const means = meansOf(picture, 5, 4)
      const expected = Float32Array.from(plainGridMeans(plane, width, height, 5, 4))
      if (JSON.stringify(means) !== JSON.stringify(expected)) expect(means, picture.name).toEqual(expected)
    }
  })

  it.each(largePlanes())('agrees with the plain version on $name', picture => {
    const { plane, width, height } = picture
    for (const [columns, rows] of [
      [16, 9],
      [Math.min(width, 64), Math.min(height, 64)],
      [1, 1]
    ] as const) {
      const expected = Float32Array.from(plainGridMeans(plane, width, height, columns, rows))
      expect(meansOf(picture, columns, rows)).toEqual(expected)
    }
  })

  it('is the plane itself on a grid of its own size', () => {
    const plane = Uint8Array.from({ length: 77 }, (_, i) => i * 3)
    expect(Array.from(meansOf({ name: '', plane, width: 11, height: 7 }, 11, 7))).toEqual(Array.from(plane))
  })

  it('refuses grids past the plane, the output and the memory', () => {
    memory.put('picture', new Uint8Array(200 * 200), 200, 200)
    const out = new Float32Array(200 * 200)
    expect(() => gridMeans(memory, 'picture', 201, 5, out)).toThrow(RangeError)
    expect(() => gridMeans(memory, 'picture', 0, 5, out)).toThrow(RangeError)
    expect(() => gridMeans(memory, 'picture', 200, 200, out)).toThrow(RangeError)
    expect(() => gridMeans(memory, 'picture', 10, 10, new Float32Array(99))).toThrow(RangeError)
  })
})
