import { describe, expect, it } from 'vitest'
import { LATTICE_LEVELS, packPlane, unpackPlane } from '../../src/kernels/packed-plane.ts'
import { seededRandom } from './planes.ts'
import * as plain from './reference/plain-packing.ts'

const random = seededRandom(17)
const plane = (count: number, level: (i: number) => number) =>
  Uint8Array.from({ length: count }, (_, i) => Math.min(255, Math.max(0, Math.round(level(i)))))
const brought = (packed: Uint8Array, background: Uint8Array) => {
  const out = new Uint8Array(background.length)
  unpackPlane(packed, background, out)
  return out
}
const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1]!

describe('packed plane', () => {
  it.each([16, 17, 31, 576, 14_400])(
    'brings %i values back within a level, and near black and white within two',
    count => {
      for (const reach of [2, 20, 600]) {
        const background = plane(count, () => random() * 255)
        const now = plane(count, i => background[i]! + (random() - 0.5) * reach)
        const back = brought(packPlane(now, background).slice(), background)
        for (let i = 0; i < count; i++) {
          const isNearEnd = now[i]! < 2 || now[i]! > 253
          expect(Math.abs(back[i]! - now[i]!)).toBeLessThanOrEqual(isNearEnd ? 2 : 1)
        }
      }
    }
  )

  it.each([1, 15, 16, 17, 576, 14_311, 19_200])(
    'packs %i values into the bytes of a plain version, and back',
    count => {
      for (const reach of [0, 3, 9, 40, 150, 600]) {
        const background = plane(count, () => random() * 255)
        const now = plane(count, i => background[i]! + (random() - 0.5) * reach)
        const packed = packPlane(now, background).slice()
        expect(packed).toEqual(plain.packPlane(now, background).slice())
        const back = new Uint8Array(count)
        plain.unpackPlane(packed, background, back)
        expect(brought(packed, background)).toEqual(back)
      }
    }
  )

  it('refuses more values than a small picture has, and planes of two sizes', () => {
    expect(() => packPlane(new Uint8Array(19_201), new Uint8Array(19_201))).toThrow(RangeError)
    expect(() => packPlane(new Uint8Array(99), new Uint8Array(100))).toThrow(RangeError)
    expect(() => unpackPlane(new Uint8Array(99), new Uint8Array(100), new Uint8Array(99))).toThrow(RangeError)
  })

  it('takes nothing but a byte for 16 values where nothing differs, and under 5 KB under the noise of a sensor', () => {
    const background = plane(14_400, i => i % 251)
    expect(packPlane(background, background).length).toBe(900)
    const noisy = plane(14_400, i => background[i]! + (random() + random() + random() - 1.5) * 3)
    expect(packPlane(noisy, background).length).toBeLessThan(5000)
  })

  it('loses nothing more when planes are packed against their own median, however often', () => {
    const count = 3200
    const truth = plane(count, () => 20 + random() * 200)
    let background = plane(count, i => truth[i]! + random() * 6)
    const noisy = Array.from({ length: 9 }, () => plane(count, i => truth[i]! + (random() - 0.5) * 8))
    let kept = noisy.map(now => brought(packPlane(now, background), background))
    const first = kept
    for (let round = 0; round < 5; round++) {
      background = plane(count, i => median(kept.map(one => one[i]!)))
      kept = kept.map(one => brought(packPlane(one, background), background))
    }
    expect(kept).toEqual(first)
    for (let i = 0; i < count; i++) {
      const exact = median(noisy.map(one => one[i]!))
      expect(Math.abs(background[i]! - exact)).toBeLessThanOrEqual((LATTICE_LEVELS - 1) / 2)
    }
  })
})
