import { setTimeout as sleep } from 'node:timers/promises'
import { Cluster } from 'ioredis'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { keySlot } from '../../../../src/clients/key-slot.ts'
import { BytePool } from '../../../../src/lib/byte-pool.ts'
import { silentLog } from '../../../../src/lib/log.ts'
import { RedisClusterSource } from '../../../../src/pipeline/capture/adapters/redis-cluster-source.ts'
import { RedisFrameWriter } from '../../../../src/pipeline/capture/adapters/redis-frame-writer.ts'
import { describeWithRedis } from '../../../servers/need.ts'
import { redisCli, type RunningGroup, startCluster } from '../../../servers/redis-groups.ts'
import { numberedEntry, ReceivedFrames } from './received-frames.ts'

const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xd9])
const HOST = '127.0.0.1'

let received: ReceivedFrames
let cluster: RunningGroup
let producer: Cluster
let source: RedisClusterSource

function openSource(user: string | null = null): RedisClusterSource {
  return new RedisClusterSource({
    address: {
      seeds: cluster.ports.slice(0, 2).map(port => ({ host: HOST, port })),
      username: user,
      password: user,
      tls: false
    },
    name: 'test',
    maxFrameBytes: 1000,
    sink: received,
    frameMemory: new BytePool(0),
    overloaded: () => false,
    clock: Date.now,
    log: silentLog
  })
}

function openProducer(): Cluster {
  const opened = new Cluster(
    cluster.ports.map(port => ({ host: HOST, port })),
    { slotsRefreshInterval: 1000, clusterRetryStrategy: () => 100 }
  )
  opened.on('error', () => {})
  return opened
}

/** Adds one frame; a cluster that is without a primary takes it later. */
async function add(stream: string, number: number): Promise<void> {
  for (;;) {
    try {
      await producer.xadd(`frames:${stream}`, `${number}-1`, ...numberedEntry(number, JPEG))
      return
    } catch (cause) {
      // It was taken, and the answer was lost.
      if (/equal or smaller/.test(String(cause))) return
      await sleep(50)
    }
  }
}

const watch = (...streams: string[]) => source.watch(streams.map(stream => ({ stream, cursor: null })))

async function begin(): Promise<void> {
  received = new ReceivedFrames()
  producer = openProducer()
  source = openSource()
  await source.start()
}

async function end(): Promise<void> {
  await source.close()
  producer.disconnect()
}

