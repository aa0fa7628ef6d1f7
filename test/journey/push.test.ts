import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { drawnJpeg } from '../pictures.ts'
import { CameraServer } from '../servers/camera-server.ts'
import { describeWith } from '../servers/need.ts'
import { PushProcess, runPush } from '../servers/push-process.ts'
import { startRedis } from '../servers/redis-server.ts'
import { makeFilm, RtspServer } from '../servers/rtsp-server.ts'
import { type ResultListener, RunningService } from '../servers/running-service.ts'
import type { RunningServer } from '../servers/server-script.ts'
import { PATIENT, redisEnvironment } from '../servers/service-environment.ts'
import { TcpProxy } from '../servers/tcp-proxy.ts'
import { until } from '../servers/until.ts'

const QUIET = { ...PATIENT, MINIO_SAVE_MODE: 'none' }
const PASSWORD = 'ge:heim@7/'
const CAMERAS = ['gate', 'film', 'snap', 'folder']
const PATIENCE_MS = 60_000

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'camera-check-push-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describeWith({ redis: true, ffmpeg: true, rtsp: true }, 'cameras pushed through Redis', ({ ffmpeg }) => {
  let redis: RunningServer
  let client: Redis
  let proxy: TcpProxy
  let rtsp: RtspServer
  let snapshots: CameraServer
  let service: RunningService
  let listener: ResultListener
  let push: PushProcess

  beforeAll(async () => {
    redis = await startRedis()
    client = new Redis(redis.url)
    client.on('error', () => undefined)
    proxy = await TcpProxy.start(redis.host, redis.port)
    rtsp = await RtspServer.start(await makeFilm(ffmpeg, folder, 120), ['admin', PASSWORD])
    const pictures = await Promise.all([0, 8, 16].map(shift => drawnJpeg(320, 240, x => ((x + shift) * 3) % 256)))
    snapshots = await CameraServer.start(pictures, {
      scheme: 'digest',
      username: 'admin',
      password: PASSWORD,
      nonceUses: 3
    })
    await mkdir(join(folder, 'pictures'))
    await Promise.all(pictures.map((jpeg, i) => writeFile(join(folder, 'pictures', `${i}.jpg`), jpeg)))
    await copyFile(await makeFilm(ffmpeg, folder, 3), join(folder, 'short.mp4'))
    await writeFile(
      join(folder, 'cameras.yaml'),
      `
to: { redis: 'redis://127.0.0.1:${proxy.port}', maxlen: 20 }
defaults: { fps: 5, stallSeconds: 20, reconnectSeconds: 2 }
cameras:
  gate: { source: 'rtsp://127.0.0.1:${rtsp.port}/film', username: admin, password: '\${CAMERA_PASSWORD}', maxWidth: 240 }
  film: { source: '${join(folder, 'short.mp4')}', loop: true }
  snap: { source: '${snapshots.url('/snap.jpg').replace(/\/\/.*@/, '//')}', username: admin, password: '\${CAMERA_PASSWORD}' }
  folder: { source: '${join(folder, 'pictures')}', loop: true }
`
    )
    service = await RunningService.start({ ...QUIET, ...redisEnvironment(redis.url), ANALYSIS_MAX_FPS: '2' })
    listener = await service.listen()
    await service.post('/pushhub/subscribe', { streams: CAMERAS })
    push = PushProcess.start(['cameras.yaml'], folder, { CAMERA_PASSWORD: PASSWORD })
  }, 180_000)
  afterAll(async () => {
    await push?.stop('SIGKILL')
    listener?.close()
    await service?.dispose()
    await Promise.all([snapshots?.close(), rtsp?.stop(), proxy?.close()])
    client?.disconnect()
    await redis?.stop()
  })

  it('are judged, with the times at which they were taken', async () => {
    for (const stream of CAMERAS) {
      const [message] = await listener.count(stream, 2, PATIENCE_MS)
      const { timing, shape } = message?.data ?? {}
      expect([stream, shape]).toEqual([stream, stream === 'gate' ? [180, 240, 3] : [240, 320, 3]])
      const takenAtMs = Date.parse(timing?.ts1 ?? '')
      expect(takenAtMs).toBeLessThanOrEqual(Date.parse(timing?.ts2 ?? ''))
      expect(Date.now() - takenAtMs).toBeLessThan(PATIENCE_MS * 2)
    }
    const [entry] = await client.xrevrange('frames:gate', '+', '-', 'COUNT', 1)
    expect(entry?.[1].filter((_, i) => i % 2 === 0)).toEqual(['meta', 'jpeg'])
    expect(JSON.parse(entry?.[1][1] ?? '')).toEqual({
      ts1: expect.stringMatching(/^\d{4}-.*Z$/),
      ts2: expect.stringMatching(/Z$/),
      ts_wall_iso: expect.stringMatching(/Z$/),
      shape: [180, 240, 3]
    })
  }, 200_000)

  it('go on when a camera was cut off in the middle, and the others do not notice', async () => {
    const before = await push.figures()
    await rtsp.stop()
    await until(async () => (await push.figures()).gate?.state === 'waiting', PATIENCE_MS)
    expect((await push.figures()).gate?.lastError).not.toBeNull()
    await rtsp.startAgain()
    await until(
      async () => ((await push.figures()).gate?.delivered ?? 0) > (before.gate?.delivered ?? 0) + 10,
      PATIENCE_MS
    )
    const after = await push.figures()
    expect(after.gate?.reconnects).toBeGreaterThan(0)
    expect([after.film, after.snap, after.folder].map(camera => camera?.reconnects)).toEqual([0, 0, 0])
    expect(after.film?.delivered).toBeGreaterThan(before.film?.delivered ?? 0)
  }, 200_000)

  it('go on when Redis was away: the newest frames win, and what is lost is counted', async () => {
    await proxy.refuse()
    await until(async () => Object.values(await push.figures()).every(({ dropped }) => dropped.queue > 3), PATIENCE_MS)
    const before = await push.figures()
    await proxy.resume()
    await until(async () => {
      const now = await push.figures()
      return CAMERAS.every(stream => (now[stream]?.delivered ?? 0) > (before[stream]?.delivered ?? 0) + 5)
    }, PATIENCE_MS)
  }, 200_000)

  it('end when they are asked to, without a trace of passwords or processes, and with streams that were trimmed', async () => {
    expect(execFileSync('ps', ['-ww', '-o', 'args=', '-p', String(push.pid)], { encoding: 'utf8' }).trim()).toBe(
      'camera-check push'
    )
    expect(await push.stop()).toBe(0)
    expect(push.output).not.toMatch(/ge:heim|ge%3Aheim/)
    expect(execFileSync('ps', ['-A', '-ww', '-o', 'args='], { encoding: 'utf8' })).not.toContain(`:${rtsp.port}/film`)
    const { film } = push.lastFigures
    expect(film?.frames).toBe((film?.delivered ?? 0) + (film?.dropped.queue ?? 0))
    // "About": Redis takes away whole nodes of a hundred entries.
    expect(await client.xlen('frames:film')).toBeLessThan(200)
  }, 100_000)

  it('of one frame each are well only when all were delivered', async () => {
    const list = (gate: string) =>
      writeFile(
        join(folder, 'once.yaml'),
        `
to: { redis: '${redis.url}', keyPrefix: 'once:' }
cameras:
  gate: { source: 'rtsp://admin:${gate}@127.0.0.1:${rtsp.port}/film' }
  snap: { source: '${snapshots.url('/snap.jpg')}' }
`
      )
    await list(encodeURIComponent(PASSWORD))
    const good = await runPush(['once.yaml', '--once', '--timeout', '60'], folder)
    expect([good.code, good.output]).toEqual([0, expect.not.stringContaining('ge%3Aheim')])
    expect(await Promise.all(['gate', 'snap'].map(stream => client.xlen(`once:${stream}`)))).toEqual([1, 1])
    await list('falsch-falsch')
    const bad = await runPush(['once.yaml', '--once', '--timeout', '4'], folder)
    expect([bad.code, bad.output]).toEqual([1, expect.stringContaining('User or password')])
    expect(bad.output).not.toContain('falsch-falsch')
    await writeFile(join(folder, 'once.yaml'), 'cameras:\n  gate: { sorce: x }\n')
    const wrong = await runPush(['once.yaml', '--check'], folder)
    expect([wrong.code, wrong.output]).toEqual([
      78,
      expect.stringContaining('once.yaml:2: camera "gate": sorce: unknown key')
    ])
  }, 200_000)
})

