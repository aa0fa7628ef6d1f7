import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { loadSettings } from '../../src/config/load.ts'
import type { ReadinessCheck } from '../../src/subscription/service-control.ts'
import type { ResultMessage } from '../../src/model/result-message.ts'
import { DEFAULT_CAMERA_SETTINGS } from '../../src/model/camera.ts'
import { createMetrics } from '../../src/observe/metrics.ts'
import { ShardMetrics } from '../../src/shards/shard-metrics.ts'
import { ShardPool } from '../../src/shards/shard-pool.ts'
import { checkedJpeg } from '../pictures.ts'
import { describeWithRedis, describeWithS3 } from '../servers/need.ts'
import { NumberedFrames } from '../servers/numbered-frames.ts'
import { RedisProducer } from '../servers/redis-producer.ts'
import { startRedis } from '../servers/redis-server.ts'
import { type LogLine, type ResultListener, RunningService } from '../servers/running-service.ts'
import { S3Bucket } from '../servers/s3-bucket.ts'
import { metricIn, scrapedMetric } from '../servers/scraped-metric.ts'
import type { RunningServer } from '../servers/server-script.ts'
import { redisEnvironment, s3Environment } from '../servers/service-environment.ts'
import { TcpProxy } from '../servers/tcp-proxy.ts'

/** How long a server is away. Longer than the 2 s after which a silent camera is told of. */
const OUTAGE_MS = Number(process.env.CAMERA_CHECK_TEST_OUTAGE_MS ?? 4000)
/** A busy test machine must not make the service drop frames. */
const PATIENT = { QUEUE_MAX_AGE_MS: '60000' }
const STREAMS = ['gate', 'yard', '北门']
const SOON = { timeout: 15_000, interval: 100 }

/** Status of `/readyz`, and the names of the checks that fail. */
async function readiness(service: RunningService): Promise<{ status: number; failing: string[] }> {
  const { status, body } = await service.get('/readyz')
  const checks = body.checks as ReadinessCheck[]
  return { status, failing: checks.filter(check => !check.ok).map(check => check.name) }
}

async function untilReady(service: RunningService): Promise<void> {
  await vi.waitFor(async () => expect(await readiness(service)).toEqual({ status: 200, failing: [] }), SOON)
}

function logged(log: readonly LogLine[], level: string, text: RegExp): boolean {
  return log.some(line => line.level === level && text.test(line.msg))
}

async function expectEachOnce(listener: ResultListener, frames: NumberedFrames): Promise<void> {
  for (const stream of frames.streams) {
    const numbers = () => NumberedFrames.numbersOf(listener.messages, stream)
    await vi.waitFor(() => expect(numbers().length).toBeGreaterThanOrEqual(frames.count), SOON)
    expect(numbers()).toEqual(frames.expected)
  }
}

describeWithRedis('Redis goes away and comes back', () => {
  let redis: RunningServer
  let producer: RedisProducer
  let service: RunningService
  let listener: ResultListener
  let frames: NumberedFrames

  beforeEach(async () => {
    redis = await startRedis()
    producer = new RedisProducer(redis.url)
    service = await RunningService.start({ ...redisEnvironment(redis.url), ...PATIENT, MINIO_SAVE_MODE: 'none' })
    listener = await service.listen()
    const jpeg = await checkedJpeg(320, 240)
    frames = new NumberedFrames(STREAMS, (stream, meta) => producer.add(stream, jpeg, meta))
    await service.post('/pushhub/subscribe', { streams: STREAMS })
    await frames.add(5)
    await expectEachOnce(listener, frames)
  })
  afterEach(async () => {
    producer?.close()
    await service?.dispose()
    await redis?.stop()
  })

  it('the service says so, calls no camera silent, and goes on by itself when a stopped Redis is back', async () => {
    const port = redis.port
    await redis.stop()
    await vi.waitFor(async () => {
      expect(await readiness(service)).toEqual({ status: 503, failing: ['redis', 'incidents', 'frames: redis'] })
    }, SOON)
    await sleep(OUTAGE_MS)
    redis = await startRedis(port)
    await untilReady(service)
    await vi.waitFor(() => expect(producer.redis.status).toBe('ready'), SOON)
    await frames.add(5)
    await expectEachOnce(listener, frames)
    expect(listener.messages.filter(message => message.data.result.state === 'No Frames')).toEqual([])
    expect(logged(service.log, 'warn', /Lost the connection to Redis/)).toBe(true)
    expect(logged(service.log, 'info', /Redis answers/)).toBe(true)
  })

  it('the subscription is kept again when Redis comes back without its data', async () => {
    const port = redis.port
    await redis.stop()
    redis = await startRedis(port)
    await untilReady(service)
    await vi.waitFor(async () => expect(await producer.redis.exists('camera-check:subscription')).toBe(1), SOON)
    await service.stop('SIGKILL')
    const next = await RunningService.start({ ...redisEnvironment(redis.url), ...PATIENT, MINIO_SAVE_MODE: 'none' })
    await service.dispose()
    service = next
    listener = await service.listen()
    await frames.add(1)
    const result = await listener.until(messages => messages[0])
    expect(result).toMatchObject({ epoch: 1, data: { ts_wall: '6', result: { state: 'Normal' } } })
  })

  it('the service says so, calls no camera silent, and misses nothing when a hanging Redis answers again', async () => {
    const pid = Number(/process_id:(\d+)/.exec(await producer.redis.info('server'))?.[1])
    frames.start(50)
    await sleep(500)
    process.kill(pid, 'SIGSTOP')
    try {
      await vi.waitFor(async () => {
        expect(await readiness(service)).toEqual({ status: 503, failing: ['redis', 'incidents', 'frames: redis'] })
      }, SOON)
      await sleep(OUTAGE_MS)
    } finally {
      process.kill(pid, 'SIGCONT')
    }
    await untilReady(service)
    await sleep(500)
    await frames.stop()
    await expectEachOnce(listener, frames)
    expect(listener.messages.filter(message => message.data.result.state === 'No Frames')).toEqual([])
    expect(logged(service.log, 'warn', /Redis does not answer/)).toBe(true)
    expect(logged(service.log, 'info', /Redis answers/)).toBe(true)
  })
})

