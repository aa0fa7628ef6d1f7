import { describe, expect, it } from 'vitest'
import { BytePool } from '../../src/lib/byte-pool.ts'

describe('BytePool', () => {
  it('gives bytes of the length that was asked for, in a piece that is at most a quarter longer', () => {
    const pool = new BytePool(1 << 24)
    for (const bytes of [0, 1, 16_383, 16_384, 16_385, 100_000, 262_143, 262_144, 262_145, 5_000_001]) {
      const taken = pool.take(bytes)
      expect(taken).toHaveLength(bytes)
      if (bytes >= 16_384) expect(taken.buffer.byteLength).toBeLessThanOrEqual(1.25 * bytes)
    }
  })

  it('uses what was given back for the next bytes of about that length, and never twice at once', () => {
    const pool = new BytePool(1 << 24)
    const first = pool.take(100_000)
    pool.give(first)
    const second = pool.take(101_000)
    const third = pool.take(101_000)
    expect(second.buffer).toBe(first.buffer)
    expect(third.buffer).not.toBe(first.buffer)
    pool.give(second)
    pool.give(second)
    expect(pool.take(100_000).buffer).toBe(first.buffer)
    expect(pool.take(100_000).buffer).not.toBe(first.buffer)
  })

  it('leaves alone what is not its own', () => {
    const pool = new BytePool(1 << 24)
    const foreign = new Uint8Array(98_304)
    pool.give(foreign)
    pool.give(new Uint8Array(new SharedArrayBuffer(98_304)))
    pool.give(Buffer.from('of a slab that others use'))
    expect(pool.take(98_304).buffer).not.toBe(foreign.buffer)
  })

  it('keeps no more than it was told to, and gets over a change of lengths', () => {
    const pool = new BytePool(150_000)
    const large = pool.take(131_072)
    const other = pool.take(98_304)
    pool.give(large)
    pool.give(other)
    expect(pool.take(131_072).buffer).not.toBe(large.buffer)
    expect(pool.take(98_304).buffer).toBe(other.buffer)
    const tooLarge = pool.take(200_000)
    pool.give(tooLarge)
    expect(pool.take(200_000).buffer).not.toBe(tooLarge.buffer)
  })
})
