import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { Cluster, type Redis } from 'ioredis'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { rendezvousPlace } from '../../src/lib/rendezvous.ts'
import { flatJpeg } from '../pictures.ts'
import { describeWithRedis } from '../servers/need.ts'
import { NumberedFrames } from '../servers/numbered-frames.ts'
import { type RunningGroup, startCluster, startSentinel } from '../servers/redis-groups.ts'
import { RedisProducer } from '../servers/redis-producer.ts'
import { startRedis } from '../servers/redis-server.ts'
import { type ResultListener, RunningService } from '../servers/running-service.ts'
import type { RunningServer } from '../servers/server-script.ts'
import { PATIENT } from '../servers/service-environment.ts'

const QUIET = { ...PATIENT, MINIO_SAVE_MODE: 'none', SCENE_MEMORY_SAVE_SECONDS: '3600' }

/** What runs in a test, ended behind it in reverse order. */
let ends: (() => Promise<unknown> | unknown)[] = []
const later = <T>(thing: T, end: (thing: T) => Promise<unknown> | unknown): T => {
  ends.push(() => end(thing))
  return thing
}

async function startService(env: Record<string, string>): Promise<RunningService> {
  return later(await RunningService.start({ ...QUIET, ...env }), service => service.dispose())
}

async function startOwnRedis(options: readonly string[] = []): Promise<RunningServer> {
  return later(await startRedis(0, options), server => server.stop())
}

async function listenTo(service: RunningService, streams: readonly string[]): Promise<ResultListener> {
  const listener = later(await service.listen(), opened => opened.close())
  expect((await service.post('/pushhub/subscribe', { streams })).status).toBe(200)
  return listener
}

/** Waits until each stream has a result for each of its frames, and holds them against the frames' numbers. */
async function expectEachOnce(listener: ResultListener, frames: NumberedFrames, deadlineMs: number): Promise<void> {
  const ofFrames = () => listener.messages.filter(({ data }) => data.ts_wall !== null).length
  await vi.waitFor(() => expect(ofFrames()).toBeGreaterThanOrEqual(frames.count * frames.streams.length), deadlineMs)
  for (const stream of frames.streams) {
    expect([stream, NumberedFrames.numbersOf(listener.messages, stream)]).toEqual([stream, frames.expected])
  }
}

let jpeg: Buffer
beforeEach(async () => {
  jpeg = await flatJpeg(64, 48, 90)
})
afterEach(async () => {
  for (const end of ends.reverse()) await end()
  ends = []
})

describeWithRedis('frames on two primaries', () => {
  const streams = Array.from({ length: 12 }, (_, i) => `camera-${i}`)

  it('come from where name or rule puts them, posted ones too, and a lost primary makes its own cameras unknown alone', async () => {
    const servers = [await startOwnRedis(), await startOwnRedis()]
    const producers = servers.map(({ url }) => later(new RedisProducer(url), producer => producer.close()))
    const place = (stream: string) => (stream === 'camera-0' ? 1 : rendezvousPlace(stream, 2))
    const service = await startService({
      REDIS_URLS: servers.map(({ url }) => url).join(),
      REDIS_STREAM_URLS: `camera-0=${servers[1]?.host}:${servers[1]?.port}`,
      STREAM_GAP_MS: '1000',
      EXECUTOR_CPU: '1'
    })
    const listener = await listenTo(service, streams)
    const frames = new NumberedFrames(streams, async (stream, meta) =>
      producers[place(stream)]?.add(stream, jpeg, meta)
    )
    await frames.add(10)
    await expectEachOnce(listener, frames, 10_000)
    // What is posted lies beside what producers add.
    for (const stream of ['camera-0', 'camera-1', 'camera-2']) {
      expect(await service.postFrame(stream, jpeg)).toBe(202)
      expect(await producers[place(stream)]?.redis.xlen(`frames:${stream}`)).toBe(11)
      expect(await producers[1 - place(stream)]?.redis.exists(`frames:${stream}`)).toBe(0)
    }
    await servers[1]?.stop()
    await sleep(1500)
    const lost = streams.filter(stream => place(stream) === 1)
    const [kept = ''] = streams.filter(stream => place(stream) === 0)
    expect(lost.length).toBeGreaterThan(1)
    const before = listener.of(kept).length
    await producers[0]?.add(kept, jpeg)
    await listener.count(kept, before + 1)
    await sleep(2000)
    const silent = new Set(
      listener.messages.filter(({ data }) => data.result.state === 'No Frames').map(({ data }) => data.stream)
    )
    expect(lost.filter(stream => silent.has(stream))).toEqual([])
    expect(silent.size).toBeGreaterThan(0)
    const { status, body } = await service.get('/readyz')
    expect(status).toBe(200)
    expect(JSON.stringify(body)).toContain(`${servers[1]?.port}`)
  }, 60_000)
})

