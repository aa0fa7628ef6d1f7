import { Redis } from 'ioredis'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { BytePool } from '../../../../src/lib/byte-pool.ts'
import { silentLog } from '../../../../src/lib/log.ts'
import type { EncodedFrame } from '../../../../src/model/frame.ts'
import { RedisStreamSource } from '../../../../src/pipeline/capture/adapters/redis-stream-source.ts'
import { describeWithRedis } from '../../../servers/need.ts'
import { startRedis } from '../../../servers/redis-server.ts'
import type { RunningServer } from '../../../servers/server-script.ts'

const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xd9])

class Received {
  readonly frames: EncodedFrame[] = []
  readonly lostFrames = new Map<string, number>()
  push(frame: EncodedFrame): void {
    this.frames.push(frame)
  }
  /** By stream and reason, `a overload`. */
  lost(stream: string, count: number, reason: string): void {
    const key = `${stream} ${reason}`
    this.lostFrames.set(key, (this.lostFrames.get(key) ?? 0) + count)
  }
  numbers(stream: string): number[] {
    return this.frames.filter(frame => frame.stream === stream).map(frame => frame.jpeg.at(-1) ?? -1)
  }
}

function frameBytes(number: number): Buffer {
  return Buffer.concat([JPEG, Buffer.from([number])])
}

