import { afterAll, beforeAll, expect, it } from 'vitest'
import { checkedJpeg, flatJpeg } from '../pictures.ts'
import { describeWith } from '../servers/need.ts'
import { RedisProducer } from '../servers/redis-producer.ts'
import { startRedis } from '../servers/redis-server.ts'
import { type ResultListener, RunningService } from '../servers/running-service.ts'
import { S3Bucket } from '../servers/s3-bucket.ts'
import type { RunningServer } from '../servers/server-script.ts'
import { PATIENT, redisEnvironment, s3Environment } from '../servers/service-environment.ts'

/** What a client of the old service read of a result, and with which types. */
interface OldResult {
  readonly epoch: number
  readonly data: {
    readonly stream: string
    readonly ts_wall: string
    readonly shape: readonly [number, number, number]
    readonly result: { readonly state: string; readonly decode_ms: number; readonly edge_ratio?: number }
    readonly timing: { readonly ts3: string; readonly lat_ms: Readonly<Record<string, number>> }
    readonly obj_refs?: readonly { readonly minio_object_key: string; readonly etag: string; readonly reason: string }[]
  }
}

describeWith({ redis: true, s3: true }, 'an unchanged old client', ({ s3 }) => {
  const bucket = new S3Bucket(s3)
  let redis: RunningServer
  let producer: RedisProducer
  let service: RunningService
  let listener: ResultListener

  beforeAll(async () => {
    redis = await startRedis()
    producer = new RedisProducer(redis.url)
    service = await RunningService.start({
      ...redisEnvironment(redis.url),
      ...s3Environment(s3, bucket),
      REDIS_DECODE_RESPONSES: '0',
      MINIO_USE_INTRUSSION_SUFFIX: '1',
      ...PATIENT
    })
  })
  afterAll(async () => {
    producer?.close()
    await service?.dispose()
    await redis?.stop()
    await bucket.destroy()
  })

  function push(stream: string, jpeg: Buffer): Promise<string> {
    const nowMs = Date.now()
    const meta = {
      ts1: new Date(nowMs - 15).toISOString(),
      ts2: new Date(nowMs).toISOString(),
      ts_wall_iso: new Date(nowMs).toISOString(),
      shape: [240, 320, 3]
    }
    return producer.add(stream, jpeg, meta, ['MAXLEN', '~', '100'])
  }

  it('starts the service', async () => {
    const { status, body } = await service.post('/pushhub/start')
    expect({ status, ok: body.ok, msg: body.msg }).toEqual({ status: 200, ok: true, msg: 'Service started' })
  })

  it('subscribes with every old parameter', async () => {
    const { status, body } = await service.post('/pushhub/subscribe', {
      streams: ['gate-1', 'gate-2'],
      current_threshold: 15,
      edge_params: { low: 50, high: 150, min_ratio: 0.02 },
      tamper_params: { diff_threshold: 10.0, roi_diff_threshold: 8.0, high_ratio: 0.15 },
      intrusion_cooldown_seconds: { 'gate-2': 30 },
      minio_storage_per_stream: { 'gate-1': 2, 'gate-2': 10 },
      annotate_images: false
    })
    expect({ status, body }).toEqual({ status: 200, body: { ok: true, epoch: 1, subscribed: ['gate-1', 'gate-2'] } })
  })

  it('opens the WebSocket and gets a result for each frame that is pushed, with every old field', async () => {
    listener = await service.listen()
    const clear = await checkedJpeg(320, 240)
    for (const jpeg of [clear, clear, clear]) await push('gate-1', jpeg)
    const results = (await listener.count('gate-1', 3)) as unknown as OldResult[]
    for (const { epoch, data } of results) {
      expect({ epoch, stream: data.stream, shape: data.shape }).toEqual({
        epoch: 1,
        stream: 'gate-1',
        shape: [240, 320, 3]
      })
      expect(data.result.state).toBe('Normal')
      expect(typeof data.result.edge_ratio).toBe('number')
      expect(Object.values(data.timing.lat_ms).every(Number.isFinite)).toBe(true)
      expect(data.obj_refs).toBeUndefined()
    }
  })

  it('sees abnormal pictures, and finds their snapshots under the keys it is told, the newest two', async () => {
    const black = await flatJpeg(320, 240, 2)
    for (let i = 0; i < 4; i++) await push('gate-1', black)
    const results = ((await listener.count('gate-1', 7)) as unknown as OldResult[]).slice(3)
    expect(results.map(({ data }) => data.result.state)).toEqual(Array.from({ length: 4 }, () => 'Black Screen'))
    const keys = results.map(({ data }) => data.obj_refs![0]!.minio_object_key)
    expect(keys.every(key => /^gate-1\/\d{13}_intrussion\.jpg$/.test(key))).toBe(true)
    const object = await bucket.client.statObject(bucket.name, keys[3]!)
    expect(object.etag).toBe(results[3]!.data.obj_refs![0]!.etag)
    await expect.poll(() => bucket.names(), { timeout: 10_000 }).toEqual(keys.slice(-2))
  })

  it('has one camera rest after its abnormal frame, and the other not', async () => {
    const black = await flatJpeg(320, 240, 2)
    for (let i = 0; i < 4; i++) await push('gate-2', black)
    await push('gate-1', await checkedJpeg(320, 240))
    await listener.count('gate-1', 8)
    const dropped = async () => (await service.get('/pushhub/metrics/performance/gate-2')).body.dropped
    await expect.poll(dropped).toEqual({ overload: 0, trimmed: 0, cooldown: 3 })
    expect(listener.of('gate-2')).toHaveLength(1)
  })

  it('stops the service: frames that are pushed then give no results', async () => {
    const { status, body } = await service.post('/pushhub/stop')
    expect({ status, msg: body.msg }).toEqual({ status: 200, msg: 'Service stopped and resources released' })
    await push('gate-1', await checkedJpeg(320, 240))
    const { body: again } = await service.post('/pushhub/subscribe', { streams: ['gate-1'] })
    expect(again.epoch).toBe(2)
    await push('gate-1', await checkedJpeg(160, 120))
    const last = (await listener.count('gate-1', 9)).at(-1)!
    expect(last).toMatchObject({ epoch: 2, data: { shape: [120, 160, 3] } })
  })
})
