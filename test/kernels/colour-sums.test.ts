import { describe, expect, it } from 'vitest'
import { colourSums, createColourSums } from '../../src/kernels/colour-sums.ts'
import { KernelMemory } from '../../src/kernels/kernel-memory.ts'
import { makePlane, seededRandom } from './planes.ts'

const random = seededRandom(71)
const memory = new KernelMemory()

/** Slow and obvious: each block looked at by itself. */
function plainColours(cb: Uint8Array, cr: Uint8Array, width: number, height: number, rowStep: number, grey: number) {
  const out = createColourSums()
  for (let block = 0; block < 144; block++) {
    const [column, row] = [block % 16, Math.floor(block / 16)]
    for (let y = Math.floor((height * row) / 9); y < Math.floor((height * (row + 1)) / 9); y += rowStep) {
      for (let x = Math.floor((width * column) / 16); x < Math.floor((width * (column + 1)) / 16); x++) {
        const [blue, red] = [cb[y * width + x]!, cr[y * width + x]!]
        const distance = Math.abs(blue - 128) + Math.abs(red - 128)
        out.blue[block]! += blue
        out.red[block]! += red
        out.distance += distance
        if (distance <= grey) out.greys++
      }
    }
  }
  return out
}

describe('colourSums', () => {
  it.each([
    [16, 9, 1],
    [17, 11, 1],
    [33, 19, 2],
    [60, 34, 1],
    [119, 67, 1],
    [160, 90, 2],
    [240, 135, 3],
    [31, 3001, 1],
    [480, 270, 6]
  ])('agrees with a plain version on %i x %i, every row of %i', (width, height, rowStep) => {
    const contents = {
      noise: () => random() * 256,
      grey: () => 126 + random() * 5,
      extremes: () => (random() < 0.5 ? 0 : 255)
    }
    for (const levelAt of Object.values(contents)) {
      const [cb, cr] = [makePlane(width, height, levelAt), makePlane(width, height, levelAt)]
      memory.put('blue', cb, width, height)
      memory.put('red', cr, width, height)
      const sums = createColourSums()
      colourSums(memory, rowStep, 5, sums)
      expect(sums).toEqual(plainColours(cb, cr, width, height, rowStep, 5))
    }
  })

  it('refuses planes of two shapes, and ones with fewer pixels than blocks', () => {
    memory.put('blue', new Uint8Array(900), 30, 30)
    memory.put('red', new Uint8Array(900), 45, 20)
    expect(() => colourSums(memory, 1, 5, createColourSums())).toThrow(RangeError)
    memory.put('blue', new Uint8Array(900), 15, 60)
    memory.put('red', new Uint8Array(900), 15, 60)
    expect(() => colourSums(memory, 1, 5, createColourSums())).toThrow(RangeError)
  })
})