describeWithRedis('redis stream source', () => {
  let server: RunningServer
  let redis: Redis
  let received: Received
  let source: RedisStreamSource
  let overloaded = false

  function openSource(): RedisStreamSource {
    const { hostname, port } = new URL(server.url)
    const address = { host: hostname, port: Number(port), username: null, password: null, db: 0, tls: false }
    return new RedisStreamSource({
      address,
      name: 'test',
      maxFrameBytes: 1000,
      sink: received,
      frameMemory: new BytePool(0),
      overloaded: () => overloaded,
      clock: Date.now,
      log: silentLog
    })
  }
  const add = (stream: string, number: number) =>
    redis.xadd(`frames:${stream}`, '*', 'meta', '{}', 'jpeg', frameBytes(number))
  const watch = (...streams: string[]) => source.watch(streams.map(stream => ({ stream, cursor: null })))

  beforeEach(async () => {
    server = await startRedis()
    redis = new Redis(server.url)
    redis.on('error', () => {})
    received = new Received()
    overloaded = false
    source = openSource()
    await source.start()
  })
  afterEach(async () => {
    await source.close()
    redis.disconnect()
    await server.stop()
  })

  it('delivers each frame that is added after watch exactly once and in order', async () => {
    await add('a', 200)
    await watch('a', 'b', '门口 "1"/x')
    for (let number = 0; number < 100; number++) {
      await Promise.all([add('a', number), add('b', number), add('门口 "1"/x', number)])
    }
    await vi.waitFor(() => expect(received.frames).toHaveLength(300), 5000)
    for (const stream of ['a', 'b', '门口 "1"/x']) {
      expect(received.numbers(stream)).toEqual(Array.from({ length: 100 }, (_, number) => number))
    }
  })

  it('goes on from a given cursor', async () => {
    const cursor = await add('a', 1)
    await add('a', 2)
    await source.watch([{ stream: 'a', cursor: cursor ?? null }])
    await vi.waitFor(() => expect(received.numbers('a')).toEqual([2]), 5000)
    expect(source.position('a')).not.toBeNull()
  })

  it('keeps the cursor of a stream that stays watched, and forgets one that leaves', async () => {
    await watch('a', 'b')
    await add('a', 1)
    await vi.waitFor(() => expect(received.numbers('a')).toEqual([1]), 5000)
    await watch('a')
    await Promise.all([add('a', 2), add('b', 1)])
    await vi.waitFor(() => expect(received.numbers('a')).toEqual([1, 2]), 5000)
    expect(received.numbers('b')).toEqual([])
  })

  it('names what is wrong with an entry, and goes on', async () => {
    await watch('a')
    await redis.xadd('frames:a', '*', 'meta', '{}')
    await redis.xadd('frames:a', '*', 'jpeg', Buffer.alloc(1001), 'meta', 'no json')
    await redis.xadd('frames:a', '*', 'jpeg', '')
    await redis.xadd('frames:a', '*', 'other', 'x', 'jpeg', JPEG, 'meta', '[]')
    await vi.waitFor(() => expect(received.frames).toHaveLength(4), 5000)
    expect(received.frames.map(frame => frame.problem?.code ?? null)).toEqual([
      'frame/missing',
      'frame/too-large',
      'frame/empty',
      null
    ])
    expect(received.frames[1]?.meta.problem).toMatch(/not JSON/)
    expect(received.frames[3]?.meta.problem).toMatch(/no object/)
  })

  it('reads the other streams when a key is no stream, before and after it was one', async () => {
    await redis.set('frames:text', 'no stream')
    await watch('text', 'a', 'b')
    await add('a', 1)
    await vi.waitFor(() => expect(received.numbers('a')).toEqual([1]), 5000)
    await redis.set('frames:b', 'no stream any more')
    await add('a', 2)
    await vi.waitFor(() => expect(received.numbers('a')).toEqual([1, 2]), 5000)
    await redis.del('frames:text')
    await redis.xadd('frames:text', '*', 'meta', '{}', 'jpeg', frameBytes(8))
    await new Promise(resolve => setTimeout(resolve, 1500))
    await add('text', 9)
    await vi.waitFor(() => expect(received.numbers('text').at(-1)).toBe(9), 5000)
    expect(received.lostFrames.size).toBe(0)
  })

  it('reads a stream that was deleted and made anew with older ids', async () => {
    await watch('a')
    await add('a', 1)
    await vi.waitFor(() => expect(received.numbers('a')).toEqual([1]), 5000)
    await redis.del('frames:a')
    await redis.xadd('frames:a', '5-1', 'meta', '{}', 'jpeg', frameBytes(2))
    await vi.waitFor(() => expect(received.numbers('a')).toEqual([1, 2]), 8000)
  })

  it('counts entries that were trimmed away before they could be read', async () => {
    await watch('a')
    await add('a', 0)
    // The account is balanced once reading has caught up; only then can a loss be told.
    await vi.waitFor(() => expect(received.numbers('a')).toEqual([0]), 5000)
    await new Promise(resolve => setTimeout(resolve, 1500))
    const burst = redis.multi()
    for (let number = 1; number <= 20; number++) {
      burst.xadd('frames:a', 'MAXLEN', '=', 5, '*', 'meta', '{}', 'jpeg', frameBytes(number))
    }
    await burst.exec()
    await vi.waitFor(() => expect(received.numbers('a')).toEqual([0, 16, 17, 18, 19, 20]), 5000)
    await vi.waitFor(() => expect(received.lostFrames.get('a trimmed')).toBe(15), 5000)
  })

  it('says that it is not connected while Redis is down, and goes on when it is back', async () => {
    await watch('a')
    await add('a', 1)
    await vi.waitFor(() => expect(received.numbers('a')).toEqual([1]), 5000)
    const { port } = new URL(server.url)
    await server.stop()
    await vi.waitFor(() => expect(source.status().connected).toBe(false), 5000)
    server = await startRedis(Number(port))
    await vi.waitFor(() => expect(source.status().connected).toBe(true), 10_000)
    await vi.waitFor(() => expect(redis.status).toBe('ready'), 5000)
    await add('a', 2)
    await vi.waitFor(() => expect(received.numbers('a')).toEqual([1, 2]), 5000)
  })

  /** As if they had been added over the last minute, all at once. */
  async function addBacklog(stream: string, count: number): Promise<void> {
    const backlog = redis.multi()
    const firstMs = Date.now() - 60_000
    for (let number = 1; number <= count; number++) {
      const ms = firstMs + Math.round((60_000 / count) * number)
      backlog.xadd(`frames:${stream}`, `${ms}-0`, 'meta', '{}', 'jpeg', frameBytes(number))
    }
    await backlog.exec()
  }

  it('reads all of a backlog while its frames can be judged', async () => {
    await watch('a')
    await addBacklog('a', 200)
    await vi.waitFor(() => expect(received.numbers('a')).toHaveLength(200), 5000)
    expect(received.numbers('a')).toEqual(Array.from({ length: 200 }, (_, i) => i + 1))
  })

  it('goes on with the newest frame of a backlog under overload, and counts what it passes over', async () => {
    overloaded = true
    await watch('a')
    // Until the server's clock is known nothing can be called old.
    await new Promise(resolve => setTimeout(resolve, 1500))
    await addBacklog('a', 200)
    await vi.waitFor(() => expect(received.numbers('a').at(-1)).toBe(200), 5000)
    await vi.waitFor(
      () => expect(received.numbers('a').length + (received.lostFrames.get('a overload') ?? 0)).toBe(200),
      5000
    )
    expect(received.numbers('a').length).toBeLessThan(150)
    expect(received.lostFrames.get('a trimmed')).toBeUndefined()
    await add('a', 201)
    await vi.waitFor(() => expect(received.numbers('a').at(-1)).toBe(201), 5000)
  })

  it('says that it is not connected while Redis hangs, and reads on when it answers', async () => {
    await watch('a')
    const pid = Number(/process_id:(\d+)/.exec(await redis.info('server'))?.[1])
    process.kill(pid, 'SIGSTOP')
    try {
      await vi.waitFor(() => expect(source.status().connected).toBe(false), 5000)
    } finally {
      process.kill(pid, 'SIGCONT')
    }
    await vi.waitFor(() => expect(source.status().connected).toBe(true), 5000)
    await add('a', 1)
    await vi.waitFor(() => expect(received.numbers('a')).toEqual([1]), 5000)
  })

  it('fetches what lies under jpeg_key, whatever that is, in the order that is asked for', async () => {
    await watch('a')
    await redis.set('good', JPEG, 'EX', 60)
    await redis.set('empty', '')
    await redis.set('large', Buffer.alloc(5000))
    await redis.lpush('list', 'x')
    for (const key of ['good', 'empty', 'large', 'list', 'gone', 'frames:a', '\r\nFLUSHALL\r\n']) {
      await redis.xadd('frames:a', '*', 'meta', '{}', 'jpeg_key', key)
    }
    await vi.waitFor(() => expect(received.frames).toHaveLength(7), 5000)
    expect(received.frames.every(frame => frame.jpeg.length === 0 && frame.problem === null)).toBe(true)
    const fetched = await Promise.all(received.frames.map(frame => source.fetch(frame)))
    expect(fetched.map(frame => (frame === null ? 'gone' : (frame.problem?.code ?? frame.jpeg.length)))).toEqual([
      4,
      'frame/empty',
      'frame/too-large',
      'frame/missing',
      'gone',
      'frame/missing',
      'gone'
    ])
  })

  it('fetches once Redis is back, and gives up what stays away', async () => {
    await watch('a')
    await redis.xadd('frames:a', '*', 'jpeg_key', 'k')
    await vi.waitFor(() => expect(received.frames).toHaveLength(1), 5000)
    const [frame] = received.frames
    if (frame === undefined) throw new Error('No frame came')
    const { port } = server
    await server.stop()
    const fetching = source.fetch(frame)
    await new Promise(resolve => setTimeout(resolve, 200))
    server = await startRedis(port)
    await redis.set('k', JPEG)
    // The new server may answer before it has the key.
    expect([null, 4]).toContain((await fetching)?.jpeg.length ?? null)
    expect((await source.fetch(frame))?.jpeg).toHaveLength(4)
    await server.stop()
    expect(await source.fetch(frame)).toBeNull()
    server = await startRedis(port)
  })
})
