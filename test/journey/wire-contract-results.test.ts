import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ResultMessage } from '../../src/model/result-message.ts'
import { checkedJpeg, flatJpeg } from '../pictures.ts'
import { describeWith } from '../servers/need.ts'
import { RedisProducer } from '../servers/redis-producer.ts'
import { startRedis } from '../servers/redis-server.ts'
import { type ResultListener, RunningService } from '../servers/running-service.ts'
import { S3Bucket } from '../servers/s3-bucket.ts'
import type { RunningServer } from '../servers/server-script.ts'
import { PATIENT, redisEnvironment, s3Environment } from '../servers/service-environment.ts'

const ISO_UTC = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/
const OPTIONAL_NUMBER = expect.toSatisfy((value: unknown) => value === null || typeof value === 'number')

describeWith({ redis: true, s3: true }, 'wire contract, "Results out"', ({ s3 }) => {
  const bucket = new S3Bucket(s3)
  let redis: RunningServer
  let producer: RedisProducer
  let service: RunningService
  let listener: ResultListener
  let clear: Buffer
  let black: Buffer
  let covered: Buffer
  let epoch = 0

  beforeAll(async () => {
    redis = await startRedis()
    producer = new RedisProducer(redis.url)
    const env = { ...redisEnvironment(redis.url), ...s3Environment(s3, bucket), ...PATIENT }
    service = await RunningService.start(env)
    listener = await service.listen()
    clear = await checkedJpeg(320, 240)
    black = await flatJpeg(320, 240, 0)
    covered = await flatJpeg(320, 240, 128)
  })
  afterAll(async () => {
    producer?.close()
    await service?.dispose()
    await redis?.stop()
    await bucket.destroy()
  })

  /** Subscribes one stream, pushes frames of it, and gives their results. */
  async function results(stream: string, frames: readonly (readonly [Buffer, object?])[]): Promise<ResultMessage[]> {
    epoch = (await service.post('/pushhub/subscribe', { streams: [stream] })).body.epoch as number
    for (const [jpeg, meta] of frames) await producer.add(stream, jpeg, meta)
    return listener.count(stream, frames.length)
  }

  async function result(stream: string, jpeg: Buffer, meta: object = {}): Promise<ResultMessage['data']> {
    return (await results(stream, [[jpeg, meta]]))[0]!.data
  }

  it('"one JSON object each": every old field with its old type', async () => {
    const nowMs = Date.now()
    const iso = (ms: number) => new Date(ms).toISOString()
    const meta = { ts1: iso(nowMs - 20), ts2: iso(nowMs - 8), ts_wall_iso: '2026-11-22T10:00:00', shape: [240, 320, 3] }
    const [first, second] = await results('gate-1', [[covered], [black, meta]])
    expect(Object.keys(first!)).toEqual(['epoch', 'data'])
    expect(second).toMatchObject({
      epoch: expect.any(Number),
      data: {
        stream: 'gate-1',
        ts_wall: '2026-11-22T10:00:00',
        shape: [240, 320, 3],
        result: { state: 'Black Screen', decode_ms: expect.any(Number) },
        timing: {
          ts1: meta.ts1,
          ts2: meta.ts2,
          ts3: expect.stringMatching(ISO_UTC),
          ts4: expect.stringMatching(ISO_UTC),
          lat_ms: {
            cap: 12,
            queue: expect.any(Number),
            decode: expect.any(Number),
            analysis: expect.any(Number),
            proc: expect.any(Number),
            end2end: expect.any(Number)
          }
        },
        obj_refs: [
          {
            type: 'frame',
            key: expect.any(String),
            minio_object_key: expect.any(String),
            etag: expect.any(String),
            reason: 'abnormal'
          }
        ]
      }
    })
  })

  it('"Times are ISO-8601 UTC strings": also those that a producer wrote in another zone or without one', async () => {
    const { timing } = await result('zones', clear, { ts1: '2026-03-01T18:00:00+08:00', ts2: '2026-03-01T10:00:00.5' })
    expect(timing).toMatchObject({ ts1: '2026-03-01T10:00:00.000Z', ts2: '2026-03-01T10:00:00.500Z' })
  })

  it('"shape: [height, width, channels]" is that of the picture', async () => {
    const { shape } = await result('shape', await checkedJpeg(176, 144), { shape: [1, 1, 1] })
    expect(shape).toEqual([144, 176, 3])
  })

  it('"timing: ts3 <received>, ts4 <analysed>"', async () => {
    const before = Date.now()
    const { timing } = await result('received', clear)
    const [received, analysed] = [Date.parse(timing.ts3!), Date.parse(timing.ts4!)]
    expect(received).toBeGreaterThanOrEqual(before - 1)
    expect(analysed).toBeGreaterThanOrEqual(received)
    expect(analysed).toBeLessThanOrEqual(Date.now() + 1)
  })

  it('"lat_ms: {cap, queue, decode, analysis, proc, end2end}" are the spans between those times', async () => {
    const [ts1, ts2] = [Date.now() - 30, Date.now() - 10]
    const meta = { ts1: new Date(ts1).toISOString(), ts2: new Date(ts2).toISOString() }
    const { timing, result: body } = await result('spans', clear, meta)
    const { cap, queue, decode, analysis, proc, end2end } = timing.lat_ms
    expect(cap).toBe(ts2 - ts1)
    expect(queue).toBe(Date.parse(timing.ts3!) - ts2)
    expect(end2end).toBe(Date.parse(timing.ts4!) - ts1)
    expect(proc).toBeCloseTo(decode! + analysis!, 2)
    expect(body.decode_ms).toBe(decode)
  })

  it.each([
    ['ts1', { ts2: '2026-03-01T10:00:00Z' }, { cap: null, end2end: null, queue: expect.any(Number) }],
    ['ts2', { ts1: '2026-03-01T10:00:00Z' }, { cap: null, queue: null, end2end: expect.any(Number) }],
    ['either', { ts1: 'yesterday', ts2: null }, { cap: null, queue: null, end2end: null }]
  ])('"A latency that cannot be computed is null": without %s', async (name, meta, expected) => {
    const { timing } = await result(`without-${name}`, clear, meta)
    expect(timing.lat_ms).toMatchObject({ ...expected, proc: OPTIONAL_NUMBER })
  })

  it('"state is one of Normal": and "edge_ratio (percent, 2 decimals) on Normal"', async () => {
    const { result: body } = await result('normal', clear)
    expect(body).toMatchObject({ state: 'Normal', state_zh: '正常' })
    expect(String(body.edge_ratio)).toMatch(/^\d{1,2}(\.\d{1,2})?$/)
    expect(body.edge_ratio).toBeGreaterThan(2)
    for (const field of ['error', 'diff_mean', 'high_diff_ratio', 'roi_ratio']) expect(body).not.toHaveProperty(field)
  })

  it('"Black Screen"', async () => {
    const { result: body } = await result('black', black)
    expect(body).toMatchObject({ state: 'Black Screen', state_zh: '黑屏' })
    for (const field of ['error', 'edge_ratio', 'diff_mean']) expect(body).not.toHaveProperty(field)
  })

  it('"Occluded": and "edge_ratio on Occluded"', async () => {
    const { result: body } = await result('covered', covered)
    expect(body).toMatchObject({ state: 'Occluded', state_zh: '画面遮挡', edge_ratio: 0 })
  })

  it('"Tampered (Violent Motion)": and "diff_mean, high_diff_ratio, roi_ratio on Tampered"', async () => {
    const frames = [[clear], [await checkedJpeg(320, 240, 200, 16)]] as const
    const { result: body } = (await results('shaken', frames))[1]!.data
    expect(body).toMatchObject({ state: 'Tampered (Violent Motion)', state_zh: '疑似破坏（剧烈运动）' })
    // Light and dark squares change places: 200 and 25 grey levels, smoothed at their borders.
    expect(body.diff_mean).toBeGreaterThan(150)
    expect(body.diff_mean).toBeLessThanOrEqual(175.5)
    expect(body.high_diff_ratio).toBeGreaterThan(0.95)
    expect(body.roi_ratio).toBe(1)
    expect(body).not.toHaveProperty('edge_ratio')
  })

  it('"Error": and "error (text) on Error", "error_zh on Error"', async () => {
    const { result: body } = await result('broken', Buffer.from('no picture'))
    expect(body).toMatchObject({ state: 'Error', state_zh: '错误' })
    expect(body.error).toMatch(/no JPEG/)
    expect(body.error_zh).toMatch(/不是 JPEG/)
    expect(body).not.toHaveProperty('edge_ratio')
  })

  it('"epoch is the subscription\'s number"', async () => {
    const [first] = await results('numbered', [[clear]])
    expect(first!.epoch).toBe(epoch)
    const [, second] = await Promise.all([
      service.post('/pushhub/subscribe', { streams: ['numbered'] }),
      producer.add('numbered', clear).then(() => listener.count('numbered', 2))
    ])
    await producer.add('numbered', clear)
    const third = (await listener.count('numbered', second.length + 1)).at(-1)!
    expect(third.epoch).toBe(epoch + 1)
  })

  it('"results of streams no longer subscribed are not sent"', async () => {
    await results('former', [[clear]])
    await service.post('/pushhub/subscribe', { streams: ['present'] })
    for (let i = 0; i < 5; i++) {
      await producer.add('former', clear)
      await producer.add('present', clear)
    }
    await listener.count('present', 5)
    expect(listener.of('former')).toHaveLength(1)
  })

  it('"obj_refs only when the frame was stored": key and etag are those of an object in the store', async () => {
    const { obj_refs, timing } = await result('stored', black)
    const [reference] = obj_refs!
    expect(obj_refs).toHaveLength(1)
    expect(reference!.minio_object_key).toBe(reference!.key)
    expect(reference!.key).toBe(`stored/${Date.parse(timing.ts3!)}.jpg`)
    const object = await bucket.client.statObject(bucket.name, reference!.key)
    expect({ etag: object.etag, size: object.size }).toEqual({ etag: reference!.etag, size: black.length })
  })

  it('"obj_refs only when the frame was stored": a Normal frame has none while abnormal ones alone are stored', async () => {
    expect(await result('not-stored', clear)).not.toHaveProperty('obj_refs')
  })
})

