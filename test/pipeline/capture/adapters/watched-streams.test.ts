import { beforeEach, describe, expect, it } from 'vitest'
import { WatchedStreams } from '../../../../src/pipeline/capture/adapters/watched-streams.ts'

const CAMERAS = 4000
/** A reply is kept under about this, bytes. */
const REPLY_BYTES = 8 * 1024 * 1024
const FRAME = Buffer.alloc(256 * 1024)

describe('WatchedStreams', () => {
  let watched: WatchedStreams

  const watch = (count: number) =>
    watched.replace(Array.from({ length: count }, (_, i) => ({ stream: `camera-${i}`, cursor: '0-0' })))
  const bite = () => watched.nextBite() ?? expect.fail('nothing to read')
  /** Answers a read with so many frames, each of another stream. */
  const answer = (keys: readonly string[], id: string) =>
    watched.advance(keys.map(key => ({ key, entries: [{ id, jpeg: FRAME, meta: null }] })))
  /** Reads until one read is about all streams. @returns How many reads that took. */
  const readsUntilAll = () => {
    for (let reads = 1; reads < 100; reads++) {
      if (bite().block) return reads
      answer([], '1-0')
    }
    return expect.fail('never all')
  }

  beforeEach(() => {
    watched = new WatchedStreams()
  })

  it('asks a few cameras for all that waits, and a single read may wait', () => {
    watch(3)
    expect(bite()).toMatchObject({ mostPerStream: 10, block: true })
  })

  it('begins with few of many streams, since each may have a frame, and gets to all of them soon', () => {
    watch(CAMERAS)
    expect(bite().streams).toHaveLength(REPLY_BYTES / FRAME.length)
    expect(bite()).toMatchObject({ mostPerStream: 1, block: false })
    expect(readsUntilAll()).toBeLessThan(10)
  })

  it('goes on with all streams while frames come as usual', () => {
    watch(CAMERAS)
    readsUntilAll()
    for (let i = 0; i < 20; i++) {
      const { streams, block } = bite()
      expect([streams.length, block]).toEqual([CAMERAS, true])
      answer(
        streams.slice(i * 5, i * 5 + 5).map(({ key }) => key),
        '2-0'
      )
    }
  })

  it('takes fewer streams at once while replies are large, each in its turn', () => {
    watch(CAMERAS)
    readsUntilAll()
    const read = new Set<string>()
    let largest = 0
    for (let i = 3; read.size < CAMERAS; i++) {
      const keys = bite().streams.map(({ key }) => key)
      answer(keys, `${i}-0`)
      for (const key of keys) read.add(key)
      if (i > 12) largest = Math.max(largest, keys.length)
    }
    expect(largest * FRAME.length).toBeLessThanOrEqual(2 * REPLY_BYTES)
  })

  it('begins with few again when a backlog is expected', () => {
    watch(CAMERAS)
    readsUntilAll()
    watched.expectBacklog()
    expect(bite().streams).toHaveLength(REPLY_BYTES / FRAME.length)
  })

  it('reads nothing of streams whose end is not known yet', () => {
    watched.replace([{ stream: 'new', cursor: null }])
    expect(watched.nextBite()).toBeNull()
  })
})
