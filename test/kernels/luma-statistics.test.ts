import { describe, expect, it } from 'vitest'
import { KernelMemory } from '../../src/kernels/kernel-memory.ts'
import { createLumaStatistics, lumaStatistics } from '../../src/kernels/luma-statistics.ts'
import { everyShape, largePlanes, type TestPlane } from './planes.ts'
import { plainLumaStatistics } from './reference/plain-luma-statistics.ts'

const memory = new KernelMemory()

function statisticsOf({ plane, width, height }: TestPlane, black: number, saturated: number) {
  const out = createLumaStatistics()
  memory.put('picture', plane, width, height)
  lumaStatistics(memory, 'picture', black, saturated, out)
  return out
}

describe('lumaStatistics', () => {
  it('agrees with the plain version on every shape from 1 x 1 to 40 x 40', () => {
    for (const picture of everyShape(1, 40)) {
      const statistics = statisticsOf(picture, 16, 250)
      const expected = plainLumaStatistics(picture.plane, 16, 250)
      if (JSON.stringify(statistics) !== JSON.stringify(expected)) expect(statistics, picture.name).toEqual(expected)
    }
  })

  it.each(largePlanes())('agrees with the plain version on $name', picture => {
    expect(statisticsOf(picture, 0, 255)).toEqual(plainLumaStatistics(picture.plane, 0, 255))
  })

  it('knows nothing of the plane before', () => {
    const small = { name: '', plane: Uint8Array.of(7, 9, 200), width: 3, height: 1 }
    statisticsOf(largePlanes()[0]!, 16, 250)
    expect(statisticsOf(small, 8, 200)).toMatchObject({
      meanLevels: 72,
      percentile1Levels: 7,
      percentile50Levels: 9,
      percentile99Levels: 200,
      blackRatio: 1 / 3,
      saturatedRatio: 1 / 3
    })
  })

  it('refuses a plane that was never put', () => {
    const out = createLumaStatistics()
    expect(() => lumaStatistics(new KernelMemory(), 'picture', 16, 250, out)).toThrow(RangeError)
  })
})
