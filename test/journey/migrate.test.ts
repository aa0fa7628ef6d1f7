import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Cluster } from 'ioredis'
import { lookAtRedis } from '../../src/cli/look-at-redis.ts'
import { CameraCheckClient } from '../../src/client/client.ts'
import { loadSettings } from '../../src/config/load.ts'
import type { MigrationReport } from '../../src/migrate/report-text.ts'
import { checkedJpeg } from '../pictures.ts'
import { describeWith } from '../servers/need.ts'
import { startCluster } from '../servers/redis-groups.ts'
import { RedisProducer } from '../servers/redis-producer.ts'
import { startRedis } from '../servers/redis-server.ts'
import { RunningService } from '../servers/running-service.ts'
import { S3Bucket } from '../servers/s3-bucket.ts'
import type { RunningServer } from '../servers/server-script.ts'
import { PATIENT, s3Environment } from '../servers/service-environment.ts'
import { until } from '../servers/until.ts'

const run = promisify(execFile)
const PROGRAM = fileURLToPath(new URL('../../dist/cli/camera-check.js', import.meta.url))
const PASSWORD = 'a-password-nobody-may-see'
const TOKEN = 'a-token-nobody-may-see'

describeWith({ redis: true, s3: true }, 'camera-check migrate', ({ s3 }) => {
  const bucket = new S3Bucket(s3)
  let redis: RunningServer
  let producer: RedisProducer
  let folder: string
  let env: Record<string, string>
  let service: RunningService | null = null

  beforeAll(async () => {
    redis = await startRedis(0, ['--requirepass', PASSWORD])
    producer = new RedisProducer(redis.url.replace('://', `://:${PASSWORD}@`))
    folder = await mkdtemp(join(tmpdir(), 'camera-check-migrate-'))
    env = {
      REDIS_HOST: redis.host,
      REDIS_PORT: String(redis.port),
      REDIS_PASSWORD: PASSWORD,
      REDIS_DECODE_RESPONSES: '0',
      ...s3Environment(s3, bucket)
    }
    const jpeg = await checkedJpeg(320, 180)
    await producer.add('gate-1', jpeg)
    await producer.add('院子/north 1', jpeg)
    await producer.add('broken', jpeg.subarray(0, 40))
    await producer.addFields('without', ['meta', '{}'])
    await producer.redis.set('picture:1', jpeg)
    await producer.addFields('by-key', ['jpeg_key', 'picture:1'])
    await producer.redis.call('XADD', 'frames:old', '1600000000000-0', 'jpeg', jpeg)
    await producer.add('emptied', jpeg)
    await producer.redis.xtrim('frames:emptied', 'MAXLEN', 0)
    await producer.redis.set('frames:no-stream', 'text')
    await producer.redis.xadd('other:stream', '*', 'a', 'b')
  }, 120_000)

  afterAll(async () => {
    await service?.dispose()
    producer?.close()
    await redis?.stop()
    await bucket.destroy()
    await rm(folder, { recursive: true, force: true })
  })

  /** Runs the command on an old `.env` of these variables. */
  async function migrate(
    variables: Record<string, string>,
    ...words: string[]
  ): Promise<{ code: number; out: string; err: string }> {
    const lines = Object.entries(variables).map(([name, value]) => `${name}=${value}`)
    await writeFile(join(folder, 'old.env'), lines.join('\n'))
    const told = await run(process.execPath, [PROGRAM, 'migrate', '--env', 'old.env', ...words], { cwd: folder }).then(
      ({ stdout, stderr }) => ({ code: 0, out: stdout, err: stderr }),
      cause => ({ code: cause.code as number, out: cause.stdout as string, err: cause.stderr as string })
    )
    for (const secret of [PASSWORD, TOKEN, s3.secretKey]) expect(told.out + told.err).not.toContain(secret)
    return told
  }
  const report = (out: string) => JSON.parse(out) as MigrationReport

  it('says what is there, in text and as JSON, and changes nothing', async () => {
    const before = (await producer.redis.keys('*')).sort()
    const { code, out } = await migrate(env, '--json')
    const { ok, redis: servers, bucket: store, streams, stopped, subscription, written } = report(out)
    expect([code, ok, stopped, written]).toEqual([0, true, null, null])
    expect(servers).toMatchObject([{ ok: true, detail: expect.stringMatching(/version \d/) }])
    expect(store).toMatchObject({ ok: true, detail: expect.stringContaining('is made with the first snapshot') })
    expect(streams.map(({ stream, picture, entries }) => [stream, picture, entries])).toEqual([
      ['broken', 'unusable', 1],
      ['by-key', 'decodable', 1],
      ['emptied', 'none', 0],
      ['gate-1', 'decodable', 1],
      ['old', 'decodable', 1],
      ['without', 'none', 1],
      ['院子/north 1', 'decodable', 1]
    ])
    expect(streams[3]).toMatchObject({ detail: '320 x 180 pixels' })
    expect(streams[3]?.ageMs).toBeLessThan(600_000)
    expect(subscription.streams).toEqual(['broken', 'by-key', 'gate-1', 'without', '院子/north 1'])
    expect(subscription.leftOut.map(({ stream }) => stream)).toEqual(['emptied', 'old'])

    const text = await migrate(env)
    expect(text.code).toBe(0)
    expect(text.out).toMatch(/REDIS_DECODE_RESPONSES +not needed/)
    expect(text.out).toContain('{"streams":["broken","by-key","gate-1","without","院子/north 1"]}')
    expect(text.out).toContain('Nothing was written')
    expect((await producer.redis.keys('*')).sort()).toEqual(before)
    expect(await bucket.client.bucketExists(bucket.name)).toBe(false)
  })

  it('looks in every place of frames, clusters too, and says which streams lie where the service does not look', async () => {
    const cluster = await startCluster()
    const seeds = cluster.ports.map(port => ({ host: '127.0.0.1', port }))
    const frames = new Cluster(seeds)
    const jpeg = Buffer.from(await checkedJpeg(64, 36))
    for (const stream of ['dock-1', 'dock-2', 'dock-3', 'gate-9'])
      await frames.xadd(`frames:${stream}`, '*', 'jpeg', jpeg)
    const server = `redis://${redis.host}:${redis.port}/0`
    const places = [server.replace('://', `://:${PASSWORD}@`), `redis+cluster://${seeds[0]?.host}:${seeds[0]?.port}`]
    const urls = {
      REDIS_URLS: places.join(','),
      REDIS_STREAM_URLS: `dock-*=${places[1]},*=${server}`
    }
    try {
      const { code, out } = await migrate({ ...urls, REDIS_HOST: redis.host, REDIS_PORT: '1' }, '--json')
      const { ok, redis: servers, streams, subscription } = report(out)
      expect([code, ok]).toEqual([1, false])
      expect(servers.map(one => [one.where, one.ok])).toEqual([
        [server, true],
        [places[1], true],
        [`redis://${redis.host}:1/0`, false]
      ])
      expect(streams.find(({ stream }) => stream === 'dock-2')).toMatchObject({ place: places[1], soughtIn: null })
      expect(subscription.streams).toEqual(expect.arrayContaining(['dock-1', 'dock-2', 'dock-3', 'gate-1']))
      expect(subscription.leftOut).toContainEqual({
        stream: 'gate-9',
        why: `It lies in ${places[1]}, and the service would look for it in ${server}`
      })

      const { settings } = loadSettings(urls)
      const some = await lookAtRedis(settings, 10)
      expect(some.streams).toHaveLength(10)
      expect(some.stopped).toMatch(/^10 streams were looked at, .*; there are more in redis\+cluster:/)
      expect((await lookAtRedis(settings, 11)).stopped).toBeNull()
    } finally {
      frames.disconnect()
      await cluster.stop()
    }
  }, 60_000)

  it('says what cannot be used, and then writes nothing', async () => {
    const wrong = { ...env, REDIS_PASSWORD: 'wrong', MINIO_SECRET_KEY: 'wrong', MINIO_BUKET: 'x' }
    const { code, out } = await migrate(wrong, '--json', '--write')
    const { redis: servers, bucket: store, variables, written } = report(out)
    expect(code).toBe(1)
    expect(servers).toMatchObject([{ ok: false, detail: expect.stringMatching(/WRONGPASS|NOAUTH|password/i) }])
    expect(store).toMatchObject({ ok: false })
    expect(variables.find(({ name }) => name === 'MINIO_BUKET')).toMatchObject({ verdict: 'unknown' })
    expect(written).toMatchObject({ ok: false })
    expect(await producer.redis.exists('camera-check:subscription')).toBe(0)
    const missing = await run(process.execPath, [PROGRAM, 'migrate', '--env', 'none.env'], { cwd: folder }).catch(
      cause => cause as { code: number; stderr: string }
    )
    expect(missing).toMatchObject({ code: 1, stderr: expect.stringContaining('none.env') })
  })

  it('keeps the subscription for the next start, which takes it up, and leaves one alone that is there', async () => {
    const first = await migrate(env, '--json', '--write')
    expect([first.code, report(first.out).written]).toMatchObject([0, { ok: true }])
    const second = await migrate(env, '--json', '--write')
    expect([second.code, report(second.out).written]).toMatchObject([
      1,
      { ok: false, detail: expect.stringContaining('--replace') }
    ])

    service = await RunningService.start({ ...PATIENT, ...env, API_TOKENS: TOKEN })
    const client = new CameraCheckClient({ url: service.url.replace('0.0.0.0', '127.0.0.1'), token: TOKEN })
    const { items } = await client.rest.listCameras({ query: { sort: 'name' } })
    expect(items.map(({ stream }) => stream).sort()).toEqual(
      ['broken', 'by-key', 'gate-1', 'without', '院子/north 1'].sort()
    )
    await producer.add('院子/north 1', await checkedJpeg(320, 180))
    await until(async () => (await client.rest.getCamera({ path: { stream: '院子/north 1' } })).lastFrameAt !== null)
  }, 60_000)

  it('gives the subscription to a running service, in place of another only when it is told to', async () => {
    const url = service?.url.replace('0.0.0.0', '127.0.0.1') ?? ''
    const client = new CameraCheckClient({ url, token: TOKEN })
    const there = ['--json', '--all', '--write', '--url', url]
    expect(report((await migrate(env, ...there, '--token', TOKEN)).out).written).toMatchObject({
      ok: false,
      detail: expect.stringContaining('--replace')
    })
    expect((await client.rest.listCameras()).total).toBe(5)
    const { code, out } = await migrate(env, ...there, '--token', TOKEN, '--replace')
    expect([code, report(out).written]).toMatchObject([0, { ok: true }])
    expect((await client.rest.listCameras()).total).toBe(7)
  })
})
