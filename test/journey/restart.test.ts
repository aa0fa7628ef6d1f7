import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkedJpeg, flatJpeg } from '../pictures.ts'
import { describeWith, describeWithRedis } from '../servers/need.ts'
import { NumberedFrames } from '../servers/numbered-frames.ts'
import { DATABASE } from '../servers/redis-databases.ts'
import { RedisProducer } from '../servers/redis-producer.ts'
import { startRedis } from '../servers/redis-server.ts'
import { RunningService } from '../servers/running-service.ts'
import { S3Bucket } from '../servers/s3-bucket.ts'
import type { RunningServer } from '../servers/server-script.ts'
import { PATIENT, redisEnvironment, s3Environment } from '../servers/service-environment.ts'
import { TcpProxy } from '../servers/tcp-proxy.ts'

/** The service's own patience with the store: a snapshot that takes long must not hold its result. */
const SETTINGS = { ...PATIENT, SNAPSHOT_ACK_MS: '200' }
const SUBSCRIPTION = { streams: ['gate', '北门'], current_threshold: 60, intrusion_cooldown_seconds: { gate: 0.001 } }

/** What a place for the subscription must hold, whichever it is. The tests go on from one another. */
function keepsOverRestarts(
  environment: () => Record<string, string>,
  stopSignal: NodeJS.Signals,
  push: (service: RunningService, stream: string, jpeg: Buffer) => Promise<unknown>
): void {
  let service: RunningService
  let epoch = 0
  const start = async () => {
    service = await RunningService.start({ ...environment(), ...SETTINGS, MINIO_SAVE_MODE: 'none' })
  }
  afterAll(() => service?.stop('SIGKILL'))

  const running = async () => (await service.get('/readyz')).body.running

  it.each(['SIGTERM', 'SIGKILL'] as const)('the subscription, its settings and its epoch survive %s', async signal => {
    if (epoch === 0) await start()
    await service.post('/pushhub/subscribe', { streams: ['other'] })
    epoch = (await service.post('/pushhub/subscribe', SUBSCRIPTION)).body.epoch as number
    await service.stop(signal)
    await start()
    expect(await running()).toBe(true)
    const listener = await service.listen()
    for (const stream of SUBSCRIPTION.streams) {
      await push(service, stream, await flatJpeg(320, 240, 40))
      const [result] = await listener.count(stream, 1)
      expect(result).toMatchObject({ epoch, data: { result: { state: 'Black Screen', faults: [{ limit: 60 }] } } })
    }
  })

  it(`a stop survives ${stopSignal}, and the epoch goes on behind it`, async () => {
    await service.post('/pushhub/stop')
    await service.stop(stopSignal)
    await start()
    expect(await running()).toBe(false)
    expect((await service.post('/pushhub/subscribe', SUBSCRIPTION)).body.epoch).toBe(epoch + 1)
  })
}

describe('restart, with the subscription in the data folder', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'camera-check-restart-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  keepsOverRestarts(
    () => ({ DATA_DIR: folder }),
    'SIGKILL',
    async (service, stream, jpeg) => expect(await service.postFrame(stream, jpeg)).toBe(202)
  )
})

describeWithRedis('restart, with the subscription in Redis', () => {
  let redis: RunningServer
  let producer: RedisProducer
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'camera-check-restart-'))
    redis = await startRedis()
    producer = new RedisProducer(redis.url)
  })
  afterAll(async () => {
    producer?.close()
    await redis?.stop()
    await rm(folder, { recursive: true, force: true })
  })

  keepsOverRestarts(
    () => ({ ...redisEnvironment(redis.url), DATA_DIR: folder }),
    'SIGTERM',
    (_, stream, jpeg) => producer.add(stream, jpeg)
  )
})

