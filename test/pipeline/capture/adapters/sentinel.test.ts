import { setTimeout as sleep } from 'node:timers/promises'
import type { Redis } from 'ioredis'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { openPrimary } from '../../../../src/clients/find-primary.ts'
import type { RedisAddress } from '../../../../src/clients/redis-address.ts'
import { openRedis, whenReady } from '../../../../src/clients/redis-connection.ts'
import { BytePool } from '../../../../src/lib/byte-pool.ts'
import { silentLog } from '../../../../src/lib/log.ts'
import { RedisStreamSource } from '../../../../src/pipeline/capture/adapters/redis-stream-source.ts'
import { describeWithRedis } from '../../../servers/need.ts'
import { type RunningGroup, startSentinel } from '../../../servers/redis-groups.ts'
import { numberedEntry, ReceivedFrames } from './received-frames.ts'

const HOST = '127.0.0.1'
const PASSWORD = 'secret'
const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xd9])
const STREAMS = ['a', 'b', 'c']

describeWithRedis('frames from a primary that Sentinel names', () => {
  let group: RunningGroup
  let address: RedisAddress
  let producer: Redis
  let received: ReceivedFrames
  let source: RedisStreamSource

  beforeEach(async () => {
    group = await startSentinel(PASSWORD)
    const sentinelPort = group.ports[2] ?? 0
    // The first one is down: the others are asked.
    const hosts = [
      { host: HOST, port: 1 },
      { host: HOST, port: sentinelPort }
    ]
    const sentinel = { hosts, name: 'frames', username: null, password: PASSWORD }
    address = { host: HOST, port: sentinelPort, username: null, password: PASSWORD, db: 0, tls: false, sentinel }
    producer = openRedis(address, 'producer', 1000)
    await whenReady(producer, 10_000)
    received = new ReceivedFrames()
    source = new RedisStreamSource({
      address,
      name: 'test',
      maxFrameBytes: 1000,
      sink: received,
      frameMemory: new BytePool(0),
      overloaded: () => false,
      clock: Date.now,
      log: silentLog
    })
    await source.start()
    await source.watch(STREAMS.map(stream => ({ stream, cursor: null })))
  })
  afterEach(async () => {
    await source.close()
    producer.disconnect()
    await group.stop()
  })

  async function add(number: number): Promise<void> {
    for (const stream of STREAMS) {
      for (;;) {
        try {
          await producer.xadd(`frames:${stream}`, `${number}-1`, ...numberedEntry(number, JPEG))
          break
        } catch (cause) {
          if (/equal or smaller/.test(String(cause))) break
          await sleep(50)
        }
      }
    }
  }

  async function addAll(from: number, to: number): Promise<void> {
    for (let number = from; number <= to; number++) await add(number)
  }

  it('go on from its replica when it is killed, each once and in order', async () => {
    await addAll(1, 20)
    await producer.wait(1, 2000)
    group.signal(0, 'SIGKILL')
    await vi.waitFor(() => expect(source.status().connected).toBe(false), 5000)
    await addAll(21, 40)
    await vi.waitFor(() => expect(received.frames.length).toBeGreaterThanOrEqual(120), 15_000)
    expect(received.astray(STREAMS, 40)).toEqual([])
    expect(source.status().connected).toBe(true)
    expect(received.lostFrames.size).toBe(0)
  }, 60_000)

  it('go on from its replica when it hangs, and the old one is not read when it wakes up', async () => {
    await addAll(1, 5)
    await producer.wait(1, 2000)
    group.signal(0, 'SIGSTOP')
    try {
      await addAll(6, 10)
      await vi.waitFor(() => expect(received.frames.length).toBeGreaterThanOrEqual(30), 20_000)
    } finally {
      group.signal(0, 'SIGCONT')
    }
    await sleep(1000)
    await addAll(11, 15)
    await vi.waitFor(() => expect(received.frames.length).toBeGreaterThanOrEqual(45), 15_000)
    expect(received.astray(STREAMS, 15)).toEqual([])
  }, 60_000)

  it('say which Sentinel said what when none names one', async () => {
    const { sentinel } = address
    const unknown = sentinel === undefined ? address : { ...address, sentinel: { ...sentinel, name: 'others' } }
    await expect(openPrimary(unknown, 'test')).rejects.toThrow(
      /^No Sentinel names a primary for others: 127\.0\.0\.1:1: .*ECONNREFUSED.*knows no group of this name$/
    )
  })
})
