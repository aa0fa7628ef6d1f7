import { describe, expect, it } from 'vitest'
import { givePicture } from '../../src/codec/give-picture.ts'
import { PlanePool } from '../../src/codec/plane-pool.ts'
import { sceneJpeg } from './make-jpeg.ts'
import { ownDecode } from './own-decode.ts'

describe('PlanePool', () => {
  it('hands out again what was given back, by length', () => {
    const pool = new PlanePool(1000)
    const [long, short] = [pool.take(200), pool.take(100)]
    pool.give(long)
    pool.give(short)
    expect(pool.take(100)).toBe(short)
    expect(pool.take(100)).not.toBe(short)
    expect(pool.take(200)).toBe(long)
  })

  it('keeps no more than its limit', () => {
    const pool = new PlanePool(250)
    const kept = pool.take(100)
    pool.give(pool.take(200))
    pool.give(kept)
    pool.give(pool.take(300))
    expect(pool.take(100)).toBe(kept)
    const none = new PlanePool(0)
    none.give(kept)
    expect(none.take(100)).not.toBe(kept)
  })

  it('serves the same memory to frame after frame of one size', async () => {
    const pool = new PlanePool(1 << 20)
    const jpeg = await sceneJpeg(640, 480)
    const first = ownDecode(jpeg, 2, pool)
    const kept = Uint8Array.from(first.luma)
    givePicture(first, pool)
    const second = ownDecode(jpeg, 2, pool)
    expect(second.luma.buffer).toBe(first.luma.buffer)
    expect(second.blocks?.energy.buffer).toBe(first.blocks?.energy.buffer)
    expect(second.luma).toEqual(kept)
  })
})
