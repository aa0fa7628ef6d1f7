import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keySlot } from '../../src/clients/key-slot.ts'

describe('key slot', () => {
  // As CLUSTER KEYSLOT of Redis 7 answers.
  it.each([
    ['123456789', 12_739],
    ['frames:gate-1', 6163],
    ['', 0],
    ['foo{}{bar}', 8363],
    ['foo{{bar}}zap', 4015],
    ['{user1000}.following', 3443],
    ['{user1000}.followers', 3443],
    ['frames:门口', 15_055]
  ])('is that of the server for %j', (key, slot) => {
    expect(keySlot(key)).toBe(slot)
  })

  it('depends on the hash tag alone', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[^{}]+$/), fc.stringMatching(/^[^{}]*$/), fc.string(), (tag, before, after) => {
        expect(keySlot(`${before}{${tag}}${after}`)).toBe(keySlot(tag))
      })
    )
  })
})
