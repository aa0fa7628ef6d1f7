import { describe, expect, it } from 'vitest'
import { lumaFromRgb } from '../../src/kernels/luma-from-rgb.ts'
import { seededRandom } from './planes.ts'

describe('lumaFromRgb', () => {
  it.each([3, 4])('is BT.601 within a rounding, %i channels', channels => {
    const random = seededRandom(3)
    const pixels = Uint8Array.from({ length: 999 * channels }, () => random() * 256)
    const luma = new Uint8Array(999)
    lumaFromRgb(pixels, channels, luma)
    luma.forEach((level, i) => {
      const [red, green, blue] = pixels.subarray(i * channels)
      expect(Math.abs(level - (0.299 * red! + 0.587 * green! + 0.114 * blue!))).toBeLessThanOrEqual(0.51)
    })
  })

  it.each([1, 2])('takes grey as it is, %i channels', channels => {
    const pixels = Uint8Array.from({ length: 256 * channels }, (_, i) => (i % channels === 0 ? i / channels : 99))
    const luma = new Uint8Array(256)
    lumaFromRgb(pixels, channels, luma)
    expect(Array.from(luma)).toEqual(Array.from({ length: 256 }, (_, i) => i))
  })

  it('keeps every grey, black and white included', () => {
    const luma = new Uint8Array(256)
    lumaFromRgb(
      Uint8Array.from({ length: 768 }, (_, i) => Math.floor(i / 3)),
      3,
      luma
    )
    expect(Array.from(luma)).toEqual(Array.from({ length: 256 }, (_, i) => i))
  })

  it('refuses too few values and channels that are none', () => {
    expect(() => lumaFromRgb(new Uint8Array(8), 3, new Uint8Array(3))).toThrow(RangeError)
    expect(() => lumaFromRgb(new Uint8Array(50), 5, new Uint8Array(3))).toThrow(RangeError)
    expect(() => lumaFromRgb(new Uint8Array(50), 0, new Uint8Array(3))).toThrow(RangeError)
  })
})
