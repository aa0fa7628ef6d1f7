import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { silentLog } from '../../../src/lib/log.ts'
import { CursorKeeper } from '../../../src/pipeline/capture/cursor-keeper.ts'
import type { CursorStore, SlotCursors } from '../../../src/pipeline/capture/cursor-store.ts'

const STREAMS = ['a', 'b', 'c'] as const
type Stream = (typeof STREAMS)[number]

/** Keeps cursors in memory, refuses some saves, and remembers in which order it was given which. */
class OwnStore implements CursorStore {
  readonly cursors = new Map<string, string>()
  fails = false
  calls = 0

  async load(): Promise<ReadonlyMap<string, string>> {
    return this.cursors
  }

  async save(slots: readonly SlotCursors[]): Promise<readonly number[]> {
    this.calls++
    if (this.fails) throw new Error('Store is down')
    for (const { moved, gone } of slots) {
      for (const [stream, cursor] of moved) this.cursors.set(stream, cursor)
      for (const stream of gone) this.cursors.delete(stream)
    }
    return []
  }

  async close(): Promise<void> {}
}

const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('judge' as const), stream: fc.constantFrom(...STREAMS) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('watch' as const), streams: fc.subarray([...STREAMS]) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('save' as const), waits: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('fail' as const), fails: fc.boolean() }) }
)

describe('what the keeper of cursors promises, whatever comes', () => {
  it('has what was judged last of each watched camera, nothing of those that left, and never goes back', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async steps => {
        const store = new OwnStore()
        const keeper = new CursorKeeper({ store, everyMs: 3000, clock: () => 0, log: silentLog })
        let watched = new Set<Stream>()
        const judged = new Map<Stream, string>()
        let number = 0
        for (const one of steps) {
          if (one.do === 'judge') {
            const cursor = String(++number).padStart(4, '0')
            keeper.note(one.stream, cursor)
            if (watched.has(one.stream)) judged.set(one.stream, cursor)
          } else if (one.do === 'watch') {
            watched = new Set(one.streams)
            for (const stream of judged.keys()) if (!watched.has(stream)) judged.delete(stream)
            keeper.watch(one.streams.map((stream, slot) => ({ stream, slot, fence: null })))
          } else if (one.do === 'fail') store.fails = one.fails
          else {
            const before = new Map(store.cursors)
            const saved = keeper.save()
            if (one.waits) await saved
            for (const [stream, cursor] of store.cursors) {
              expect(cursor >= (before.get(stream) ?? '')).toBe(true)
            }
          }
          for (const stream of STREAMS) expect(keeper.cursorOf(stream)).toBe(judged.get(stream) ?? null)
        }
        store.fails = false
        // The first may have been on its way, with what was known before.
        await keeper.save()
        await keeper.close()
        expect(new Map(store.cursors)).toEqual(judged)
        const calls = store.calls
        expect(calls).toBeGreaterThanOrEqual(watched.size > 0 ? 1 : 0)
      }),
      {
        numRuns: 300,
        // Back before it was saved that it had left.
        examples: [
          [
            [
              { do: 'watch', streams: ['b'] },
              { do: 'judge', stream: 'b' },
              { do: 'save', waits: true },
              { do: 'watch', streams: [] },
              { do: 'watch', streams: ['b'] }
            ]
          ]
        ]
      }
    )
  })
})
