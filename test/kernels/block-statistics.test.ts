import { describe, expect, it } from 'vitest'
import { blockStatistics, createBlockStatistics } from '../../src/kernels/block-statistics.ts'
import { KernelMemory } from '../../src/kernels/kernel-memory.ts'
import { everyShape, largePlanes, makePlane, type TestPlane } from './planes.ts'
import { plainBlockStatistics } from './reference/plain-block-statistics.ts'

const memory = new KernelMemory()

function statisticsOf({ plane, width, height }: TestPlane) {
  const out = createBlockStatistics()
  memory.put('picture', plane, width, height)
  blockStatistics(memory, 'picture', out)
  return out
}

describe('blockStatistics', () => {
  it('agrees with the plain version on every shape from 16 x 16 to 40 x 40', () => {
    for (const picture of everyShape(16, 40)) {
      const [statistics, expected] = [
        statisticsOf(picture),
        plainBlockStatistics(picture.plane, picture.width, picture.height)
      ]
      if (JSON.stringify(statistics) !== JSON.stringify(expected)) expect(statistics, picture.name).toEqual(expected)
    }
  })

  it.each(largePlanes())('agrees with the plain version on $name', picture => {
    expect(statisticsOf(picture)).toEqual(plainBlockStatistics(picture.plane, picture.width, picture.height))
  })

  it('stays exact where a band is thousands of rows of the strongest gradients', () => {
    const plane = makePlane(17, 30_000, x => (x % 4 < 2 ? 0 : 255))
    const picture = { name: '', plane, width: 17, height: 30_000 }
    expect(statisticsOf(picture)).toEqual(plainBlockStatistics(plane, 17, 30_000))
  })

  it('refuses planes with fewer pixels than blocks', () => {
    expect(() => statisticsOf({ name: '', plane: new Uint8Array(150), width: 15, height: 10 })).toThrow(RangeError)
    expect(() => statisticsOf({ name: '', plane: new Uint8Array(128), width: 16, height: 8 })).toThrow(RangeError)
  })
})