describeWithRedis('redis cluster source', () => {
  beforeAll(async () => {
    cluster = await startCluster(3)
  })
  afterAll(() => cluster.stop())
  beforeEach(begin)
  afterEach(async () => {
    await end()
    for (const port of cluster.ports) await redisCli(['-p', String(port), 'flushall'])
  })

  it('delivers each frame of 300 cameras on three nodes exactly once and in order', async () => {
    const streams = Array.from({ length: 300 }, (_, i) => `camera-${i}`)
    await watch(...streams)
    for (let number = 1; number <= 30; number++) await Promise.all(streams.map(stream => add(stream, number)))
    await vi.waitFor(() => expect(received.frames.length).toBeGreaterThanOrEqual(9000), 20_000)
    expect(received.astray(streams, 30)).toEqual([])
    expect(received.lostFrames.size).toBe(0)
  })

  it('reads streams that share a slot by their tag, and names of any kind', async () => {
    const streams = ['{dock}-1', '{dock}-2', '{dock}-3', '门口 "1"/x', '{}', 'a{b', '{dock}']
    await watch(...streams)
    for (let number = 1; number <= 10; number++) await Promise.all(streams.map(stream => add(stream, number)))
    await vi.waitFor(() => expect(received.frames).toHaveLength(70), 10_000)
    expect(received.astray(streams, 10)).toEqual([])
  })

  it('goes on from a cursor, and gives where it is', async () => {
    await add('a', 1)
    await add('a', 2)
    await source.watch([{ stream: 'a', cursor: '1-1' }])
    await vi.waitFor(() => expect(received.numbers().get('a')).toEqual([2]), 5000)
    expect(source.position('a')).toBe('2-1')
    await source.watch([])
    expect(source.position('a')).toBeNull()
  })

  it('reads the others when a key is no stream', async () => {
    await producer.set('frames:a', 'text')
    await watch('a', 'b')
    await add('b', 1)
    await vi.waitFor(() => expect(received.numbers().get('b')).toEqual([1]), 5000)
    await producer.set('frames:b', 'text')
    await producer.del('frames:a')
    let number = 0
    await vi.waitFor(async () => {
      await add('a', ++number)
      expect(received.numbers().get('a')?.length).toBeGreaterThan(1)
    }, 5000)
  })

  it('follows a slot that moves while frames come, key by key', async () => {
    const streams = Array.from({ length: 8 }, (_, i) => `{moving}-${i}`)
    const slot = String(keySlot('frames:{moving}-0'))
    await watch(...streams, 'rest')
    let isMoving = true
    let last = 0
    const flow = (async () => {
      for (let number = 1; isMoving || number <= 10; number++) {
        await Promise.all([...streams, 'rest'].map(stream => add(stream, number)))
        last = number
        await sleep(15)
      }
    })()
    await moveSlot(slot, streams)
    await sleep(300)
    await moveSlot(slot, streams)
    isMoving = false
    await flow
    await vi.waitFor(() => expect(received.frames.length).toBeGreaterThanOrEqual(last * 9), 10_000)
    expect(received.astray([...streams, 'rest'], last)).toEqual([])
  })

  it('begins with a camera whose slot is on its way', async () => {
    const slot = String(keySlot('frames:{late}-0'))
    const { from, to, ids } = await placesOf(slot)
    await redisCli(['-p', String(to), 'cluster', 'setslot', slot, 'importing', ids.get(from) ?? ''])
    await redisCli(['-p', String(from), 'cluster', 'setslot', slot, 'migrating', ids.get(to) ?? ''])
    await watch('{late}-0', '{late}-1')
    // The first question is answered by the node that gives the slot away.
    await vi.waitFor(() => expect([source.position('{late}-0'), source.position('{late}-1')]).not.toContain(null), 5000)
    for (let number = 1; number <= 5; number++) await Promise.all(['{late}-0', '{late}-1'].map(s => add(s, number)))
    await vi.waitFor(() => expect(received.frames).toHaveLength(10), 5000)
    await finishMove(slot, from, to, ids)
    for (let number = 6; number <= 9; number++) await Promise.all(['{late}-0', '{late}-1'].map(s => add(s, number)))
    await vi.waitFor(() => expect(received.frames).toHaveLength(18), 5000)
    expect(received.astray(['{late}-0', '{late}-1'], 9)).toEqual([])
  })

  it('asks for no more than the documented rights', async () => {
    const rights =
      '~frames:* ~pictures:* resetchannels -@all +@connection +info +time +xread +xrevrange +xadd +xinfo +eval +exists +getrange +cluster|slots +cluster|info'
    for (const port of cluster.ports) {
      await redisCli(['-p', String(port), 'acl', 'setuser', 'few', 'on', '>few', ...rights.split(' ')])
    }
    await source.close()
    source = openSource('few')
    await source.start()
    await watch('a', 'b', 'c')
    await Promise.all(['a', 'b', 'c'].map(stream => add(stream, 1)))
    await vi.waitFor(() => expect(received.frames).toHaveLength(3), 5000)
    const address = {
      seeds: [{ host: HOST, port: cluster.ports[0] ?? 0 }],
      username: 'few',
      password: 'few',
      tls: false
    }
    const writer = new RedisFrameWriter({ kind: 'cluster', address }, 10)
    for (const stream of ['a', 'b', 'c']) await writer.write(stream, JPEG, null)
    await vi.waitFor(() => expect(received.frames).toHaveLength(6), 5000)
    await writer.close()
  })

  it('fetches a picture by its key from the node that has it', async () => {
    await watch('a')
    for (const key of ['one', 'two', 'three', 'four']) {
      await producer.set(key, JPEG)
      await producer.xadd('frames:a', '*', 'meta', '{}', 'jpeg_key', key)
    }
    await producer.xadd('frames:a', '*', 'meta', '{}', 'jpeg_key', 'gone')
    await vi.waitFor(() => expect(received.frames).toHaveLength(5), 5000)
    const fetched = await Promise.all(received.frames.map(frame => source.fetch(frame)))
    expect(fetched.map(frame => (frame === null ? null : [...frame.jpeg]))).toEqual([
      ...Array.from({ length: 4 }, () => [...JPEG]),
      null
    ])
  })
})

