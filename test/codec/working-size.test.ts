import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { workingSize } from '../../src/codec/working-size.ts'

describe('workingSize', () => {
  it.each([
    [1, 1, 1, 1, 1, 1],
    [3, 2000, 1, 1, 3, 2000],
    [320, 240, 1, 1, 320, 240],
    [479, 360, 1, 1, 479, 360],
    [480, 360, 2, 1, 240, 180],
    [640, 360, 2, 1, 320, 180],
    [720, 1280, 2, 1, 360, 640],
    [1283, 723, 4, 1, 320, 180],
    [1919, 1080, 4, 1, 479, 270],
    [1920, 1080, 8, 1, 240, 135],
    [3840, 2160, 8, 1, 480, 270],
    [3848, 2160, 8, 2, 481, 270],
    [7680, 4320, 8, 2, 960, 540],
    [65_000, 10, 8, 17, 8125, 1]
  ])(
    'takes %i x %i to 1/%i, boxes of %i, decoded %i x %i',
    (width, height, denominator, boxPx, decodedWidth, decodedHeight) => {
      expect(workingSize(width, height)).toEqual({ denominator, boxPx, decodedWidth, decodedHeight })
    }
  )

  it('stays small whatever the shape', () => {
    const side = fc.integer({ min: 1, max: 65_535 })
    fc.assert(
      fc.property(side, side, (width, height) => {
        const { decodedWidth, decodedHeight, boxPx } = workingSize(width, height)
        const columns = Math.max(1, Math.floor(decodedWidth / boxPx))
        const rows = Math.max(1, Math.floor(decodedHeight / boxPx))
        expect(columns).toBeLessThanOrEqual(480)
        expect(columns * rows).toBeLessThanOrEqual(1 << 20)
      })
    )
  })

  it('keeps at least 240 px of width where there are so many and the shape is ordinary', () => {
    fc.assert(
      fc.property(fc.integer({ min: 240, max: 65_535 }), width => {
        const { decodedWidth, boxPx } = workingSize(width, Math.ceil(width * 0.75))
        expect(Math.floor(decodedWidth / boxPx)).toBeGreaterThanOrEqual(240)
      })
    )
  })
})