describe('wire contract, "Results out", other modes', () => {
  let service: RunningService
  let listener: ResultListener

  beforeAll(async () => {
    const modes = { WS_SEND_MODE: 'abnormal', MINIO_SAVE_MODE: 'sample', MINIO_SAMPLE_FPS: '0.001' }
    service = await RunningService.start({ ...modes, ...PATIENT })
    listener = await service.listen()
  })
  afterAll(() => service?.dispose())

  it('"WS_SEND_MODE=abnormal sends abnormal results only"', async () => {
    const [clear, black] = [await checkedJpeg(320, 240), await flatJpeg(320, 240, 0)]
    await service.post('/pushhub/subscribe', { streams: ['gate'], tamper_params: { diff_threshold: 255 } })
    for (const jpeg of [clear, black, clear, clear, black]) await service.postFrame('gate', jpeg)
    const results = await listener.count('gate', 2)
    expect(results.map(({ data }) => data.result.state)).toEqual(['Black Screen', 'Black Screen'])
    expect((await service.get('/pushhub/metrics/performance/gate')).body.analysed).toBe(5)
  })

  it('"reason is abnormal, all or sample": the first frame of a sampled stream, and then one for each interval', async () => {
    const black = await flatJpeg(320, 240, 0)
    await service.post('/pushhub/subscribe', { streams: ['sampled'] })
    for (let i = 0; i < 3; i++) await service.postFrame('sampled', black)
    const references = (await listener.count('sampled', 3)).map(({ data }) => data.obj_refs?.[0]?.reason)
    expect(references).toEqual(['sample', undefined, undefined])
  })
})
