import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Cluster, Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { BytePool } from '../../src/lib/byte-pool.ts'
import { silentLog } from '../../src/lib/log.ts'
import type { EncodedFrame } from '../../src/model/frame.ts'
import { MemorySource } from '../../src/pipeline/capture/adapters/memory-source.ts'
import { RedisClusterSource } from '../../src/pipeline/capture/adapters/redis-cluster-source.ts'
import { RedisStreamSource } from '../../src/pipeline/capture/adapters/redis-stream-source.ts'
import { TestVideoSource } from '../../src/pipeline/capture/adapters/test-video/test-video-source.ts'
import type { FrameSink, FrameSource } from '../../src/pipeline/capture/frame-source.ts'
import { flatJpeg } from '../pictures.ts'
import { describeWithRedis } from '../servers/need.ts'
import { DATABASE } from '../servers/redis-databases.ts'
import { type RunningGroup, startCluster, startSentinel } from '../servers/redis-groups.ts'

const STREAMS = ['contract-a', 'contract-b', 'contract-c'] as const

interface Fixture {
  open(sink: FrameSink): FrameSource
  /** Makes one more frame of each stream arrive; nothing to do where frames come by themselves. */
  feed(source: FrameSource): Promise<void>
}

/** What every source of frames must do. */
function holdsToContract(fixture: () => Fixture): void {
  let frames: EncodedFrame[]
  let source: FrameSource
  let feeder: NodeJS.Timeout
  let feeding: Promise<unknown> = Promise.resolve()
  const of = (stream: string) => frames.filter(frame => frame.stream === stream)
  const watch = (...streams: string[]) => source.watch(streams.map(stream => ({ stream, cursor: null })))

  beforeEach(async () => {
    frames = []
    source = fixture().open({
      push: frame => frames.push(frame),
      lost: (stream, count) => expect.unreachable(`${count} frames of ${stream} lost`)
    })
    await source.start()
    feeder = setInterval(() => {
      feeding = Promise.all([feeding, fixture().feed(source)])
    }, 20)
  })
  afterEach(async () => {
    clearInterval(feeder)
    // What is on its way must not meet a connection that the suite has closed.
    await feeding
    await source.close()
  })

  it('delivers the watched streams, in order, each frame once', async () => {
    await watch('contract-a', 'contract-b')
    await vi.waitFor(() => expect(Math.min(of('contract-a').length, of('contract-b').length)).toBeGreaterThan(4), 8000)
    expect(of('contract-c')).toEqual([])
    for (const stream of ['contract-a', 'contract-b']) {
      const cursors = of(stream).map(frame => frame.cursor)
      expect(new Set(cursors).size).toBe(cursors.length)
      const times = of(stream).map(frame => frame.addedAtMs)
      expect(times).toEqual(times.toSorted((one, other) => one - other))
    }
  })

  it('gives each frame its bytes, its times and its meta', async () => {
    await watch('contract-a')
    await vi.waitFor(() => expect(frames.length).toBeGreaterThan(1), 8000)
    for (const frame of frames) {
      expect(frame.problem).toBeNull()
      expect([frame.jpeg[0], frame.jpeg[1]]).toEqual([0xff, 0xd8])
      expect(Math.abs(frame.receivedAtMs - Date.now())).toBeLessThan(10_000)
      expect(frame.receivedAtMs - frame.addedAtMs).toBeGreaterThanOrEqual(-1000)
      expect(frame.meta.problem).toBeNull()
    }
  })

  it('begins with a stream that is added, and ends with one that leaves', async () => {
    await watch('contract-a')
    await vi.waitFor(() => expect(of('contract-a').length).toBeGreaterThan(1), 8000)
    await watch('contract-b')
    const before = of('contract-a').length
    await vi.waitFor(() => expect(of('contract-b').length).toBeGreaterThan(4), 8000)
    // A frame that was on its way may still arrive.
    expect(of('contract-a').length - before).toBeLessThanOrEqual(1)
  })

  it('says that it is connected, in a sentence', async () => {
    await watch('contract-a')
    await vi.waitFor(() => expect(source.status().connected).toBe(true), 8000)
    expect(source.status().detail).toMatch(/^[A-Z0-9].+[^.]$/)
    expect(source.status().sinceMs).toBeLessThanOrEqual(Date.now())
  })

  it('knows no position of a stream that is not watched', async () => {
    await watch('contract-a')
    expect(source.position('contract-b')).toBeNull()
  })

  it('delivers nothing once it is closed, and may be closed again', async () => {
    await watch('contract-a')
    await vi.waitFor(() => expect(frames.length).toBeGreaterThan(1), 8000)
    await source.close()
    const delivered = frames.length
    await new Promise(resolve => setTimeout(resolve, 200))
    expect(frames.length).toBe(delivered)
    await source.close()
  })
}