describeWithRedis('frames and state behind a Sentinel', () => {
  it('go on when the primary is killed, and so does the subscription after a restart', async () => {
    const group: RunningGroup = later(await startSentinel('secret'), started => started.stop())
    const env = {
      REDIS_SENTINELS: `127.0.0.1:${group.ports[2]}`,
      REDIS_SENTINEL_NAME: 'frames',
      REDIS_SENTINEL_PASSWORD: 'secret',
      REDIS_PASSWORD: 'secret'
    }
    const service = await startService(env)
    const streams = ['gate', '北门']
    const listener = await listenTo(service, streams)
    const [first = 0, second = 0] = group.ports
    const oldPrimary = later(new RedisProducer(`redis://:secret@127.0.0.1:${first}`), opened => opened.close())
    const frames = new NumberedFrames(streams, (stream, meta) => producer.add(stream, jpeg, meta))
    let producer = oldPrimary
    await frames.add(10)
    await expectEachOnce(listener, frames, 10_000)
    await oldPrimary.redis.wait(1, 2000)
    group.signal(0, 'SIGKILL')
    producer = later(new RedisProducer(`redis://:secret@127.0.0.1:${second}`), opened => opened.close())
    await vi.waitFor(async () => expect((await producer.redis.role())[0]).toBe('master'), 20_000)
    await frames.add(10)
    await expectEachOnce(listener, frames, 20_000)
    await vi.waitFor(async () => expect((await service.get('/readyz')).status).toBe(200), 10_000)
    await service.stop()
    const again = await startService(env)
    expect((await again.get('/readyz')).body.running).toBe(true)
    expect(again.log.some(({ msg }) => msg.includes(`redis+sentinel://127.0.0.1:${group.ports[2]}/frames/0`))).toBe(
      true
    )
  }, 90_000)
})

describeWithRedis('frames on a Redis Cluster', () => {
  it('of 300 cameras are judged exactly once and in order, as on one Redis', async () => {
    const group = later(await startCluster(3), started => started.stop())
    const state = await startOwnRedis()
    const service = await startService({
      REDIS_HOST: state.host,
      REDIS_PORT: String(state.port),
      REDIS_URLS: group.url,
      EXECUTOR_CPU: '2'
    })
    const streams = Array.from({ length: 300 }, (_, i) => `camera-${i}`)
    const listener = await listenTo(service, streams)
    const cluster = later(new Cluster(group.ports.map(port => ({ port, host: '127.0.0.1' }))), opened =>
      opened.disconnect()
    )
    const frames = new NumberedFrames(streams, (stream, meta) =>
      cluster.xadd(`frames:${stream}`, '*', 'meta', JSON.stringify(meta), 'jpeg', jpeg)
    )
    await frames.add(10)
    await expectEachOnce(listener, frames, 40_000)
    expect(await service.postFrame('camera-7', jpeg)).toBe(202)
    await listener.count('camera-7', 11)
  }, 90_000)
})

describeWithRedis('frames over TLS', () => {
  it('come with the authority that is named, and not without it', async () => {
    const folder = later(await mkdtemp(join(tmpdir(), 'camera-check-tls-')), path => rm(path, { recursive: true }))
    await promisify(execFile)(fileURLToPath(new URL('../../scripts/make-test-certificate.sh', import.meta.url)), [
      folder
    ])
    const spare = await startRedis()
    await spare.stop()
    const server = await startOwnRedis([
      ...['--tls-port', String(spare.port), '--tls-auth-clients', 'no', '--tls-ca-cert-file', join(folder, 'ca.pem')],
      ...['--tls-cert-file', join(folder, 'server.pem'), '--tls-key-file', join(folder, 'server.key')]
    ])
    const producer = later(new RedisProducer(server.url), opened => opened.close())
    const rights = [
      '~frames:* ~pictures:* resetchannels -@all +@connection +info +time +xread +xrevrange +xadd +xinfo +eval +exists +getrange',
      '~camera-check:* &camera-check:* +@read +@write +@transaction +@scripting +@pubsub'
    ]
    await producer.redis.call('ACL', 'SETUSER', 'few', 'on', '>pass word', ...rights.join(' ').split(' '))
    const user = { REDIS_USERNAME: 'few', REDIS_PASSWORD: 'pass word' }
    const env = { REDIS_HOST: 'localhost', REDIS_PORT: String(spare.port), REDIS_TLS: '1', ...user }
    const service = await startService({ ...env, REDIS_TLS_CA_FILE: join(folder, 'ca.pem') })
    const listener = await listenTo(service, ['gate'])
    await producer.add('gate', jpeg)
    await listener.count('gate', 1)
    await vi.waitFor(async () => expect((await service.get('/readyz')).status).toBe(200), 10_000)
    await service.stop()
    const refusals = service.log.filter(({ level }) => level !== 'info').map(({ msg }) => msg)
    expect(refusals.filter(msg => !msg.includes('API_TOKENS'))).toEqual([])
    expect(await producer.redis.acl('LOG')).toEqual([])
    const wary = await startService(env)
    expect((await wary.get('/readyz')).status).toBe(503)
    await expect(startService({ ...env, REDIS_TLS_CA_FILE: join(folder, 'none.pem') })).rejects.toThrow(
      /REDIS_TLS_CA_FILE: cannot be used: ENOENT/
    )
  }, 60_000)
})