describeWithS3('the snapshot store goes away and comes back', s3 => {
  let bucket: S3Bucket
  let proxy: TcpProxy
  let service: RunningService
  let listener: ResultListener
  let frames: NumberedFrames

  async function start(settings: Record<string, string>): Promise<void> {
    const store = { ...s3Environment(s3, bucket), MINIO_ENDPOINT: `${proxy.host}:${proxy.port}` }
    service = await RunningService.start({ ...store, ...PATIENT, MINIO_SAVE_MODE: 'all', ...settings })
    listener = await service.listen()
    await service.post('/pushhub/subscribe', { streams: STREAMS })
    await frames.add(2)
    await expectEachOnce(listener, frames)
    await vi.waitFor(async () => expect(await bucket.names()).toHaveLength(2 * STREAMS.length), SOON)
  }

  /** Frames flow while the store is away. @returns Delays of the results from frame to receipt, in their order, ms. */
  async function outage(begin: () => void | Promise<void>): Promise<number[]> {
    const delaysMs: number[] = []
    listener.socket.on('message', data => {
      const { timing } = (JSON.parse(String(data)) as ResultMessage).data
      delaysMs.push(Date.now() - Date.parse(timing.ts1 ?? ''))
    })
    await begin()
    frames.start(50)
    await vi.waitFor(async () => {
      expect(await readiness(service)).toEqual({ status: 503, failing: ['snapshots'] })
    }, SOON)
    await sleep(OUTAGE_MS)
    await frames.stop()
    await expectEachOnce(listener, frames)
    await proxy.resume()
    return delaysMs
  }

  const counters = async () => {
    const [stored = 0, failed = 0, dropped = 0] = await Promise.all(
      ['stored', 'failed', 'dropped'].map(what => scrapedMetric(service.url, `snapshots_${what}_total`))
    )
    return { stored, failed, dropped, all: stored + failed + dropped }
  }

  beforeAll(async () => {
    proxy = await TcpProxy.start(s3.host, s3.port)
  })
  beforeEach(async () => {
    bucket = new S3Bucket(s3)
    const jpeg = await checkedJpeg(320, 240)
    frames = new NumberedFrames(STREAMS, (stream, meta) => service.postFrame(stream, jpeg, meta))
  })
  afterEach(async () => {
    await proxy.resume()
    await service?.dispose()
    await bucket.destroy()
  })
  afterAll(() => proxy?.close())

  it.each([
    ['hangs', () => proxy.pause()],
    ['refuses', () => proxy.refuse()]
  ])(
    'verdicts wait once and not again when it %s, and every snapshot arrives afterwards',
    async (_, begin) => {
      await start({})
      const delaysMs = await outage(begin)
      // What comes in while the first result waits for its snapshot stands behind it.
      const late = delaysMs.filter(ms => ms > 150).length
      expect(late).toBeLessThan(delaysMs.length / 4)
      expect(Math.max(...delaysMs)).toBeLessThan(1000)
      const offered = frames.count * STREAMS.length
      await vi.waitFor(async () => expect(await bucket.names()).toHaveLength(offered), {
        timeout: 25_000,
        interval: 500
      })
      await vi.waitFor(async () => {
        expect(await counters()).toEqual({ stored: offered, failed: 0, dropped: 0, all: offered })
      }, SOON)
      await untilReady(service)
      expect(logged(service.log, 'warn', /store does not take snapshots/)).toBe(true)
      expect(logged(service.log, 'info', /store takes snapshots again/)).toBe(true)
    },
    60_000
  )

  it('snapshots past the bound of the queue are dropped, oldest first, and counted', async () => {
    const large = await checkedJpeg(1280, 720)
    await start({ SNAPSHOT_QUEUE_BYTES: String(1024 * 1024), EXECUTOR_CPU: '1' })
    frames = new NumberedFrames(STREAMS, (stream, meta) => service.postFrame(stream, large, meta))
    const before = 2 * STREAMS.length
    listener.messages.length = 0
    await outage(() => proxy.refuse())
    const offered = before + frames.count * STREAMS.length
    await vi.waitFor(async () => expect((await counters()).all).toBe(offered), { timeout: 25_000, interval: 500 })
    const { stored, failed, dropped } = await counters()
    expect(failed).toBe(0)
    expect(dropped).toBeGreaterThan(0)
    expect(await bucket.names()).toHaveLength(stored)
    expect(logged(service.log, 'warn', /Snapshots are dropped: the queue is full/)).toBe(true)
  })
})