describe('frames from memory', () => {
  const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xd9])
  holdsToContract(() => ({
    open: sink => new MemorySource({ maxFrameBytes: 1e6, sink, clock: Date.now }),
    feed: async source => {
      for (const stream of STREAMS) (source as MemorySource).accept(stream, jpeg, Buffer.from('{}'), Date.now())
    }
  }))
})

describe('frames from a folder of the test video', () => {
  let directory: string
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'camera-check-frames-'))
    for (const stream of STREAMS) {
      await mkdir(join(directory, stream))
      await writeFile(join(directory, stream, '1.jpg'), await flatJpeg(64, 48, 90))
    }
  })
  afterEach(() => rm(directory, { recursive: true, force: true }))
  holdsToContract(() => ({
    open: sink => new TestVideoSource({ fps: 30, directory, sink, clock: Date.now, log: silentLog }),
    feed: async () => undefined
  }))
})

/** What sources of Redis are opened with. */
function redisSurroundings(sink: FrameSink) {
  const common = { name: 'contract', maxFrameBytes: 1e6, sink, frameMemory: new BytePool(1 << 20) }
  return { ...common, overloaded: () => false, clock: Date.now, log: silentLog }
}

const REDIS_JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xd9])

describeWithRedis('frames from Redis', redisUrl => {
  const { hostname, port } = new URL(redisUrl)
  const address = {
    host: hostname,
    port: Number(port),
    username: null,
    password: null,
    db: DATABASE.frameSource,
    tls: false
  }
  const redis = new Redis({ host: hostname, port: Number(port), db: DATABASE.frameSource, lazyConnect: true })
  afterEach(() => redis.flushdb())
  holdsToContract(() => ({
    open: sink => new RedisStreamSource({ ...redisSurroundings(sink), address }),
    feed: async () => {
      for (const stream of STREAMS) await redis.xadd(`frames:${stream}`, '*', 'meta', '{}', 'jpeg', REDIS_JPEG)
    }
  }))
})

describeWithRedis('frames from a Redis Cluster', () => {
  let group: RunningGroup
  let cluster: Cluster
  const seeds = () => group.ports.map(port => ({ host: '127.0.0.1', port }))
  beforeAll(async () => {
    group = await startCluster()
    cluster = new Cluster(seeds())
    await cluster.ping()
  })
  afterAll(async () => {
    cluster.disconnect()
    await group.stop()
  })
  afterEach(() => Promise.all(cluster.nodes('master').map(node => node.flushall())))
  holdsToContract(() => ({
    open: sink => {
      const address = { seeds: seeds(), username: null, password: null, tls: false }
      return new RedisClusterSource({ ...redisSurroundings(sink), address })
    },
    feed: async () => {
      for (const stream of STREAMS) await cluster.xadd(`frames:${stream}`, '*', 'meta', '{}', 'jpeg', REDIS_JPEG)
    }
  }))
})

describeWithRedis('frames from Redis behind a Sentinel', () => {
  let group: RunningGroup
  let redis: Redis
  beforeAll(async () => {
    group = await startSentinel('secret')
    redis = new Redis({ port: group.ports[0] ?? 0, password: 'secret' })
  })
  afterAll(async () => {
    redis.disconnect()
    await group.stop()
  })
  afterEach(() => redis.flushall())
  holdsToContract(() => ({
    open: sink => {
      const hosts = [{ host: '127.0.0.1', port: group.ports[2] ?? 0 }]
      const sentinel = { hosts, name: 'frames', username: null, password: 'secret' }
      const address = { host: 'unused', port: 1, username: null, password: 'secret', db: 0, tls: false, sentinel }
      return new RedisStreamSource({ ...redisSurroundings(sink), address })
    },
    feed: async () => {
      for (const stream of STREAMS) await redis.xadd(`frames:${stream}`, '*', 'meta', '{}', 'jpeg', REDIS_JPEG)
    }
  }))
})
