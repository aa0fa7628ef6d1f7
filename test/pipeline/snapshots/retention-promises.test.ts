import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { silentLog } from '../../../src/lib/log.ts'
import { keyIn, safeStream } from '../../../src/pipeline/snapshots/object-key.ts'
import { Retention } from '../../../src/pipeline/snapshots/retention.ts'

const STREAMS = ['a', 'b', 'a/b', '门'] as const
const FAR_MS = 600_000

/** A store in memory that refuses to delete when told so, and remembers what was deleted of whom. */
class OwnStore {
  readonly keys = new Set<string>()
  fails = false

  async *list(prefix: string): AsyncIterable<readonly string[]> {
    yield [...this.keys].filter(key => key.startsWith(prefix)).sort()
  }

  async remove(keys: readonly string[]): Promise<void> {
    if (this.fails) throw new Error('Store is down')
    for (const key of keys) this.keys.delete(key)
  }

  of(stream: string): string[] {
    const folder = `${safeStream(stream)}/`
    return [...this.keys].filter(key => key.startsWith(folder)).sort()
  }
}

type Step =
  | { readonly do: 'store'; readonly stream: (typeof STREAMS)[number]; readonly atMs: number; readonly suffix: boolean }
  | { readonly do: 'limit'; readonly stream: (typeof STREAMS)[number]; readonly limit: number }
  | { readonly do: 'fail'; readonly fails: boolean }
  | { readonly do: 'give up'; readonly stream: (typeof STREAMS)[number]; readonly atMs: number }

const stream = fc.constantFrom(...STREAMS)
// Close to each other, so that times are taken more than once.
const atMs = fc.integer({ min: 1_000_000, max: 1_000_040 })
const steps = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ do: fc.constant('store' as const), stream, atMs, suffix: fc.boolean() }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('limit' as const), stream, limit: fc.nat(6) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('fail' as const), fails: fc.boolean() }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('give up' as const), stream, atMs }) }
  ),
  { maxLength: 60 }
)

describe('what retention promises, whatever comes', () => {
  it('keeps the newest so many of each stream, deletes no newer one than it keeps, and never another stream\u2019s', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async list => {
        await play(list)
      }),
      { numRuns: 150 }
    )
  })
})

/** Holds the store against what must be in it, whenever it takes deletions and has had time for them. */
async function play(list: readonly Step[]): Promise<void> {
  const store = new OwnStore()
  const limits = new Map<string, number>(STREAMS.map(name => [name, 5]))
  const stored = new Map<string, string[]>()
  let nowMs = 0
  const retention = new Retention({ store, trimInterval: 1, log: silentLog, clock: () => nowMs, random: () => 0.5 })
  retention.configure(limits)
  await settled()
  const check = () => {
    for (const name of STREAMS) {
      const all = [...(stored.get(name) ?? [])].sort()
      const kept = Math.min(all.length, limits.get(name) ?? 0)
      expect(store.of(name)).toEqual(kept === 0 ? [] : all.slice(-kept))
      // What a lowered limit deleted does not come back when it is raised.
      stored.set(name, store.of(name))
    }
  }
  for (const step of list) {
    if (step.do === 'store') {
      const claimedMs = retention.claim(step.stream, step.atMs)
      if (claimedMs === null) continue
      const key = keyIn(safeStream(step.stream), claimedMs, step.suffix)
      expect(store.keys.has(key)).toBe(false)
      store.keys.add(key)
      stored.set(step.stream, [...(stored.get(step.stream) ?? []), key])
      retention.stored(step.stream, claimedMs, step.suffix)
    } else if (step.do === 'limit') {
      limits.set(step.stream, step.limit)
      retention.configure(limits)
    } else if (step.do === 'fail') store.fails = step.fails
    else {
      const claimedMs = retention.claim(step.stream, step.atMs)
      if (claimedMs !== null) retention.release(step.stream, claimedMs)
    }
    await settled()
    if (store.fails) continue
    nowMs += FAR_MS
    retention.configure(limits)
    await settled()
    check()
  }
  store.fails = false
  nowMs += FAR_MS
  retention.configure(limits)
  await settled()
  check()
  await retention.close(1000)
}

async function settled(): Promise<void> {
  for (let i = 0; i < 5; i++) await new Promise(resolve => setImmediate(resolve))
}