describeWithRedis('a shard thread dies', redisUrl => {
  const streams = Array.from({ length: 8 }, (_, i) => `shard-death-${process.pid}-${i}`)
  const cameras = streams.map(stream => ({ stream, settings: DEFAULT_CAMERA_SETTINGS }))
  let producer: RedisProducer
  let pool: ShardPool

  beforeAll(() => {
    producer = new RedisProducer(redisUrl)
  })
  afterAll(async () => {
    await pool?.stop()
    await producer.redis.del(...streams.map(stream => `frames:${stream}`))
    producer.close()
  })

  it('its cameras go on from their cursors: every frame is analysed exactly once and in order', async () => {
    const log: LogLine[] = []
    const note = (level: string) => (fields: object, msg: string) => void log.push({ ...fields, level, msg })
    const messages: ResultMessage[] = []
    const metrics = createMetrics()
    const shardMetrics = new ShardMetrics(metrics)
    const { settings } = loadSettings({
      ...redisEnvironment(redisUrl),
      ...PATIENT,
      MINIO_SAVE_MODE: 'none',
      LOG_LEVEL: 'silent'
    })
    pool = new ShardPool({
      settings,
      count: 2,
      threadUrl: new URL('../../dist/shards/shard-thread.js', import.meta.url),
      log: { debug: note('debug'), info: note('info'), warn: note('warn'), error: note('error') },
      onResults: results => messages.push(...results.map(({ text }) => JSON.parse(text) as ResultMessage)),
      onStatus: (shard, status) => shardMetrics.onStatus(shard, status),
      onRestart: (shard, cause) => shardMetrics.onRestart(shard, cause),
      onStop: () => shardMetrics.clear()
    })
    await pool.start()
    await pool.assign(1, cameras)

    const jpeg = await checkedJpeg(320, 240)
    const frames = new NumberedFrames(streams, (stream, meta) => producer.add(stream, jpeg, meta))
    frames.start(40)
    for (const shard of [0, 1, 0]) {
      await sleep(700)
      await pool.terminateShard(shard)
      expect(pool.check()).toContainEqual(expect.objectContaining({ name: 'shards', ok: false }))
      await vi.waitFor(
        () => expect(pool.check()).toContainEqual(expect.objectContaining({ name: 'shards', ok: true })),
        SOON
      )
    }
    await sleep(700)
    await frames.stop()

    for (const stream of streams) {
      const numbers = () => NumberedFrames.numbersOf(messages, stream)
      await vi.waitFor(() => expect(numbers().length).toBeGreaterThanOrEqual(frames.count), SOON)
      expect(numbers()).toEqual(frames.expected)
    }
    expect(logged(log, 'error', /A shard thread died/)).toBe(true)
    expect(log.filter(line => /The shard thread runs again/.test(line.msg))).toHaveLength(3)
    expect(metricIn(await metrics.text(), 'shard_restarts_total')).toBe(3)
  })
})