describeWithRedis('frames that lie under keys', () => {
  /** Frames of one camera, some with their bytes and some under a key. */
  async function showFrames(redis: Redis, count: number, picture: Buffer): Promise<void> {
    for (let number = 1; number <= count; number++) {
      const meta = JSON.stringify({ ts_wall_iso: String(number) })
      await redis.set(`pictures:${number}`, picture, 'EX', 60)
      await redis.xadd('frames:gate', '*', 'meta', meta, 'jpeg_key', `pictures:${number}`)
    }
  }

  it('are judged in order among others, and one whose key is gone is told as trimmed and is no fault', async () => {
    const server = await startOwnRedis()
    const { redis } = later(new RedisProducer(server.url), opened => opened.close())
    const service = await startService({ REDIS_URLS: server.url })
    const listener = await listenTo(service, ['gate'])
    const frames = new NumberedFrames(['gate'], async (_, meta) => {
      const number = Number((meta as { ts_wall_iso: string }).ts_wall_iso)
      const fields = ['meta', JSON.stringify(meta)]
      if (number % 3 === 0) return redis.xadd('frames:gate', '*', ...fields, 'jpeg', jpeg)
      await redis.set(`pictures:${number}`, jpeg, 'EX', 60)
      return redis.xadd('frames:gate', '*', ...fields, 'jpeg_key', `pictures:${number}`)
    })
    await frames.add(50)
    await expectEachOnce(listener, frames, 10_000)
    await redis.xadd('frames:gate', '*', 'meta', '{"ts_wall_iso":"51"}', 'jpeg_key', 'pictures:gone')
    await redis.xadd('frames:gate', '*', 'meta', '{"ts_wall_iso":"52"}', 'jpeg', jpeg)
    await listener.count('gate', 51)
    expect(NumberedFrames.numbersOf(listener.messages, 'gate').at(-1)).toBe(52)
    expect(listener.of('gate').at(-1)?.data.result.dropped).toMatchObject({ trimmed: 1 })
    expect(listener.messages.filter(({ data }) => data.result.state === 'Error')).toEqual([])
    await redis.xadd('frames:gate', '*', 'jpeg_key', '')
    await listener.count('gate', 52)
    expect(listener.of('gate').at(-1)?.data.result.state).toBe('Error')
  }, 60_000)

  it('never cross the network when they are not analysed', async () => {
    const server = await startOwnRedis()
    const { redis } = later(new RedisProducer(server.url), opened => opened.close())
    const service = await startService({ REDIS_URLS: server.url, ANALYSIS_MAX_FPS: '0.1' })
    const listener = await listenTo(service, ['gate'])
    const sent = async () => Number(/total_net_output_bytes:(\d+)/.exec(await redis.info('stats'))?.[1])
    const picture = Buffer.concat([await flatJpeg(640, 480, 90), Buffer.alloc(200_000)])
    const before = await sent()
    await showFrames(redis, 50, picture)
    await listener.count('gate', 1)
    await sleep(500)
    const sentBytes = (await sent()) - before
    expect(sentBytes).toBeGreaterThan(picture.length)
    // Two in the first ten seconds at most, of fifty.
    expect(sentBytes).toBeLessThan(picture.length * 2.5)
    const { body } = await service.get('/pushhub/metrics/performance')
    expect(JSON.stringify(body)).toMatch(/"skipped":4[89]/)
  }, 60_000)
})
