import { afterEach, expect, it, vi } from 'vitest'
import { HttpGate } from '../../bench/stage/http-gate.mjs'
import { checkedJpeg } from '../pictures.ts'
import { EventListener } from '../servers/event-listener.ts'
import { describeWithRedis, describeWithS3 } from '../servers/need.ts'
import { startRedis } from '../servers/redis-server.ts'
import { RunningService } from '../servers/running-service.ts'
import { S3Bucket } from '../servers/s3-bucket.ts'
import { scrapedMetric } from '../servers/scraped-metric.ts'
import type { RunningServer } from '../servers/server-script.ts'
import { PATIENT, redisEnvironment, s3Environment } from '../servers/service-environment.ts'
import { TcpProxy } from '../servers/tcp-proxy.ts'

const LATE = { timeout: 25_000, interval: 200 }
/** Opened after 10 s, which are looked at every 2 s, and told within one more. */
const OPENED_MS = 20_000
const TEST_MS = 90_000

async function serviceIncidents(service: RunningService): Promise<Record<string, unknown>[]> {
  const { body } = await service.get('/pushhub/incidents?kind=service')
  return body.items as Record<string, unknown>[]
}

describeWithS3('a snapshot store that does not let the service in', s3 => {
  let service: RunningService
  let gate: HttpGate
  let bucket: S3Bucket
  afterEach(async () => {
    await service?.dispose()
    gate?.close()
    await bucket?.destroy()
  })

  it(
    'makes an incident of the service, loses no snapshot, and closes it when the key holds again',
    async () => {
      bucket = new S3Bucket(s3)
      gate = await HttpGate.start(`http://${s3.endpoint}`)
      service = await RunningService.start({
        ...PATIENT,
        ...s3Environment(s3, bucket),
        MINIO_ENDPOINT: gate.endpoint,
        MINIO_SAVE_MODE: 'all'
      })
      const events = await EventListener.open(service.url)
      await service.post('/pushhub/subscribe', { streams: ['gate'] })
      gate.instead = { status: 403, code: 'InvalidAccessKeyId' }
      const pictures = [await checkedJpeg(320, 240), await checkedJpeg(320, 240, 190)]
      for (const picture of [...pictures, ...pictures]) expect(await service.postFrame('gate', picture)).toBe(202)
      const opened = await events.until(
        heard => heard.of('incident-opened').find(({ incident }) => incident.kind === 'service'),
        OPENED_MS
      )
      expect(opened.incident.why).toContain('MINIO_ACCESS_KEY')
      expect(await scrapedMetric(service.url, 'snapshot_store_reachable')).toBe(0)
      expect((await service.get('/readyz')).status).toBe(503)
      gate.instead = null
      await events.until(
        heard => heard.of('incident-closed').find(({ incident }) => incident.id === opened.incident.id),
        LATE.timeout
      )
      expect(await serviceIncidents(service)).toMatchObject([{ id: opened.incident.id, state: 'closed' }])
      await vi.waitFor(async () => expect(await bucket.names()).toHaveLength(4), LATE)
      expect(await scrapedMetric(service.url, 'snapshots_failed_total')).toBe(0)
      events.close()
    },
    TEST_MS
  )
})

describeWithRedis('a Redis that hangs', () => {
  let service: RunningService
  let redis: RunningServer
  let proxy: TcpProxy
  afterEach(async () => {
    await service?.dispose()
    await proxy?.close()
    await redis?.stop()
  })

  it(
    'is told as an incident while nothing can be written, and kept when it answers again',
    async () => {
      redis = await startRedis()
      proxy = await TcpProxy.start(redis.host, redis.port)
      const through = redisEnvironment(`redis://${proxy.host}:${proxy.port}`)
      service = await RunningService.start({ ...PATIENT, ...through, MINIO_SAVE_MODE: 'none' })
      const events = await EventListener.open(service.url)
      await service.post('/pushhub/subscribe', { streams: ['gate'] })
      proxy.pause()
      const opened = await events.until(
        heard => heard.of('incident-opened').find(({ incident }) => incident.kind === 'service'),
        OPENED_MS
      )
      await proxy.resume()
      await events.until(
        heard => heard.of('incident-closed').find(({ incident }) => incident.id === opened.incident.id),
        LATE.timeout
      )
      await vi.waitFor(
        async () =>
          expect(await serviceIncidents(service)).toMatchObject([{ id: opened.incident.id, state: 'closed' }]),
        LATE
      )
      events.close()
    },
    TEST_MS
  )
})