describeWithRedis('frames that are added while the service is down', redisUrl => {
  const streams = ['gate', '北门'].map(name => `${name}-${process.pid}`)
  let producer: RedisProducer
  let service: RunningService
  const start = async (env: Record<string, string> = {}) => {
    service = await RunningService.start({
      ...redisEnvironment(redisUrl),
      ...SETTINGS,
      MINIO_SAVE_MODE: 'none',
      ...(service === undefined ? {} : { DATA_DIR: service.dataDir }),
      ...env
    })
    return service.listen()
  }
  beforeAll(() => {
    producer = new RedisProducer(`${redisUrl}/${DATABASE.restart}`)
  })
  afterAll(async () => {
    await service?.dispose()
    await producer.redis.flushdb()
    producer.close()
  })

  it('are judged once and in order when it is back soon, and never where that is not wanted', async () => {
    const database = { REDIS_DB: String(DATABASE.restart) }
    let listener = await start(database)
    await service.post('/pushhub/subscribe', { streams })
    const jpeg = await checkedJpeg(320, 240)
    const frames = new NumberedFrames(streams, (stream, meta) => producer.add(stream, jpeg, meta))
    await frames.add(3)
    for (const stream of streams) await listener.count(stream, 3)
    await service.stop()
    await frames.add(4)
    listener = await start(database)
    await frames.add(1)
    for (const stream of streams) {
      const results = await listener.count(stream, 5)
      expect(NumberedFrames.numbersOf(results, stream)).toEqual([4, 5, 6, 7, 8])
    }
    await service.stop()
    await frames.add(2)
    listener = await start({ ...database, RESUME_MAX_AGE_S: '0' })
    await frames.add(1)
    for (const stream of streams) {
      const results = await listener.count(stream, 1)
      expect(NumberedFrames.numbersOf(results, stream)).toEqual([11])
    }
  })

  it('are not judged by who subscribes the camera anew', async () => {
    await service.stop()
    const listener = await start({ REDIS_DB: String(DATABASE.restart) })
    const [stream = ''] = streams
    await service.post('/pushhub/subscribe', { streams: ['other'] })
    // Of the subscription that was taken up at the start.
    const earlier = listener.messages.filter(({ data }) => data.stream === stream).length
    const jpeg = await checkedJpeg(320, 240)
    await producer.add(stream, jpeg, { ts_wall_iso: 'between' })
    await service.post('/pushhub/subscribe', { streams: [stream] })
    await producer.add(stream, jpeg, { ts_wall_iso: 'behind' })
    const results = await listener.count(stream, earlier + 1)
    expect(results.slice(earlier).map(({ data }) => data.ts_wall)).toEqual(['behind'])
  })
})

describe('SIGTERM', () => {
  it('ends the process with 0 in under 10 s: what came in is analysed and stored, clients hear 1001', async () => {
    const service = await RunningService.start({ ...SETTINGS, MINIO_SAVE_MODE: 'all' })
    const listeners = await Promise.all([service.listen(), service.listen(), service.listen()])
    await service.post('/pushhub/subscribe', { streams: ['gate'] })
    const jpeg = await checkedJpeg(1920, 1080)
    for (let i = 0; i < 10; i++) expect(await service.postFrame('gate', jpeg)).toBe(202)
    const { code, tookMs } = await service.stop()
    expect(code).toBe(0)
    expect(tookMs).toBeLessThan(10_000)
    for (const listener of listeners) {
      await listener.until(() => listener.closeCode !== null)
      expect(listener.closeCode).toBe(1001)
      expect(listener.of('gate')).toHaveLength(10)
    }
    expect(await readdir(join(service.dataDir, 'snapshots', 'gate'))).toHaveLength(10)
    await service.dispose()
  })
})

describeWith({ s3: true }, 'SIGTERM, with a slow snapshot store', ({ s3 }) => {
  const bucket = new S3Bucket(s3)
  let proxy: TcpProxy
  let service: RunningService

  beforeAll(async () => {
    proxy = await TcpProxy.start(s3.host, s3.port)
    const store = { ...s3Environment(s3, bucket), MINIO_ENDPOINT: `${proxy.host}:${proxy.port}` }
    service = await RunningService.start({ ...SETTINGS, ...store, MINIO_SAVE_MODE: 'all', EXECUTOR_IO: '4' })
  })
  afterAll(async () => {
    await service?.dispose()
    await proxy?.close()
    await bucket.destroy()
  })

  it('flushes the queued snapshots and ends with 0 in under 10 s', async () => {
    const listener = await service.listen()
    await service.post('/pushhub/subscribe', { streams: ['gate'] })
    const jpeg = await checkedJpeg(320, 240)
    await service.postFrame('gate', jpeg)
    await listener.count('gate', 1)
    proxy.delay(150)
    for (let i = 0; i < 20; i++) await service.postFrame('gate', jpeg)
    await listener.count('gate', 21)
    const stop = service.stop()
    const { code, tookMs } = await stop
    expect(code).toBe(0)
    // Twenty uploads of 300 ms, four at once, cannot have been done before.
    expect(tookMs).toBeGreaterThan(500)
    expect(tookMs).toBeLessThan(10_000)
    expect(await bucket.names()).toHaveLength(21)
  })
})
