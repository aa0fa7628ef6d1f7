import { describe, expect, it } from 'vitest'
import { frameHash } from '../../src/codec/frame-hash.ts'
import { sceneJpeg } from './make-jpeg.ts'

describe('frameHash', () => {
  it('is equal for equal bytes, wherever they lie in memory', async () => {
    const jpeg = await sceneJpeg(320, 240)
    for (let shift = 0; shift < 8; shift++) {
      const moved = Buffer.alloc(jpeg.length + 8)
      moved.set(jpeg, shift)
      expect(frameHash(moved.subarray(shift, shift + jpeg.length))).toBe(frameHash(jpeg))
    }
  })

  it('changes with every single bit, at any length', () => {
    for (let length = 1; length < 40; length++) {
      const bytes = Uint8Array.from({ length }, (_, i) => i * 7)
      const seen = new Set([frameHash(bytes)])
      for (let bit = 0; bit < length * 8; bit++) {
        bytes[bit >> 3]! ^= 1 << (bit & 7)
        seen.add(frameHash(bytes))
        bytes[bit >> 3]! ^= 1 << (bit & 7)
      }
      expect(seen.size).toBe(length * 8 + 1)
    }
  })

  it('tells lengths apart, even of zeros', () => {
    const seen = new Set(Array.from({ length: 200 }, (_, length) => frameHash(new Uint8Array(length))))
    expect(seen.size).toBe(200)
  })

  it('tells swapped words apart', () => {
    const words = Uint32Array.from({ length: 64 }, (_, i) => i * 0x01010101)
    const before = frameHash(new Uint8Array(words.buffer))
    for (const [i, j] of [
      [0, 4],
      [1, 2],
      [3, 40]
    ] as const) {
      const swapped = Uint32Array.from(words)
      ;[swapped[i], swapped[j]] = [words[j]!, words[i]!]
      expect(frameHash(new Uint8Array(swapped.buffer))).not.toBe(before)
    }
  })
})
