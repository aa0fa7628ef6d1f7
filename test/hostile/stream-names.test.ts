import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkedJpeg } from '../pictures.ts'
import { describeWithRedis } from '../servers/need.ts'
import { rawRequest } from '../servers/raw-request.ts'
import { RedisProducer } from '../servers/redis-producer.ts'
import { startRedis } from '../servers/redis-server.ts'
import { type ResultListener, RunningService } from '../servers/running-service.ts'
import type { RunningServer } from '../servers/server-script.ts'
import { PATIENT, redisEnvironment } from '../servers/service-environment.ts'
import { HOSTILE_NAMES } from './hostile-names.ts'

// Two shards, so that names are spread over threads.
const SETTINGS = { ...PATIENT, EXECUTOR_CPU: '2', MINIO_SAVE_MODE: 'all' }
const SAFE_KEY = /^[a-zA-Z0-9_-]{1,128}\/\d{13}\.jpg$/
const NAMES = HOSTILE_NAMES.map(([, name]) => name)

describeWithRedis('names of streams through Redis', () => {
  let redis: RunningServer
  let producer: RedisProducer
  let service: RunningService
  let listener: ResultListener

  beforeAll(async () => {
    redis = await startRedis()
    producer = new RedisProducer(redis.url)
    service = await RunningService.start({ ...redisEnvironment(redis.url), ...SETTINGS })
    listener = await service.listen()
    const { status, body } = await service.post('/pushhub/subscribe', { streams: NAMES })
    expect({ status, subscribed: body.subscribed }).toEqual({ status: 200, subscribed: NAMES })
    const jpeg = await checkedJpeg(64, 48)
    for (const name of NAMES) await producer.add(name, jpeg, { ts_wall_iso: name.slice(0, 20) })
  })
  afterAll(async () => {
    producer?.close()
    await service?.dispose()
    await redis?.stop()
  })

  it.each(HOSTILE_NAMES)('%s: the result carries the exact name', async (_, name) => {
    const [message] = await listener.count(name, 1)
    expect(message!.data).toMatchObject({ stream: name, ts_wall: name.slice(0, 20), result: { state: 'Normal' } })
  })

  it('each stream has exactly one result', () => {
    expect(listener.messages.map(({ data }) => data.stream).sort()).toEqual([...NAMES].sort())
  })

  it('subscribing survives a restart with every name', async () => {
    await service.stop()
    const again = await RunningService.start({ ...redisEnvironment(redis.url), ...PATIENT })
    const { streams } = (await again.get('/pushhub/metrics/performance')).body as { streams: { stream: string }[] }
    expect(streams.map(({ stream }) => stream).sort()).toEqual([...NAMES].sort())
    await again.dispose()
  })
})

describe('names of streams over HTTP', () => {
  let service: RunningService
  let listener: ResultListener

  beforeAll(async () => {
    service = await RunningService.start(SETTINGS)
    listener = await service.listen()
    await service.post('/pushhub/subscribe', { streams: NAMES })
    const jpeg = await checkedJpeg(64, 48)
    for (const name of NAMES) await service.postFrame(name, jpeg)
  })
  afterAll(() => service?.dispose())

  it.each(HOSTILE_NAMES)('%s: the result carries the exact name', async (_, name) => {
    expect((await listener.count(name, 1))[0]!.data).toMatchObject({ stream: name, result: { state: 'Normal' } })
  })

  it.each(HOSTILE_NAMES)(
    '%s: the snapshot lies under a safe key of its own and is read through the API',
    async (_, name) => {
      const { key } = (await listener.count(name, 1))[0]!.data.obj_refs![0]!
      expect(key).toMatch(SAFE_KEY)
      const { status } = await rawRequest(service.url, `/pushhub/snapshots/${key}`, { method: 'GET' })
      expect(status).toBe(200)
    }
  )

  it('no two names share a prefix, and nothing lies outside of the snapshot folder', async () => {
    const prefixes = listener.messages.map(({ data }) => data.obj_refs![0]!.key.split('/')[0]!)
    expect(new Set(prefixes).size).toBe(NAMES.length)
    const folders = (await readdir(join(service.dataDir, 'snapshots'))).filter(name => !name.startsWith('.'))
    expect(folders.sort()).toEqual(prefixes.sort())
    const files = (await readdir(service.dataDir)).filter(name => !name.startsWith('incidents.db'))
    expect(files.sort()).toEqual(['snapshots', 'subscription.json'])
  })

  it.each(HOSTILE_NAMES)('%s: its timing is found under its name', async (_, name) => {
    const path = `/pushhub/metrics/performance/${encodeURIComponent(name)}`
    const { status, text } = await rawRequest(service.url, path, { method: 'GET' })
    expect({ status, ...(JSON.parse(text) as object) }).toMatchObject({ status: 200, stream: name, analysed: 1 })
  })

  it.each([
    ['an empty name', ''],
    ['a name of 4,097 bytes', 'x'.repeat(4097)],
    ['half a surrogate pair', '\ud83d']
  ])('%s cannot be subscribed', async (_, name) => {
    const { status, body } = await service.post('/pushhub/subscribe', { streams: [name] })
    expect({ status, error: body.error }).toEqual({ status: 400, error: expect.stringContaining('streams[0]') })
  })

  it.each([
    ['an empty name', ''],
    ['a name of 4,097 bytes', 'x'.repeat(4097)],
    ['bytes that are no UTF-8', '%ff%fe'],
    ['a broken escape', '%zz']
  ])('%s: a frame cannot be posted', async (_, segment) => {
    const headers = { 'content-type': 'image/jpeg' }
    const { status, text } = await rawRequest(service.url, `/pushhub/frames/${segment}`, { headers, body: 'x' })
    expect({ status, ...(JSON.parse(text) as object) }).toMatchObject({ status: 400, ok: false })
  })

  it('the longest name there may be works on every way', async () => {
    const name = `${'门'.repeat(1365)}x`
    expect((await service.post('/pushhub/subscribe', { streams: [name] })).status).toBe(200)
    expect(await service.postFrame(name, await checkedJpeg(64, 48))).toBe(202)
    expect((await listener.count(name, 1))[0]!.data.obj_refs![0]!.key).toMatch(SAFE_KEY)
  })
})
