import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { batchFromBytes, batchToBytes, type SharedResult, sizeOf } from '../../src/fleet/result-batch.ts'

const result = fc.record({
  // A lone surrogate has no bytes in UTF-8, and no name has one.
  stream: fc.string({ unit: 'grapheme', maxLength: 200 }),
  abnormal: fc.boolean(),
  token: fc.maxSafeInteger(),
  cursor: fc.option(fc.stringMatching(/^\d{1,13}-\d{1,4}$/)),
  text: fc.uint8Array({ maxLength: 500 }).map(bytes => Buffer.from(bytes))
})

describe('batch of results', () => {
  it('comes back as it was', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9]{0,255}$/), fc.array(result), (origin, results) => {
        const bytes = batchToBytes(origin, results)
        expect(batchFromBytes(bytes)).toEqual({ origin, results })
        expect(bytes.length).toBe(2 + origin.length + results.reduce((sum, one) => sum + sizeOf(one), 0))
      })
    )
  })

  it('of no form that is known is none', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), bytes => {
        const batch = batchFromBytes(Buffer.from(bytes))
        if (bytes[0] !== 0xc1) expect(batch).toBeNull()
      })
    )
  })

  it('is none when it is cut off within a result, or when one byte of a length is another', () => {
    const one: SharedResult = { stream: '门口', abnormal: true, token: 7, cursor: '1-0', text: Buffer.from('{"a":1}') }
    const bytes = batchToBytes('m1', [one, one])
    const whole = new Set([4, 4 + sizeOf(one), bytes.length])
    for (let length = 0; length < bytes.length; length++) {
      const batch = batchFromBytes(bytes.subarray(0, length))
      if (whole.has(length)) expect(batch?.results.length).toBe(length === 4 ? 0 : 1)
      else expect(batch).toBeNull()
    }
    bytes.writeUInt32LE(0xffffffff, 4 + 12)
    expect(batchFromBytes(bytes)).toBeNull()
  })
})
