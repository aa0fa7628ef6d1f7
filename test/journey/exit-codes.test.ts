import { createServer } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { EXIT } from '../../src/exit-codes.ts'
import type { ReadinessCheck } from '../../src/subscription/service-control.ts'
import { checkedJpeg } from '../pictures.ts'
import { RunningService } from '../servers/running-service.ts'
import { scrapedMetric } from '../servers/scraped-metric.ts'
import { PATIENT } from '../servers/service-environment.ts'

/** Two services are started one after the other. */
const LONG = 90_000
const SOON = { timeout: 15_000, interval: 100 }
const PRELOAD = { NODE_OPTIONS: `--import ${new URL('../servers/preload/mishaps.mjs', import.meta.url).href}` }

describe('how the process ends', () => {
  let service: RunningService | null = null
  afterEach(async () => {
    await service?.dispose()
    service = null
  })

  it('wrong settings: it says which, and that starting again will not help', async () => {
    const started = RunningService.start({ PORT: 'many', EXECUTOR_CPU: '-1' })
    await expect(started).rejects.toThrow(new RegExp(`ended with ${EXIT.settings}: [^]*PORT[^]*EXECUTOR_CPU`))
  })

  it('a port that another process has: it says so', async () => {
    const other = createServer()
    await new Promise<void>(resolve => other.listen(0, '127.0.0.1', resolve))
    const { port } = other.address() as { port: number }
    const started = RunningService.start({ ...PATIENT, PORT: String(port) })
    await expect(started).rejects.toThrow(
      new RegExp(
        `ended with ${EXIT.unavailable}: Cannot listen on 127.0.0.1, port ${port}: another process has the port`
      )
    )
    other.close()
  })

  it('a host that this machine has not: it says so', async () => {
    const started = RunningService.start({ ...PATIENT, HOST: '203.0.113.7' })
    await expect(started).rejects.toThrow(new RegExp(`ended with ${EXIT.unavailable}: .*set HOST`))
  })

  it('Redis and S3 that refuse are waited for, and told', async () => {
    service = await RunningService.start({
      ...PATIENT,
      REDIS_HOST: '127.0.0.1',
      REDIS_PORT: '1',
      MINIO_ENDPOINT: '127.0.0.1:1',
      MINIO_ACCESS_KEY: 'a',
      MINIO_SECRET_KEY: 'b'
    })
    const { status, body } = await service.get('/readyz')
    expect(status).toBe(503)
    const failing = (body.checks as ReadinessCheck[]).filter(({ ok }) => !ok).map(({ name }) => name)
    expect(failing).toEqual(expect.arrayContaining(['redis', 'snapshots', 'incidents']))
    const { code, tookMs } = await service.stop()
    expect(code).toBe(EXIT.asked)
    expect(tookMs).toBeLessThan(9500)
  })

  it(
    'an exception that nobody caught: what there is to keep is kept, and the next one goes on',
    async () => {
      const first = await RunningService.start({ ...PATIENT, ...PRELOAD, MINIO_SAVE_MODE: 'all' })
      service = first
      await first.post('/pushhub/subscribe', { streams: ['gate'] })
      const listener = await first.listen()
      await first.postFrame('gate', await checkedJpeg(320, 240))
      await listener.count('gate', 1)
      expect(await first.stop('SIGUSR2')).toMatchObject({ code: EXIT.mistake })
      const line = first.log.find(({ msg }) => /A mistake that nobody caught/.test(msg))
      expect(line?.err).toMatchObject({
        message: 'A mishap that nobody caught',
        stack: expect.stringContaining('mishaps')
      })
      service = await RunningService.start({ ...PATIENT, DATA_DIR: first.dataDir })
      expect((await service.get('/readyz')).body.running).toBe(true)
    },
    LONG
  )

  it('a task that failed unnoticed: told and counted, and the watch goes on', async () => {
    service = await RunningService.start({ ...PATIENT, ...PRELOAD })
    await service.post('/pushhub/subscribe', { streams: ['gate'] })
    process.kill(service.pid, 'SIGHUP')
    const { url } = service
    await vi.waitFor(async () => expect(await scrapedMetric(url, 'unhandled_rejections_total')).toBe(1), SOON)
    const { status, body } = await service.get('/readyz')
    expect(status).toBe(503)
    expect((body.checks as ReadinessCheck[]).filter(({ ok }) => !ok).map(({ name }) => name)).toEqual(['process'])
    const listener = await service.listen()
    await service.postFrame('gate', await checkedJpeg(320, 240))
    await listener.count('gate', 1)
  })
})
