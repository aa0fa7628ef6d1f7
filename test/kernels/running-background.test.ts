import { describe, expect, it } from 'vitest'
import { KernelMemory } from '../../src/kernels/kernel-memory.ts'
import { addToBackground, BACKGROUND_PARTS } from '../../src/kernels/running-background.ts'
import { everyShape, largePlanes, seededRandom, type TestPlane } from './planes.ts'
import { plainBackground } from './reference/plain-background.ts'

const memory = new KernelMemory()
const random = seededRandom(41)

function compare({ name, plane, width, height }: TestPlane, shift: number): void {
  const background = Int16Array.from(plane, () => {
    const kind = random()
    return kind < 0.2 ? 0 : kind < 0.4 ? 255 * BACKGROUND_PARTS : random() * 255 * BACKGROUND_PARTS
  })
  const expected = background.slice()
  const chosen = Uint8Array.from({ length: 144 }, () => (random() < 0.7 ? 1 + random() * 254 : 0))
  memory.put('picture', plane, width, height)
  addToBackground(memory, 'picture', background, shift, chosen)
  plainBackground(plane, width, height, expected, shift, chosen)
  if (Buffer.compare(new Uint8Array(background.buffer), new Uint8Array(expected.buffer)) !== 0) {
    expect.fail(`${name}, shift ${shift}`)
  }
}

describe('addToBackground', () => {
  it('agrees with the plain version on every shape from 16 x 16 to 40 x 40', () => {
    let shift = 0
    for (const picture of everyShape(16, 40)) compare(picture, shift++ % 9)
  })

  it.each(largePlanes())('agrees with the plain version on $name', picture => {
    for (const shift of [0, 1, 5, 8]) compare(picture, shift)
  })

  it('takes the plane as it is at shift 0', () => {
    const plane = Uint8Array.from({ length: 400 }, (_, i) => i % 256)
    const background = new Int16Array(400)
    memory.put('picture', plane, 20, 20)
    addToBackground(memory, 'picture', background, 0, new Uint8Array(144).fill(1))
    expect(Array.from(background)).toEqual(Array.from(plane, level => level * BACKGROUND_PARTS))
  })

  it('comes as near to a steady picture as it says', () => {
    for (const shift of [1, 4, 8]) {
      const background = Int16Array.from({ length: 400 }, (_, i) => i * 80)
      memory.put('picture', new Uint8Array(400).fill(100), 20, 20)
      for (let i = 0; i < 4000; i++) addToBackground(memory, 'picture', background, shift, new Uint8Array(144).fill(1))
      const farthest = Math.max(...background.map(value => Math.abs(value - 100 * BACKGROUND_PARTS)))
      expect(farthest / BACKGROUND_PARTS).toBeLessThanOrEqual(2 ** (shift - 8))
    }
  })

  it('refuses what does not fit', () => {
    const chosen = new Uint8Array(144)
    memory.put('picture', new Uint8Array(400), 20, 20)
    expect(() => addToBackground(memory, 'picture', new Int16Array(399), 4, chosen)).toThrow(RangeError)
    expect(() => addToBackground(memory, 'picture', new Int16Array(400), 4, new Uint8Array(143))).toThrow(RangeError)
    expect(() => addToBackground(memory, 'picture', new Int16Array(400), 9, chosen)).toThrow('received 9')
    expect(() => addToBackground(memory, 'picture', new Int16Array(400), 1.5, chosen)).toThrow(RangeError)
    memory.put('picture', new Uint8Array(400), 50, 8)
    expect(() => addToBackground(memory, 'picture', new Int16Array(400), 4, chosen)).toThrow(RangeError)
  })
})
