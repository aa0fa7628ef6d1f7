import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changeStatistics, createChangeStatistics } from '../../src/kernels/change-statistics.ts'
import { KernelMemory } from '../../src/kernels/kernel-memory.ts'
import { everyShape, largePlanes, seededRandom, type TestPlane } from './planes.ts'
import { createChangeScratch, changeStatistics as plainChange } from './reference/change-statistics.ts'

const memory = new KernelMemory()

function changeOf(before: Uint8Array, { plane, width, height }: TestPlane, level: number) {
  memory.put('picture', plane, width, height)
  memory.put('previous', before, width, height)
  const out = createChangeStatistics()
  changeStatistics(memory, level, out)
  return out
}

function plainOf(before: Uint8Array, { plane, width, height }: TestPlane, level: number) {
  const out = createChangeStatistics()
  plainChange(before, plane, width, height, level, createChangeScratch(width * height), out)
  return out
}

describe('changeStatistics', () => {
  it('agrees with the plain version on every shape from 3 x 3 to 40 x 40', () => {
    const random = seededRandom(31)
    for (const picture of everyShape(3, 40)) {
      const before = Uint8Array.from(picture.plane, () => random() * 256)
      const change = changeOf(before, picture, 25)
      const expected = plainOf(before, picture, 25)
      if (JSON.stringify(change) !== JSON.stringify(expected)) expect(change, picture.name).toEqual(expected)
    }
  })

  it.each(largePlanes())('agrees with the plain version on $name', picture => {
    const random = seededRandom(37)
    const before = picture.plane.map(level => (random() < 0.7 ? level : random() * 256))
    for (const level of [0, 25, 128, 255]) {
      expect(changeOf(before, picture, level)).toEqual(plainOf(before, picture, level))
    }
  })

  it('agrees with the plain version whatever the pictures and the level', () => {
    const pairs = fc.integer({ min: 3, max: 50 }).chain(width =>
      fc.record({
        width: fc.constant(width),
        levels: fc.uint8Array({ minLength: width * 6, maxLength: width * 30, size: 'max' }),
        level: fc.integer({ min: 0, max: 255 })
      })
    )
    fc.assert(
      fc.property(pairs, ({ width, levels, level }) => {
        const height = Math.floor(levels.length / width / 2)
        const before = levels.slice(0, width * height)
        const picture = { name: '', plane: levels.slice(width * height, 2 * width * height), width, height }
        expect(changeOf(before, picture, level)).toEqual(plainOf(before, picture, level))
      })
    )
  })

  it('takes black against white for a change of 255 everywhere', () => {
    const picture = { name: '', plane: new Uint8Array(50 * 40).fill(255), width: 50, height: 40 }
    const change = changeOf(new Uint8Array(50 * 40), picture, 254)
    expect(change).toEqual({ meanLevels: 255, overRatio: 1, regionMeanLevels: new Float64Array(9).fill(255) })
  })

  it('refuses planes of two shapes, and planes under 3 px a side', () => {
    const out = createChangeStatistics()
    memory.put('picture', new Uint8Array(100), 10, 10)
    memory.put('previous', new Uint8Array(100), 20, 5)
    expect(() => changeStatistics(memory, 25, out)).toThrow('expected planes of one shape, received 20 x 5 and 10 x 10')
    memory.put('picture', new Uint8Array(100), 2, 50)
    memory.put('previous', new Uint8Array(100), 2, 50)
    expect(() => changeStatistics(memory, 25, out)).toThrow(RangeError)
  })
})