describeWithRedis('redis cluster source with replicas', () => {
  beforeEach(async () => {
    cluster = await startCluster(3, 1)
    await begin()
  })
  afterEach(async () => {
    await end()
    await cluster.stop()
  })

  it('makes the cameras of a lost primary unknown, and reads on from its replica, each frame once', async () => {
    const streams = Array.from({ length: 30 }, (_, i) => `camera-${i}`)
    await watch(...streams)
    for (let number = 1; number <= 10; number++) await Promise.all(streams.map(stream => add(stream, number)))
    await vi.waitFor(() => expect(received.frames).toHaveLength(300), 5000)
    // What a primary has not passed on when it dies is lost by the cluster, and not by who reads.
    await redisCli(['-p', String(cluster.ports[0]), 'wait', '1', '2000'])
    cluster.signal(0, 'SIGKILL')
    await vi.waitFor(() => {
      const unknown = streams.filter(stream => !source.status(stream).connected)
      expect(unknown.length).toBeGreaterThan(0)
      expect(unknown.length).toBeLessThan(30)
    }, 3000)
    expect(source.status().connected).toBe(false)
    for (let number = 11; number <= 20; number++) await Promise.all(streams.map(stream => add(stream, number)))
    await vi.waitFor(() => expect(received.frames.length).toBeGreaterThanOrEqual(600), 20_000)
    expect(received.astray(streams, 20)).toEqual([])
    await vi.waitFor(() => expect(source.status().connected).toBe(true), 5000)
  }, 60_000)

  it('reads on from the replica of a primary that hangs', async () => {
    const streams = Array.from({ length: 12 }, (_, i) => `camera-${i}`)
    await watch(...streams)
    await Promise.all(streams.map(stream => add(stream, 1)))
    await vi.waitFor(() => expect(received.frames).toHaveLength(12), 5000)
    await redisCli(['-p', String(cluster.ports[1]), 'wait', '1', '2000'])
    cluster.signal(1, 'SIGSTOP')
    try {
      await vi.waitFor(() => expect(source.status().connected).toBe(false), 5000)
      await vi.waitFor(() => expect(source.status().connected).toBe(true), 20_000)
      producer.disconnect()
      producer = openProducer()
      for (let number = 2; number <= 5; number++) await Promise.all(streams.map(stream => add(stream, number)))
      await vi.waitFor(() => expect(received.frames.length).toBeGreaterThanOrEqual(60), 10_000)
    } finally {
      cluster.signal(1, 'SIGCONT')
    }
    await sleep(1500)
    expect(received.astray(streams, 5)).toEqual([])
  }, 60_000)
})

interface SlotPlaces {
  readonly from: number
  readonly to: number
  /** Ids of the nodes, by port. */
  readonly ids: ReadonlyMap<number, string>
}

async function placesOf(slot: string): Promise<SlotPlaces> {
  const answers = await Promise.all(cluster.ports.map(port => redisCli(['-p', String(port), 'cluster', 'myid'])))
  const ids = new Map(cluster.ports.map((port, i) => [port, (answers[i] ?? '').trim()]))
  const nodes = (await redisCli(['-p', String(cluster.ports[0]), 'cluster', 'nodes'])).trim().split('\n')
  const owner = nodes.find(line => ownsSlot(line.split(' ').slice(8), Number(slot))) ?? ''
  const from = Number(/:(\d+)@/.exec(owner)?.[1])
  return { from, to: cluster.ports.find(port => port !== from) ?? 0, ids }
}

function ownsSlot(ranges: readonly string[], slot: number): boolean {
  return ranges.some(range => {
    const [first = -1, last = first] = range.split('-').map(Number)
    return slot >= first && slot <= last
  })
}

/** Moves a slot as redis-cli does, slowly. */
async function moveSlot(slot: string, streams: readonly string[]): Promise<void> {
  const { from, to, ids } = await placesOf(slot)
  await redisCli(['-p', String(to), 'cluster', 'setslot', slot, 'importing', ids.get(from) ?? ''])
  await redisCli(['-p', String(from), 'cluster', 'setslot', slot, 'migrating', ids.get(to) ?? ''])
  for (const stream of streams) {
    await redisCli(['-p', String(from), 'migrate', HOST, String(to), `frames:${stream}`, '0', '2000'])
    await sleep(60)
  }
  await finishMove(slot, from, to, ids)
}

async function finishMove(slot: string, from: number, to: number, ids: ReadonlyMap<number, string>): Promise<void> {
  for (const port of [to, from, ...cluster.ports]) {
    await redisCli(['-p', String(port), 'cluster', 'setslot', slot, 'node', ids.get(to) ?? ''])
  }
}
