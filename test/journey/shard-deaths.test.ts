import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ReadinessCheck } from '../../src/subscription/service-control.ts'
import { checkedJpeg, flatJpeg } from '../pictures.ts'
import { describeWithRedis } from '../servers/need.ts'
import { NumberedFrames } from '../servers/numbered-frames.ts'
import { RedisProducer } from '../servers/redis-producer.ts'
import { type ResultListener, RunningService } from '../servers/running-service.ts'
import { scrapedMetric } from '../servers/scraped-metric.ts'
import { PATIENT, redisEnvironment } from '../servers/service-environment.ts'
import { FALLS_FOR_SPOILT, type Spoil, spoiltJpeg } from '../servers/spoilt-jpeg.ts'

const SOON = { timeout: 20_000, interval: 100 }
/** One more than the frames of each camera. */
const LAST = 7

describeWithRedis('a frame that kills the thread which looks at it', redisUrl => {
  // Names of their own: the server's first database is shared.
  const streams = ['deaths-gate', 'deaths-yard', 'deaths-hall']
  const [spoilt = ''] = streams
  let producer: RedisProducer
  let service: RunningService
  let listener: ResultListener

  beforeEach(async () => {
    producer = new RedisProducer(redisUrl)
    service = await RunningService.start({
      ...redisEnvironment(redisUrl),
      ...PATIENT,
      ...FALLS_FOR_SPOILT,
      MINIO_SAVE_MODE: 'none',
      SHARD_STUCK_SECONDS: '2',
      SHARD_HEAP_MB: '64'
    })
    listener = await service.listen()
    await service.post('/pushhub/subscribe', { streams })
  })
  afterEach(async () => {
    await service?.post('/pushhub/stop')
    await service?.dispose()
    await producer?.redis.del(...streams.map(stream => `frames:${stream}`))
    producer?.close()
  })

  const kinds: readonly (readonly [Spoil, string])[] = [
    ['CRASH!', 'crash'],
    ['HANGS!', 'hang'],
    ['GREEDY', 'out-of-memory']
  ]
  it.each(kinds)(
    '%s: is told as an error after the second death, and every other frame is judged',
    async (spoil, cause) => {
      const jpeg = await flatJpeg(160, 120, 90)
      const frames = new NumberedFrames(streams, (stream, meta) => producer.add(stream, jpeg, meta))
      await frames.add(3)
      await producer.add(spoilt, spoiltJpeg(jpeg, spoil), { ts_wall_iso: 'spoilt' })
      await frames.add(3)
      await listener.until(messages => messages.some(({ data }) => data.ts_wall === 'spoilt'), 30_000)
      for (const stream of streams) {
        const numbers = () =>
          NumberedFrames.numbersOf(listener.messages, stream).filter(number => !Number.isNaN(number))
        await vi.waitFor(() => expect(numbers()).toHaveLength(LAST - 1), SOON)
        expect(numbers()).toEqual(frames.expected)
      }
      const told = listener.of(spoilt).filter(({ data }) => data.ts_wall === 'spoilt')
      expect(told).toHaveLength(1)
      expect(told[0]?.data.result.error).toMatch(/died or hung over it twice/)
      const deaths = service.log.filter(({ msg }) => /A shard thread died/.test(msg))
      expect(deaths.map(line => line.cause)).toEqual([cause, cause])
      await vi.waitFor(async () => {
        expect(await scrapedMetric(service.url, 'decode_errors_total', 'code="frame/set-aside"')).toBe(1)
        expect(await scrapedMetric(service.url, 'shard_deaths_total', `cause="${cause}"`)).toBe(2)
      }, SOON)
    }
  )

  it('frames of one camera that all crash it leave the camera aside, and the others are judged on', async () => {
    const jpeg = await flatJpeg(160, 120, 90)
    const bad = spoiltJpeg(jpeg, 'CRASH!')
    for (let i = 0; i < 3; i++) await producer.add(spoilt, bad)
    const frames = new NumberedFrames(streams.slice(1), (stream, meta) => producer.add(stream, jpeg, meta))
    await frames.add(3)
    const aside = ({ data }: { data: { stream: string; result: { error?: string } } }) =>
      data.stream === spoilt && /for ten minutes/.test(data.result.error ?? '')
    await listener.until(messages => messages.some(aside), 30_000)
    await frames.add(3)
    for (const stream of frames.streams) {
      await vi.waitFor(() => expect(NumberedFrames.numbersOf(listener.messages, stream)).toEqual(frames.expected), SOON)
    }
    const { body } = await service.get('/readyz')
    const shards = (body.checks as ReadinessCheck[]).find(({ name }) => name === 'shards')
    expect(shards).toMatchObject({ ok: false, detail: expect.stringMatching(/died \d times within a minute/) })
  })

  it('a mistake in analysing one frame costs that frame alone, and it is told', async () => {
    const jpeg = await checkedJpeg(320, 240)
    await producer.add(spoilt, spoiltJpeg(jpeg, 'THROWS'), { ts_wall_iso: 'spoilt' })
    await producer.add(spoilt, jpeg, { ts_wall_iso: 'well' })
    await listener.until(messages => messages.some(({ data }) => data.ts_wall === 'well'))
    expect(listener.of(spoilt).map(({ data }) => [data.ts_wall, data.result.state])).toEqual([
      ['spoilt', 'Error'],
      ['well', 'Normal']
    ])
    expect(service.log.some(({ msg }) => /A shard thread died/.test(msg))).toBe(false)
  })
})

describe('a thread that hangs at the end', () => {
  it('does not keep the process from ending in its time', async () => {
    const service = await RunningService.start({ ...PATIENT, ...FALLS_FOR_SPOILT, SHARD_STUCK_SECONDS: '60' })
    try {
      await service.post('/pushhub/subscribe', { streams: ['gate'] })
      await service.postFrame('gate', spoiltJpeg(await flatJpeg(160, 120, 90), 'HANGS!'))
      const failing = async () => {
        const { body } = await service.get('/readyz')
        return (body.checks as ReadinessCheck[]).filter(({ ok }) => !ok).map(({ detail }) => detail)
      }
      await vi.waitFor(async () => expect(await failing()).toContain('shard 0 does not answer'), SOON)
      const { code, tookMs } = await service.stop()
      expect(code).toBe(0)
      expect(tookMs).toBeLessThan(9000)
    } finally {
      await service.dispose()
    }
  })
})
