import { describe, expect, it } from 'vitest'
import { KernelMemory } from '../../src/kernels/kernel-memory.ts'
import { createSobelGradients, sobelGradients } from '../../src/kernels/sobel-gradients.ts'
import { everyShape, largePlanes, makePlane, type TestPlane } from './planes.ts'
import { plainSobel } from './reference/plain-sobel.ts'

const memory = new KernelMemory()

function compare({ name, plane, width, height }: TestPlane): void {
  const [gradients, expected] = [createSobelGradients(width * height), createSobelGradients(width * height)]
  memory.put('picture', plane, width, height)
  sobelGradients(memory, 'picture', gradients)
  plainSobel(plane, width, height, expected)
  for (const key of ['gradientX', 'gradientY', 'magnitude', 'directions'] as const) {
    if (Buffer.compare(bytesOf(gradients[key]), bytesOf(expected[key])) !== 0) {
      expect.fail(`${key} of ${name}`)
    }
  }
}

const bytesOf = ({ buffer }: { readonly buffer: ArrayBufferLike }) => new Uint8Array(buffer)

/** Direction of a slope that rises along an angle, degrees from the x axis towards the y axis, in whole levels. */
function slopeDirection(degrees: number): number {
  const stepX = Math.round(40 * Math.cos((degrees * Math.PI) / 180))
  const stepY = Math.round(40 * Math.sin((degrees * Math.PI) / 180))
  const gradients = createSobelGradients(9)
  const plane = makePlane(3, 3, (x, y) => 128 + (x - 1) * stepX + (y - 1) * stepY)
  memory.put('picture', plane, 3, 3)
  sobelGradients(memory, 'picture', gradients)
  return gradients.directions[4]!
}

describe('sobelGradients', () => {
  it('agrees with the plain version on every shape from 1 x 1 to 40 x 40', () => {
    for (const picture of everyShape(1, 40)) compare(picture)
  })

  it.each(largePlanes())('agrees with the plain version on $name', compare)

  it('tells eight directions, the same when the contrast turns over', () => {
    for (let eighth = 0; eighth < 8; eighth++) {
      const degrees = 22.5 * eighth + 11
      expect(slopeDirection(degrees)).toBe(eighth)
      expect(slopeDirection(degrees + 180)).toBe(eighth)
    }
  })

  it('gives a boundary to the eighth that it begins', () => {
    expect([0, 45, 90, 135, 180, 225, 270, 315].map(degrees => slopeDirection(degrees))).toEqual([
      0, 2, 4, 6, 0, 2, 4, 6
    ])
  })

  it('refuses outputs that are too small', () => {
    memory.put('picture', new Uint8Array(100), 10, 10)
    expect(() => sobelGradients(memory, 'picture', createSobelGradients(99))).toThrow('10 x 10 values, received 99')
    expect(() => sobelGradients(new KernelMemory(), 'picture', createSobelGradients(99))).toThrow(RangeError)
  })
})
