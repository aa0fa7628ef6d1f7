import { describe, expect, it } from 'vitest'
import { StreamIndex } from '../../../src/pipeline/snapshots/stream-index.ts'

const HOUR_MS = 3_600_000
const NOW_MS = 1_800_000_000_000

describe('stream index, when the clock is set back', () => {
  it('a new snapshot goes behind the newest one, so that it is not the first to be deleted', () => {
    const index = new StreamIndex('gate')
    index.addListed([{ epochMs: NOW_MS, suffix: false }])
    index.loadedAtMs = NOW_MS
    index.limit = 2
    const claimed = [1, 2, 3].map(i => index.claim(NOW_MS - HOUR_MS + i))
    expect(claimed).toEqual([NOW_MS + 1, NOW_MS + 2, NOW_MS + 3])
    for (const epochMs of claimed) index.stored(epochMs, false)
    expect(index.takeOldest(index.excess).map(({ epochMs }) => epochMs)).toEqual([NOW_MS, NOW_MS + 1])
  })

  it('a newest one of far in the future was dated wrongly, and nothing is put behind it', () => {
    const index = new StreamIndex('gate')
    index.addListed([{ epochMs: NOW_MS + 48 * HOUR_MS, suffix: false }])
    expect(index.claim(NOW_MS)).toBe(NOW_MS)
  })

  it('clocks of two machines that differ by seconds change no name', () => {
    const index = new StreamIndex('gate')
    index.addListed([{ epochMs: NOW_MS + 30_000, suffix: false }])
    expect(index.claim(NOW_MS)).toBe(NOW_MS)
  })
})
