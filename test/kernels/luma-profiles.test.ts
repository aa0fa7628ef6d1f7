import { describe, expect, it } from 'vitest'
import { KernelMemory } from '../../src/kernels/kernel-memory.ts'
import { lumaProfiles } from '../../src/kernels/luma-profiles.ts'
import { everyShape, largePlanes, type TestPlane } from './planes.ts'
import { plainProfiles } from './reference/plain-profiles.ts'

const memory = new KernelMemory()

function compare({ name, plane, width, height }: TestPlane): void {
  const [rows, columns] = [new Float64Array(height), new Float64Array(width)]
  const [expectedRows, expectedColumns] = [new Float64Array(height), new Float64Array(width)]
  memory.put('picture', plane, width, height)
  lumaProfiles(memory, 'picture', rows, columns)
  plainProfiles(plane, width, height, expectedRows, expectedColumns)
  expect(rows, name).toEqual(expectedRows)
  expect(columns, name).toEqual(expectedColumns)
}

describe('lumaProfiles', () => {
  it('agrees with the plain version on every shape from 1 x 1 to 40 x 40', () => {
    for (const picture of everyShape(1, 40)) compare(picture)
  })

  it.each(largePlanes())('agrees with the plain version on $name', compare)

  it('refuses outputs that are too small', () => {
    memory.put('picture', new Uint8Array(20), 5, 4)
    expect(() => lumaProfiles(memory, 'picture', new Float64Array(3), new Float64Array(5))).toThrow(RangeError)
    expect(() => lumaProfiles(memory, 'picture', new Float64Array(4), new Float64Array(4))).toThrow(RangeError)
  })
})