describe('cameras pushed over HTTP', () => {
  it('need a token and a subscription, and are judged with both', async () => {
    const pictures = await mkdtemp(join(folder, 'one-'))
    await writeFile(join(pictures, '1.jpg'), await drawnJpeg(320, 240, (x, y) => (x * y) % 256))
    const tokens = ['cameras:producer', 'desk:admin'].map(
      entry => `${entry}:${createHash('sha256').update(entry).digest('hex')}`
    )
    const service = await RunningService.start({ ...QUIET, API_TOKENS: tokens.join() })
    const once = (env: Record<string, string>) =>
      runPush([pictures, '--stream', '北 gate', '--http', service.url, '--once', '--timeout', '5'], folder, env)
    try {
      const without = await once({})
      expect([without.code, without.output]).toEqual([1, expect.stringContaining('401')])
      const unknown = await once({ PUSH_TOKEN: 'cameras:producer' })
      expect([unknown.code, unknown.output]).toEqual([1, expect.stringContaining('404')])
      const subscribed = await fetch(`${service.url}/pushhub/subscribe`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: 'Bearer desk:admin' },
        body: JSON.stringify({ streams: ['北 gate'] })
      })
      expect(subscribed.status).toBe(200)
      const well = await once({ PUSH_TOKEN: 'cameras:producer' })
      expect(well.code).toBe(0)
      await until(async () => {
        const headers = { authorization: 'Bearer desk:admin' }
        const answer = await fetch(`${service.url}/pushhub/cameras`, { headers })
        return /"state":"(?!Unknown)/.test(await answer.text())
      }, PATIENCE_MS)
    } finally {
      await service.dispose()
    }
  }, 200_000)
})
