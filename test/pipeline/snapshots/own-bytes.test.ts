import { describe, expect, it } from 'vitest'
import { ownBytes } from '../../../src/pipeline/snapshots/own-bytes.ts'

describe('ownBytes', () => {
  it('copies a small view out of large memory', () => {
    const view = new Uint8Array(new Uint8Array(10_000).fill(7).buffer, 100, 50)
    const own = ownBytes(view)
    expect(own.buffer.byteLength).toBe(50)
    expect([...own]).toEqual([...view])
  })

  it('copies a Buffer out of the pool', () => {
    expect(ownBytes(Buffer.from('a picture')).buffer.byteLength).toBe(9)
  })

  it('leaves bytes that fill their memory where they are', () => {
    const bytes = new Uint8Array(100)
    expect(ownBytes(bytes)).toBe(bytes)
  })
})
