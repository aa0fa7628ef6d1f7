import { afterAll, beforeAll, expect, it } from 'vitest'
import { checkedJpeg, flatJpeg } from '../pictures.ts'
import { describeWithRedis } from '../servers/need.ts'
import { RedisProducer } from '../servers/redis-producer.ts'
import { startRedis } from '../servers/redis-server.ts'
import { type ResultListener, RunningService } from '../servers/running-service.ts'
import { scrapedMetric } from '../servers/scraped-metric.ts'
import type { RunningServer } from '../servers/server-script.ts'
import { PATIENT, redisEnvironment } from '../servers/service-environment.ts'

const MAX_FPS = 10
const FRAME_MS = 40
const FRAMES = 50

describeWithRedis('frames that need not be decoded', () => {
  let redis: RunningServer
  let producer: RedisProducer
  let service: RunningService
  let listener: ResultListener

  beforeAll(async () => {
    redis = await startRedis()
    producer = new RedisProducer(redis.url)
    const settings = { ...PATIENT, MINIO_SAVE_MODE: 'none', ANALYSIS_MAX_FPS: String(MAX_FPS) }
    service = await RunningService.start({ ...redisEnvironment(redis.url), ...settings })
    listener = await service.listen()
  })
  afterAll(async () => {
    producer?.close()
    await service?.dispose()
    await redis?.stop()
  })

  /** Adds a frame as if the server had done so at that time, ms: pace goes by the ids. */
  const addAt = (stream: string, atMs: number, jpeg: Buffer) =>
    producer.redis.xadd(`frames:${stream}`, `${atMs}-0`, 'meta', `{"ts_wall_iso":"${atMs}"}`, 'jpeg', jpeg)
  const metric = (name: string) => scrapedMetric(service.url, name)
  const subscribe = (stream: string) => service.post('/pushhub/subscribe', { streams: [stream] })

  it('judges the same bytes again without decoding them', async () => {
    await subscribe('still')
    const black = await flatJpeg(1920, 1080, 4)
    for (let i = 0; i < 10; i++) await addAt('still', 3_000_000 + i * 1000, black)
    const results = await listener.count('still', 10)
    expect(results.map(message => message.data.result.state)).toEqual(Array(10).fill('Black Screen'))
    expect(results.map(message => message.data.shape)).toEqual(Array(10).fill([1080, 1920, 3]))
    await expect.poll(() => metric('frames_identical_total'), { timeout: 5000 }).toBe(9)
    expect(await metric('decodes_total')).toBe(1)
  })

  it('analyses ANALYSIS_MAX_FPS of a faster camera, and accounts for every frame', async () => {
    await subscribe('fast')
    const jpegs = [await checkedJpeg(320, 240, 200), await checkedJpeg(320, 240, 190)]
    for (let i = 0; i < FRAMES; i++) await addAt('fast', 1_000_000 + i * FRAME_MS, jpegs[i % 2]!)
    // The last frame of two seconds is skipped or not by its place in the beat; a silence later, one is due for sure.
    await addAt('fast', 2_000_000, jpegs[0]!)
    const results = await listener.until(messages => messages.at(-1)?.data.ts_wall === '2000000' && listener.of('fast'))
    const skipped = results.reduce((sum, message) => sum + (message.data.result.skipped ?? 0), 0)
    expect(results.length + skipped).toBe(FRAMES + 1)
    expect(results.length - 1).toBeGreaterThanOrEqual((MAX_FPS * FRAMES * FRAME_MS) / 1000)
    expect(results.length - 1).toBeLessThanOrEqual((MAX_FPS * FRAMES * FRAME_MS) / 1000 + 1)
    expect(results.every(message => message.data.result.dropped === undefined)).toBe(true)
    await expect.poll(() => metric('frames_skipped_total'), { timeout: 5000 }).toBe(skipped)
    expect(await metric('frames_dropped_total')).toBe(0)
    const { body } = await service.get('/pushhub/metrics/performance/fast')
    expect(body).toMatchObject({ analysed: results.length, skipped })
  })
})
