import { describe, expect, it } from 'vitest'
import { KernelMemory } from '../../src/kernels/kernel-memory.ts'
import { meanLevel } from '../../src/kernels/mean-level.ts'
import { everyShape, largePlanes, type TestPlane } from './planes.ts'
import { meanLevel as plainMean } from './reference/mean-level.ts'

const memory = new KernelMemory()

function meanOf({ plane, width, height }: TestPlane): number {
  memory.put('picture', plane, width, height)
  return meanLevel(memory, 'picture')
}

describe('meanLevel', () => {
  it('agrees with the plain version on every shape from 1 x 1 to 40 x 40', () => {
    for (const picture of everyShape(1, 40)) {
      if (meanOf(picture) !== plainMean(picture.plane, picture.plane.length)) expect.fail(picture.name)
    }
  })

  it.each(largePlanes())('agrees with the plain version on $name', picture => {
    expect(meanOf(picture)).toBe(plainMean(picture.plane, picture.plane.length))
  })

  it('stays exact in the largest plane of white', () => {
    const plane = new Uint8Array(2 ** 24).fill(255)
    expect(meanOf({ name: '', plane, width: 4096, height: 4096 })).toBe(255)
  })

  it('refuses a plane that was never put', () => {
    expect(() => meanLevel(new KernelMemory(), 'picture')).toThrow(RangeError)
  })
})
