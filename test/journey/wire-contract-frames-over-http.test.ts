import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkedJpeg } from '../pictures.ts'
import { describeWithRedis } from '../servers/need.ts'
import { rawRequest } from '../servers/raw-request.ts'
import { RedisProducer } from '../servers/redis-producer.ts'
import { startRedis } from '../servers/redis-server.ts'
import { type ResultListener, RunningService } from '../servers/running-service.ts'
import type { RunningServer } from '../servers/server-script.ts'
import { PATIENT, redisEnvironment } from '../servers/service-environment.ts'

const SETTINGS = { ...PATIENT, MINIO_SAVE_MODE: 'none' }

describe('wire contract, "Frames over HTTP"', () => {
  let service: RunningService
  let listener: ResultListener
  let jpeg: Buffer

  beforeAll(async () => {
    jpeg = await checkedJpeg(320, 240)
    service = await RunningService.start({ ...SETTINGS, MAX_FRAME_BYTES: '65536' })
    listener = await service.listen()
    await service.post('/pushhub/subscribe', { streams: ['gate', 'meta'] })
  })
  afterAll(() => service?.dispose())

  async function send(stream: string, body: Uint8Array, headers: Record<string, string>) {
    const { status, text } = await rawRequest(service.url, `/pushhub/frames/${stream}`, { headers, body })
    return { status, body: JSON.parse(text) as Record<string, unknown> }
  }

  it('"POST /pushhub/frames/{stream} with the JPEG as body (Content-Type: image/jpeg): 202"', async () => {
    expect(await send('gate', jpeg, { 'content-type': 'image/jpeg' })).toEqual({ status: 202, body: { ok: true } })
  })

  it('"without Redis, straight to the camera\'s shard"', async () => {
    expect((await listener.count('gate', 1))[0]!.data).toMatchObject({
      shape: [240, 320, 3],
      result: { state: 'Normal' }
    })
  })

  it('"optional header X-Frame-Meta (the meta JSON)"', async () => {
    const meta = { ts1: '2026-03-01T10:00:00.000Z', ts2: '2026-03-01T10:00:00.040Z', ts_wall_iso: '北门 10:00' }
    await service.postFrame('meta', jpeg)
    await send('meta', jpeg, {
      'content-type': 'image/jpeg',
      'x-frame-meta': Buffer.from(JSON.stringify(meta)).toString('latin1')
    })
    await send('meta', jpeg, { 'content-type': 'image/jpeg', 'x-frame-meta': '{oops' })
    const [without, good, bad] = (await listener.count('meta', 3)).map(({ data }) => data)
    expect(without).toMatchObject({ ts_wall: null, timing: { ts1: null } })
    expect(without!.result).not.toHaveProperty('meta_error')
    expect(good).toMatchObject({ ts_wall: meta.ts_wall_iso, timing: { ts1: meta.ts1, lat_ms: { cap: 40 } } })
    expect(bad!.result).toMatchObject({ state: 'Normal', meta_error: expect.stringContaining('not JSON') })
  })

  it.each([
    ['another content type', 'gate', 'image/png', 100, 415, 'http/unsupported-type'],
    ['an empty body', 'gate', 'image/jpeg', 0, 400, 'frame/empty'],
    ['"at most MAX_FRAME_BYTES"', 'gate', 'image/jpeg', 65_537, 413, 'frame/too-large'],
    ['a stream that is not subscribed', 'nobody', 'image/jpeg', 100, 404, 'frame/not-subscribed']
  ])('"or an error naming what is wrong": %s', async (_, stream, type, bytes, status, code) => {
    const answer = await send(stream, Buffer.alloc(bytes), { 'content-type': type })
    expect(answer).toMatchObject({ status, body: { ok: false, code } })
    expect(answer.body).toMatchObject({ error: expect.any(String), error_zh: expect.stringMatching(/\p{Script=Han}/u) })
  })
})

describeWithRedis('wire contract, "Frames over HTTP", with Redis configured', () => {
  let redis: RunningServer
  let producer: RedisProducer
  let service: RunningService

  beforeAll(async () => {
    redis = await startRedis()
    producer = new RedisProducer(redis.url)
    service = await RunningService.start({ ...redisEnvironment(redis.url), ...SETTINGS, REDIS_STREAM_MAXLEN: '50' })
  })
  afterAll(async () => {
    producer?.close()
    await service?.dispose()
    await redis?.stop()
  })

  it('"With Redis configured the frame goes into the Redis stream"', async () => {
    const jpeg = await checkedJpeg(320, 240)
    const listener = await service.listen()
    await service.post('/pushhub/subscribe', { streams: ['gate 1/北'] })
    expect(await service.postFrame('gate 1/北', jpeg, { ts_wall_iso: 'w' })).toBe(202)
    const [entry] = await producer.redis.xrangeBuffer('frames:gate 1/北', '-', '+')
    const [meta, metaText, name, bytes] = entry![1]
    expect([meta, metaText, name].map(String)).toEqual(['meta', '{"ts_wall_iso":"w"}', 'jpeg'])
    expect(bytes!.equals(jpeg)).toBe(true)
    expect((await listener.count('gate 1/北', 1))[0]!.data).toMatchObject({ ts_wall: 'w', result: { state: 'Normal' } })
  })

  it('the stream does not grow for ever: it is trimmed as producers trim theirs', async () => {
    const jpeg = await checkedJpeg(64, 48)
    for (let i = 0; i < 300; i++) await service.postFrame('trimmed', jpeg)
    // Redis trims whole nodes of 100 entries.
    expect(await producer.redis.xlen('frames:trimmed')).toBeLessThanOrEqual(200)
  })
})
