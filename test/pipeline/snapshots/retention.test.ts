import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '../../../src/errors.ts'
import { silentLog } from '../../../src/lib/log.ts'
import { FolderStore } from '../../../src/pipeline/snapshots/adapters/folder-store.ts'
import { formatKey } from '../../../src/pipeline/snapshots/object-key.ts'
import { Retention, type RetentionOptions } from '../../../src/pipeline/snapshots/retention.ts'
import { keysOf } from '../../contract/snapshot-store.contract.ts'

const START_MS = 1_700_000_000_000
const JPEG = Uint8Array.of(1)

/** A folder store that counts what is asked of it, and fails when told to. */
class WatchedStore extends FolderStore {
  readonly listed: string[] = []
  readonly removals: number[] = []
  failing = false

  override list(prefix: string): AsyncIterable<readonly string[]> {
    this.listed.push(prefix)
    if (this.failing) throw new AppError('store/unreachable', 'down')
    return super.list(prefix)
  }

  override async remove(keys: readonly string[]): Promise<void> {
    if (this.failing) throw new AppError('store/unreachable', 'down')
    this.removals.push(keys.length)
    await super.remove(keys)
  }
}

describe('Retention', () => {
  let folder: string
  let store: WatchedStore
  /** The same folder, to look at what lies there. */
  let plain: FolderStore
  let retention: Retention
  let nowMs = START_MS
  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    folder = await mkdtemp(join(tmpdir(), 'camera-check-retention-'))
    store = new WatchedStore(folder)
    plain = new FolderStore(folder)
    nowMs = START_MS
    retention = make()
  })
  afterEach(async () => {
    vi.useRealTimers()
    await retention.close(1000)
    await rm(folder, { recursive: true, force: true })
  })

  const make = (changes: Partial<RetentionOptions> = {}): Retention => {
    const made = new Retention({
      store,
      trimInterval: 1000,
      log: silentLog,
      clock: () => nowMs,
      random: () => 0,
      ...changes
    })
    made.start()
    return made
  }
  const put = (stream: string, ms: number, suffix = false) => store.put(formatKey(stream, START_MS + ms, suffix), JPEG)
  const putMany = (stream: string, count: number) =>
    Promise.all(Array.from({ length: count }, (_, i) => put(stream, i)))
  const upload = async (stream: string, ms: number): Promise<void> => {
    const claimedMs = retention.claim(stream, START_MS + ms)!
    await store.put(formatKey(stream, claimedMs, false), JPEG)
    retention.stored(stream, claimedMs, false)
  }
  const times = async (prefix: string) =>
    (await keysOf(plain, prefix)).map(key => Number(key.slice(-17, -4)) - START_MS)
  /** One second passes; then `check` holds soon. */
  const afterASecond = async (check: () => Promise<void>): Promise<void> => {
    nowMs += 1000
    vi.advanceTimersByTime(1000)
    await vi.waitFor(check, { timeout: 5000, interval: 10 })
  }
  const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i)

  it('trims what lay in the store before it was started, and keeps the newest', async () => {
    await putMany('gate-1', 30)
    retention.configure(new Map([['gate-1', 10]]))
    await vi.waitFor(() => expect(store.listed).toEqual(['gate-1/']))
    await afterASecond(async () => expect(await times('gate-1/')).toEqual(range(20, 30)))
    await vi.waitFor(() => expect(retention.deleted).toBe(20))
  })

  it('counts objects that the old service named', async () => {
    await put('gate-1', 0, true)
    await put('gate-1', 1, false)
    await put('gate-1', 2, true)
    retention.configure(new Map([['gate-1', 2]]))
    await afterASecond(async () => {
      expect(await keysOf(plain, 'gate-1/')).toEqual([
        formatKey('gate-1', START_MS + 1, false),
        formatKey('gate-1', START_MS + 2, true)
      ])
    })
  })

  it('touches neither another stream nor a key that is not ours', async () => {
    await putMany('gate-1', 5)
    await putMany('gate-1-b', 5)
    await putMany('gate/1', 5)
    retention.configure(new Map([['gate-1', 0]]))
    await afterASecond(async () => expect(await times('gate-1/')).toEqual([]))
    expect(await keysOf(plain, '')).toHaveLength(10)
  })

  it('trims once a second while uploads go on, with one request for many streams', async () => {
    const streams = ['a', 'b', 'c']
    retention.configure(new Map(streams.map(stream => [stream, 2])))
    await vi.waitFor(() => expect(store.listed).toHaveLength(3))
    for (let ms = 0; ms < 5; ms++) for (const stream of streams) await upload(stream, ms)
    expect(store.removals).toEqual([])
    await afterASecond(async () => expect(store.removals).toEqual([9]))
    for (const stream of streams) expect(await times(`${stream}/`)).toEqual([3, 4])
  })

  it('trims after so many uploads without waiting for the second', async () => {
    await retention.close(0)
    retention = make({ trimInterval: 5 })
    retention.configure(new Map([['a', 2]]))
    for (let ms = 0; ms < 4; ms++) await upload('a', ms)
    expect(store.removals).toEqual([])
    await upload('a', 4)
    await vi.waitFor(async () => expect(await times('a/')).toEqual([3, 4]))
  })

  it('trims at once when the number is lowered, also to 0, and never lists again for it', async () => {
    await putMany('gate-1', 20)
    retention.configure(new Map([['gate-1', 100]]))
    await vi.waitFor(() => expect(store.listed).toHaveLength(1))
    await afterASecond(async () => expect(await times('gate-1/')).toHaveLength(20))
    retention.configure(new Map([['gate-1', 5]]))
    await vi.waitFor(async () => expect(await times('gate-1/')).toEqual(range(15, 20)))
    retention.configure(new Map([['gate-1', 0]]))
    await vi.waitFor(async () => expect(await times('gate-1/')).toEqual([]))
    expect(store.listed).toHaveLength(1)
  })

  it('leaves the snapshots of a stream that is no longer subscribed', async () => {
    await putMany('gate-1', 20)
    retention.configure(new Map([['gate-1', 20]]))
    await vi.waitFor(() => expect(store.listed).toHaveLength(1))
    retention.configure(new Map())
    await afterASecond(async () => expect(await times('gate-1/')).toHaveLength(20))
    expect(retention.claim('gate-1', 1)).toBeNull()
  })

  it('gives the next free time when one is taken, by an upload under way or by a stored snapshot', async () => {
    retention.configure(new Map([['a', 100]]))
    expect([1, 1, 1, 2].map(ms => retention.claim('a', ms))).toEqual([1, 2, 3, 4])
    retention.release('a', 2)
    expect(retention.claim('a', 1)).toBe(2)
    retention.stored('a', 1, true)
    expect(retention.claim('a', 1)).toBe(5)
  })

  it('deletes later what the store did not delete now', async () => {
    await putMany('gate-1', 10)
    retention.configure(new Map([['gate-1', 100]]))
    await vi.waitFor(() => expect(store.listed).toHaveLength(1))
    await afterASecond(async () => expect(await times('gate-1/')).toHaveLength(10))
    store.failing = true
    retention.configure(new Map([['gate-1', 3]]))
    await vi.waitFor(() => expect(store.removals).toEqual([]))
    store.failing = false
    await afterASecond(async () => expect(await times('gate-1/')).toEqual([7, 8, 9]))
    await vi.waitFor(() => expect(retention.deleted).toBe(7))
  })

  it('deletes nothing before it knows what the store holds, and tries until it does', async () => {
    vi.useRealTimers()
    await retention.close(0)
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] })
    retention = make()
    await putMany('gate-1', 3)
    store.failing = true
    retention.configure(new Map([['gate-1', 1]]))
    await upload('gate-1', 10)
    await upload('gate-1', 11)
    nowMs += 1000
    await vi.advanceTimersByTimeAsync(900)
    expect(await times('gate-1/')).toEqual([0, 1, 2, 10, 11])
    store.failing = false
    // Reading the store takes as long as the disk does, so time passes until it is done.
    await vi.waitFor(
      async () => {
        nowMs += 1000
        await vi.advanceTimersByTimeAsync(1000)
        expect(await times('gate-1/')).toEqual([11])
      },
      { timeout: 5000, interval: 10 }
    )
  })

  it('reads the store again after an hour, and finds what another shard has left', async () => {
    retention.configure(new Map([['gate-1', 2]]))
    await vi.waitFor(() => expect(store.listed).toHaveLength(1))
    await putMany('gate-1', 5)
    await afterASecond(async () => expect(await times('gate-1/')).toHaveLength(5))
    nowMs += 3_600_000
    vi.advanceTimersByTime(1000)
    await vi.waitFor(() => expect(store.listed).toHaveLength(2))
    await afterASecond(async () => expect(await times('gate-1/')).toEqual([3, 4]))
  })
})
