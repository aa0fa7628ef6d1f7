import { describe, expect, it } from 'vitest'
import { EMPTY_META, type EncodedFrame } from '../../../src/model/frame.ts'
import { FrameQueue } from '../../../src/pipeline/capture/frame-queue.ts'

function frame(stream: string, cursor: number, receivedAtMs = 0, bytes = 10): EncodedFrame {
  const jpeg = new Uint8Array(bytes)
  return {
    stream,
    cursor: String(cursor),
    jpeg,
    problem: null,
    meta: EMPTY_META,
    addedAtMs: receivedAtMs,
    receivedAtMs
  }
}

function queueOf(options: { maxBytes?: number; maxAgeMs?: number; nowMs?: () => number } = {}) {
  const drops = new Map<string, number>()
  const gone: string[] = []
  const queue = new FrameQueue({
    maxBytes: options.maxBytes ?? 1000,
    maxAgeMs: options.maxAgeMs ?? 1000,
    clock: options.nowMs ?? (() => 0),
    onDrop: (stream, count) => drops.set(stream, (drops.get(stream) ?? 0) + count),
    onGone: frame => gone.push(frame.stream + frame.cursor)
  })
  return { queue, drops, gone }
}

function takeAll(queue: FrameQueue): string[] {
  const taken: string[] = []
  for (let next = queue.next(); next !== null; next = queue.next()) {
    taken.push(next.stream + next.cursor)
    queue.done(next.stream)
  }
  return taken
}

describe('frame queue', () => {
  it('takes cameras in turn and each camera in order', () => {
    const { queue } = queueOf()
    for (const cursor of [1, 2, 3]) queue.push(frame('a', cursor))
    queue.push(frame('b', 1))
    expect(takeAll(queue)).toEqual(['a1', 'b1', 'a2', 'a3'])
    expect([queue.length, queue.bytes]).toEqual([0, 0])
  })

  it('gives no second frame of a camera while its first is being analysed', () => {
    const { queue } = queueOf()
    queue.push(frame('a', 1))
    queue.push(frame('a', 2))
    expect(queue.next()?.cursor).toBe('1')
    expect(queue.next()).toBeNull()
    queue.done('a')
    expect(queue.next()?.cursor).toBe('2')
  })

  it('drops the oldest frames of the camera that floods it, when bytes run out', () => {
    const { queue, drops, gone } = queueOf({ maxBytes: 50 })
    queue.push(frame('quiet', 1))
    for (let cursor = 1; cursor <= 20; cursor++) queue.push(frame('loud', cursor))
    expect(drops).toEqual(new Map([['loud', 16]]))
    expect(gone).toEqual(Array.from({ length: 16 }, (_, i) => `loud${i + 1}`))
    expect(takeAll(queue)).toEqual(['quiet1', 'loud17', 'loud18', 'loud19', 'loud20'])
  })

  it('keeps a frame that alone is larger than the bound', () => {
    const { queue, drops } = queueOf({ maxBytes: 5 })
    queue.push(frame('a', 1))
    expect(takeAll(queue)).toEqual(['a1'])
    expect(drops.size).toBe(0)
  })

  it("drops what waited too long, but never a camera's newest frame", () => {
    let nowMs = 0
    const { queue, drops, gone } = queueOf({ maxAgeMs: 100, nowMs: () => nowMs })
    queue.push(frame('a', 1, 0))
    queue.push(frame('a', 2, 50))
    queue.push(frame('a', 3, 60))
    queue.push(frame('b', 1, 0))
    nowMs = 5000
    expect(takeAll(queue)).toEqual(['a3', 'b1'])
    expect(drops).toEqual(new Map([['a', 2]]))
    expect(gone).toEqual(['a1', 'a2'])
  })

  it('lets frames wait half as long once an overload has lasted for a second, until it is over', () => {
    let nowMs = 0
    const { queue } = queueOf({ maxAgeMs: 100, nowMs: () => nowMs })
    /** Three frames of one age: without drops all of them are taken. */
    const takenAfter = (ageMs: number): number => {
      for (const cursor of [1, 2, 3]) queue.push(frame('a', cursor, nowMs - ageMs))
      return takeAll(queue).length
    }
    expect([takenAfter(60), queue.overloaded]).toEqual([3, false])
    expect([takenAfter(101), queue.overloaded]).toEqual([1, true])
    nowMs = 900
    expect(takenAfter(60)).toBe(3)
    expect(takenAfter(101)).toBe(1)
    nowMs = 1800
    expect(takenAfter(60)).toBe(1)
    nowMs = 2800
    expect([takenAfter(60), queue.overloaded]).toEqual([3, false])
  })

  it('forgets a camera that is removed, also while one of its frames is analysed', () => {
    const { queue, gone } = queueOf()
    queue.push(frame('a', 1))
    queue.push(frame('a', 2))
    queue.push(frame('b', 1))
    expect(queue.next()?.stream).toBe('a')
    queue.remove('a')
    queue.done('a')
    // The one that is being analysed is not the queue's any more.
    expect(gone).toEqual(['a2'])
    expect(takeAll(queue)).toEqual(['b1'])
    expect([queue.length, queue.bytes]).toEqual([0, 0])
  })

  it('accounts for every frame: taken plus dropped is pushed', () => {
    const { queue, drops } = queueOf({ maxBytes: 333 })
    let taken = 0
    for (let i = 0; i < 1000; i++) {
      queue.push(frame(`camera-${(i * 7919) % 13}`, i, 0, 1 + (i % 40)))
      if (i % 3 === 0) {
        const next = queue.next()
        if (next !== null) {
          taken++
          queue.done(next.stream)
        }
      }
    }
    taken += takeAll(queue).length
    const dropped = [...drops.values()].reduce((sum, count) => sum + count, 0)
    expect(taken + dropped).toBe(1000)
    expect(dropped).toBeGreaterThan(0)
  })
})
