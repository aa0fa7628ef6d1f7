import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '../../../src/errors.ts'
import type { Log } from '../../../src/lib/log.ts'
import { UploadQueue, type UploadQueueOptions } from '../../../src/pipeline/snapshots/upload-queue.ts'

const DOWN = new AppError('store/unreachable', 'down')
const REFUSED = new AppError('snapshot/write-failed', 'refused')

interface Put {
  readonly key: string
  readonly bytes: number
  succeed(): void
  fail(error: Error): void
}

/** A store whose uploads end when and how the test says. */
class HeldStore {
  readonly puts: Put[] = []

  put(key: string, jpeg: Uint8Array): Promise<string> {
    return new Promise((resolve, reject) => {
      this.puts.push({ key, bytes: jpeg.length, succeed: () => resolve(`etag-${key}`), fail: reject })
    })
  }

  get keys(): string[] {
    return this.puts.map(put => put.key)
  }
}

describe('UploadQueue', () => {
  let store: HeldStore
  let settled: Map<string, string | null>
  let messages: string[]
  beforeEach(() => {
    vi.useFakeTimers()
    store = new HeldStore()
    settled = new Map()
    messages = []
  })
  afterEach(() => vi.useRealTimers())

  const note = (_: object, message: string): void => {
    messages.push(message)
  }
  const log: Log = { debug: note, info: note, warn: note, error: note }
  const newQueue = (changes: Partial<UploadQueueOptions> = {}): UploadQueue =>
    new UploadQueue({ store, maxBytes: 1000, concurrency: 2, log, clock: Date.now, random: () => 0, ...changes })
  const push = (queue: UploadQueue, key: string, bytes = 100, render?: (jpeg: Uint8Array) => Promise<Uint8Array>) => {
    queue.push({
      stream: 'gate-1',
      key,
      jpeg: new Uint8Array(bytes),
      render: render ?? null,
      settle: etag => {
        expect(settled.has(key)).toBe(false)
        settled.set(key, etag)
      }
    })
  }
  /** Lets what was just answered take effect. */
  const flush = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0)

  it('uploads in order, at most so many at once', async () => {
    const queue = newQueue()
    for (const key of ['a', 'b', 'c']) push(queue, key)
    expect(store.keys).toEqual(['a', 'b'])
    expect(queue.stats()).toMatchObject({ inFlight: 2, queued: 1, queuedBytes: 300 })
    store.puts[1]!.succeed()
    await flush()
    expect(store.keys).toEqual(['a', 'b', 'c'])
    expect(settled.get('b')).toBe('etag-b')
    expect(queue.stats()).toMatchObject({ stored: 1, inFlight: 2, queued: 0, queuedBytes: 200 })
  })

  it('drops the oldest that waits when the bytes are too many, counts it and says so once a second', async () => {
    const queue = newQueue()
    for (let i = 0; i < 14; i++) push(queue, `k${i}`)
    expect(queue.stats()).toMatchObject({ dropped: 4, queued: 8, inFlight: 2, queuedBytes: 1000 })
    expect([...settled.keys()]).toEqual(['k2', 'k3', 'k4', 'k5'])
    expect(messages).toEqual(['Snapshots are dropped: the queue is full'])
    await vi.advanceTimersByTimeAsync(1000)
    push(queue, 'late')
    expect(messages).toHaveLength(2)
  })

  it('drops a snapshot that is larger than the bound by itself', () => {
    const queue = newQueue()
    push(queue, 'huge', 1001)
    expect(store.puts).toHaveLength(0)
    expect(queue.stats()).toMatchObject({ dropped: 1, queued: 0, queuedBytes: 0 })
  })

  it('tells why snapshots wait once the store has failed again, until it takes one', async () => {
    const queue = newQueue()
    push(queue, 'a')
    store.puts[0]!.fail(DOWN)
    await flush()
    expect(queue.trouble).toBeNull()
    await vi.advanceTimersByTimeAsync(60_000)
    store.puts[1]!.fail(DOWN)
    await flush()
    expect(queue.trouble).toBe('down')
    await vi.advanceTimersByTimeAsync(60_000)
    store.puts[2]!.succeed()
    await flush()
    expect(queue.trouble).toBeNull()
  })

  it('gives up what the store refuses for good, and goes on', async () => {
    const queue = newQueue()
    for (const key of ['a', 'b', 'c']) push(queue, key)
    store.puts[0]!.fail(REFUSED)
    await flush()
    expect(settled.get('a')).toBeNull()
    expect(queue.down).toBe(false)
    expect(store.keys).toEqual(['a', 'b', 'c'])
    expect(queue.stats()).toMatchObject({ failed: 1, queuedBytes: 200 })
    expect(messages).toEqual(['The store refused a snapshot'])
  })

  it.each([
    DOWN,
    new AppError('store/full', 'full'),
    new AppError('store/denied', 'denied'),
    new Error('anything else')
  ])('tries again later, one at a time and ever more seldom, after %s', async error => {
    const queue = newQueue()
    for (const key of ['a', 'b', 'c']) push(queue, key)
    for (const put of store.puts) put.fail(error)
    await flush()
    expect(queue.down).toBe(true)
    expect(queue.stats()).toMatchObject({ inFlight: 0, queued: 3, queuedBytes: 300 })
    await vi.advanceTimersByTimeAsync(249)
    expect(store.puts).toHaveLength(2)
    await vi.advanceTimersByTimeAsync(1)
    expect(store.puts).toHaveLength(3)
    store.puts[2]!.fail(error)
    await vi.advanceTimersByTimeAsync(499)
    expect(store.puts).toHaveLength(3)
    await vi.advanceTimersByTimeAsync(1)
    expect(store.puts).toHaveLength(4)
    store.puts[3]!.succeed()
    await flush()
    expect(queue.down).toBe(false)
    expect(queue.stats()).toMatchObject({ stored: 1, inFlight: 2 })
    expect(messages.at(-1)).toBe('The snapshot store takes snapshots again')
  })

  it('does not hang on one snapshot that the store stumbles over', async () => {
    const queue = newQueue({ concurrency: 1 })
    push(queue, 'poison')
    push(queue, 'good')
    for (let i = 0; i < 3; i++) {
      store.puts.at(-1)!.fail(DOWN)
      await vi.advanceTimersByTimeAsync(10_000)
    }
    expect(store.puts.at(-1)!.key).toBe('good')
  })

  it('keeps its bound while the store is down, and the newest of what came', async () => {
    const queue = newQueue()
    for (let i = 0; i < 100; i++) {
      push(queue, `k${i}`)
      for (const put of store.puts.splice(0)) put.fail(DOWN)
      await vi.advanceTimersByTimeAsync(100)
      expect(queue.stats().queuedBytes).toBeLessThanOrEqual(1000)
    }
    const { stored, failed, dropped, queued, inFlight } = queue.stats()
    expect(stored + failed + dropped + queued + inFlight).toBe(100)
    expect(dropped).toBe(settled.size)
    expect(settled.has('k99')).toBe(false)
  })

  it('renders a snapshot once, when its turn has come, and stores what came of it', async () => {
    const queue = newQueue({ concurrency: 1 })
    const render = vi.fn(async () => new Uint8Array(150))
    push(queue, 'a', 100, render)
    push(queue, 'b', 100, render)
    await flush()
    expect(render).toHaveBeenCalledTimes(1)
    expect(queue.stats().queuedBytes).toBe(250)
    store.puts[0]!.fail(DOWN)
    await vi.advanceTimersByTimeAsync(250)
    expect(render).toHaveBeenCalledTimes(1)
    expect(store.puts[1]).toMatchObject({ key: 'a', bytes: 150 })
  })

  it('waits on close until all is stored', async () => {
    const queue = newQueue()
    for (const key of ['a', 'b', 'c']) push(queue, key)
    const closed = queue.close(5000)
    push(queue, 'late')
    expect(settled.get('late')).toBeNull()
    while (store.puts.length > 0) {
      store.puts.shift()!.succeed()
      await flush()
    }
    await closed
    expect(queue.stats()).toMatchObject({ stored: 3, dropped: 1, queued: 0, inFlight: 0, queuedBytes: 0 })
  })

  it('tells whether what was given up may lie in the store after all', async () => {
    const queue = newQueue({ maxBytes: 200, concurrency: 1 })
    const told = new Map<string, boolean>()
    const pushTelling = (key: string) =>
      queue.push({
        stream: 'gate-1',
        key,
        jpeg: new Uint8Array(100),
        render: null,
        settle: (_, mayBeStored) => {
          told.set(key, mayBeStored)
        }
      })
    pushTelling('tried')
    store.puts[0]!.fail(DOWN)
    await flush()
    for (const key of ['waiting', 'b', 'c']) pushTelling(key)
    expect([...told]).toEqual([
      ['tried', true],
      ['waiting', false]
    ])
    await vi.advanceTimersByTimeAsync(250)
    store.puts.at(-1)!.fail(REFUSED)
    await flush()
    store.puts.at(-1)!.succeed()
    await flush()
    expect([...told.entries()].slice(2)).toEqual([
      ['b', false],
      ['c', false]
    ])
  })

  it('gives up the rest on close when the time is up, and is not disturbed by late answers', async () => {
    const queue = newQueue()
    for (const key of ['a', 'b', 'c']) push(queue, key)
    const closed = queue.close(1000)
    await vi.advanceTimersByTimeAsync(1000)
    await closed
    expect(queue.stats()).toMatchObject({ dropped: 3, queued: 0, inFlight: 0, queuedBytes: 0 })
    for (const put of store.puts) put.succeed()
    await flush()
    expect(queue.stats()).toMatchObject({ stored: 0, dropped: 3, queuedBytes: 0 })
    expect(vi.getTimerCount()).toBe(0)
  })

  it('does not upload what was still being rendered when the queue was closed', async () => {
    const queue = newQueue()
    let rendered = (_: Uint8Array): void => undefined
    push(
      queue,
      'a',
      100,
      () =>
        new Promise(resolve => {
          rendered = resolve
        })
    )
    await queue.close(0)
    rendered(new Uint8Array(150))
    await flush()
    expect(store.puts).toHaveLength(0)
    expect(queue.stats()).toMatchObject({ dropped: 1, queuedBytes: 0 })
  })

  it('closes at once without a deadline, also while the store is down', async () => {
    const queue = newQueue()
    push(queue, 'a')
    store.puts[0]!.fail(DOWN)
    await flush()
    await queue.close(0)
    expect(queue.stats()).toMatchObject({ dropped: 1, queued: 0 })
    expect(vi.getTimerCount()).toBe(0)
  })
})
