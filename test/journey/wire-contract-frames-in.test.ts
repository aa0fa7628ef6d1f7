import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ResultMessage } from '../../src/model/result-message.ts'
import { checkedJpeg } from '../pictures.ts'
import { describeWithRedis } from '../servers/need.ts'
import { RedisProducer } from '../servers/redis-producer.ts'
import { startRedis } from '../servers/redis-server.ts'
import { type ResultListener, RunningService } from '../servers/running-service.ts'
import type { RunningServer } from '../servers/server-script.ts'
import { PATIENT, redisEnvironment } from '../servers/service-environment.ts'

const BURST_FRAMES = 300

describeWithRedis('wire contract, "Frames in: Redis Streams"', () => {
  let redis: RunningServer
  let producer: RedisProducer
  let service: RunningService
  let listener: ResultListener
  let jpeg: Buffer

  beforeAll(async () => {
    redis = await startRedis()
    producer = new RedisProducer(redis.url)
    service = await RunningService.start({ ...redisEnvironment(redis.url), ...PATIENT, MINIO_SAVE_MODE: 'none' })
    listener = await service.listen()
    jpeg = await checkedJpeg(320, 240)
  })
  afterAll(async () => {
    producer?.close()
    await service?.dispose()
    await redis?.stop()
  })

  const subscribe = (...streams: string[]) => service.post('/pushhub/subscribe', { streams })
  const first = async (stream: string): Promise<ResultMessage['data']> => (await listener.count(stream, 1))[0]!.data

  it('"One stream per camera. Key: frames:<stream>": each camera gets the frames under its own key', async () => {
    await subscribe('gate-1', '北门 2')
    await producer.redis.xadd('gate-1', '*', 'meta', '{"ts_wall_iso":"no prefix"}', 'jpeg', jpeg)
    await producer.add('gate-1', jpeg, { ts_wall_iso: 'first' })
    await producer.add('北门 2', await checkedJpeg(160, 120), { ts_wall_iso: 'second' })
    expect(await first('gate-1')).toMatchObject({ ts_wall: 'first', shape: [240, 320, 3] })
    expect(await first('北门 2')).toMatchObject({ ts_wall: 'second', shape: [120, 160, 3] })
    expect(listener.of('gate-1')).toHaveLength(1)
  })

  it('"<stream> is the name used in subscribe (any non-empty UTF-8 text)"', async () => {
    const name = 'Eingang Süd/大门:1 "🎥"'
    expect((await subscribe(name)).body.subscribed).toEqual([name])
    await producer.add(name, jpeg)
    expect((await first(name)).stream).toBe(name)
  })

  it('"One entry per frame, two fields": in any order, and a further field is passed over', async () => {
    await subscribe('fields')
    await producer.addFields('fields', ['more', 'x', 'jpeg', jpeg, 'meta', '{"ts_wall_iso":"w"}'])
    const { ts_wall, result } = await first('fields')
    expect(ts_wall).toBe('w')
    expect(result.state).toBe('Normal')
    expect(result).not.toHaveProperty('meta_error')
  })

  it('"meta: JSON text. Known keys: ts1, ts2, ts_wall_iso, shape"', async () => {
    await subscribe('meta')
    const meta = {
      ts1: '2026-03-01T10:00:00.000Z',
      ts2: '2026-03-01T10:00:00.250Z',
      ts_wall_iso: '2026-03-01T18:00:00'
    }
    await producer.add('meta', jpeg, { ...meta, shape: [240, 320, 3] })
    const data = await first('meta')
    expect(data.timing).toMatchObject({ ts1: meta.ts1, ts2: meta.ts2, lat_ms: { cap: 250 } })
    expect(data).toMatchObject({ ts_wall: meta.ts_wall_iso, shape: [240, 320, 3] })
  })

  it('"all optional": a frame with an empty meta is analysed without complaint', async () => {
    await subscribe('empty-meta')
    await producer.add('empty-meta', jpeg, {})
    const { result, timing, ts_wall } = await first('empty-meta')
    expect(result.state).toBe('Normal')
    expect(result).not.toHaveProperty('meta_error')
    expect({ ts_wall, ts1: timing.ts1, ts2: timing.ts2 }).toEqual({ ts_wall: null, ts1: null, ts2: null })
  })

  it('"Unknown keys are passed over"', async () => {
    await subscribe('unknown-keys')
    await producer.add('unknown-keys', jpeg, { frame_no: 7, nested: { ts1: 'x' }, ts_wall_iso: 'w' })
    const { result, ts_wall } = await first('unknown-keys')
    expect({ state: result.state, ts_wall }).toEqual({ state: 'Normal', ts_wall: 'w' })
    expect(result).not.toHaveProperty('meta_error')
  })

  it('"Missing meta must not lose the frame: analyse it, and say so in the result"', async () => {
    await subscribe('no-meta')
    await producer.addFields('no-meta', ['jpeg', jpeg])
    const { result, shape } = await first('no-meta')
    expect({ state: result.state, shape }).toEqual({ state: 'Normal', shape: [240, 320, 3] })
    expect(result.meta_error).toMatch(/no field "meta"/)
  })

  it('"unparsable meta must not lose the frame: analyse it, and say so in the result"', async () => {
    await subscribe('bad-meta')
    await producer.add('bad-meta', jpeg, "{'ts1': 'single quotes'}")
    const { result } = await first('bad-meta')
    expect(result.state).toBe('Normal')
    expect(result.meta_error).toMatch(/not JSON/)
  })

  it('"jpeg: the JPEG bytes": an entry without them is an Error of its stream that names the field', async () => {
    await subscribe('no-jpeg')
    await producer.addFields('no-jpeg', ['meta', '{}'])
    const { result } = await first('no-jpeg')
    expect(result.state).toBe('Error')
    expect(result.error).toMatch(/no field "jpeg"/)
  })

  it('"Producers trim their own streams (XADD ... MAXLEN ~ n)": what was trimmed unread is counted', async () => {
    await subscribe('trimmed')
    const batch = producer.redis.multi()
    for (let i = 0; i < 20; i++)
      batch.xadd('frames:trimmed', 'MAXLEN', '=', 5, '*', 'meta', `{"ts_wall_iso":"${i}"}`, 'jpeg', jpeg)
    await batch.exec()
    const results = await listener.count('trimmed', 5)
    expect(results.map(({ data }) => data.ts_wall)).toEqual(['15', '16', '17', '18', '19'])
    const trimmed = async () => (await service.get('/pushhub/metrics/performance/trimmed')).body.dropped
    await expect.poll(trimmed, { timeout: 10_000 }).toEqual({ overload: 0, trimmed: 15, cooldown: 0 })
  })

  it('"The old one lost every frame that arrived between two reads. The new one must not"', async () => {
    await subscribe('burst')
    const small = await checkedJpeg(64, 48)
    for (let sent = 0; sent < BURST_FRAMES; sent += 100) {
      const batch = producer.redis.pipeline()
      for (let i = sent; i < sent + 100; i++) {
        batch.xadd('frames:burst', 'MAXLEN', '~', 1000, '*', 'meta', `{"ts_wall_iso":"${i}"}`, 'jpeg', small)
      }
      await batch.exec()
    }
    const results = await listener.count('burst', BURST_FRAMES)
    const expected = Array.from({ length: BURST_FRAMES }, (_, i) => String(i))
    expect(results.map(({ data }) => data.ts_wall)).toEqual(expected)
  })

  it('"it keeps a cursor per stream": a stream that stays subscribed goes on where it is', async () => {
    await subscribe('stays')
    await producer.add('stays', jpeg, { ts_wall_iso: '0' })
    await listener.count('stays', 1)
    const pushes = (async () => {
      for (let i = 1; i <= 40; i++) await producer.add('stays', jpeg, { ts_wall_iso: String(i) })
    })()
    await subscribe('stays', 'newcomer')
    await subscribe('newcomer', 'stays')
    await pushes
    const results = await listener.count('stays', 41)
    expect(results.map(({ data }) => Number(data.ts_wall))).toEqual(Array.from({ length: 41 }, (_, i) => i))
  })
})
