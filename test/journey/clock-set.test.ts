import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { ResultMessage } from '../../src/model/result-message.ts'
import { checkedJpeg } from '../pictures.ts'
import { describeWithRedis } from '../servers/need.ts'
import { NumberedFrames } from '../servers/numbered-frames.ts'
import { RedisProducer } from '../servers/redis-producer.ts'
import { type ResultListener, RunningService } from '../servers/running-service.ts'
import { scrapedMetric } from '../servers/scraped-metric.ts'
import { redisEnvironment } from '../servers/service-environment.ts'

const HOUR_MS = 3_600_000
const PRELOAD = new URL('../servers/preload/set-clock.mjs', import.meta.url).href

describeWithRedis('the clock of the machine is set', redisUrl => {
  const streams = Array.from({ length: 12 }, (_, i) => `clock-${i}`)
  const [fallsSilent = '', ...others] = streams
  let producer: RedisProducer
  let service: RunningService
  let listener: ResultListener
  let shiftFile: string

  beforeEach(async () => {
    producer = new RedisProducer(redisUrl)
    const dataDir = await mkdtemp(join(tmpdir(), 'camera-check-test-'))
    shiftFile = join(dataDir, 'shift')
    service = await RunningService.start({
      ...redisEnvironment(redisUrl),
      QUEUE_MAX_AGE_MS: '60000',
      DATA_DIR: dataDir,
      INCIDENT_STORE: 'embedded',
      MINIO_SAVE_MODE: 'all',
      MINIO_MAX_FRAMES_PER_STREAM: '20',
      MINIO_TRIM_INTERVAL: '1',
      NODE_OPTIONS: `--import ${PRELOAD}`,
      CLOCK_SHIFT_FILE: shiftFile
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

  const gapsOf = (messages: readonly ResultMessage[]) =>
    messages.filter(({ data }) => data.result.state === 'No Frames').map(({ data }) => data.stream)
  const latenciesOf = (messages: readonly ResultMessage[]) =>
    messages.flatMap(({ data }) => Object.values(data.timing.lat_ms)).filter(ms => ms !== null)

  it.each([
    ['forward and back', HOUR_MS],
    ['back and forward', -HOUR_MS]
  ])(
    '%s by an hour: no camera counts as silent, none is cut off, and one that falls silent is noticed',
    async (_, shiftMs) => {
      const jpeg = await checkedJpeg(160, 120)
      const frames = new NumberedFrames(others, (stream, meta) => producer.add(stream, jpeg, meta))
      const one = new NumberedFrames([fallsSilent], (stream, meta) => producer.add(stream, jpeg, meta))
      frames.start(250)
      one.start(250)
      await listener.count(fallsSilent, 8)
      await writeFile(shiftFile, String(shiftMs))
      await sleep(4000)
      expect(gapsOf(listener.messages)).toEqual([])
      expect(await scrapedMetric(service.url, 'clock_steps_total')).toBe(1)

      await one.stop()
      const gap = await listener.until(
        messages => messages.find(({ data }) => data.result.state === 'No Frames'),
        10_000
      )
      expect(gap.data.stream).toBe(fallsSilent)
      await writeFile(shiftFile, '0')
      await sleep(4000)
      one.start(250)
      const gaps = listener.of(fallsSilent).length
      await listener.until(() =>
        listener
          .of(fallsSilent)
          .slice(gaps)
          .some(({ data }) => data.result.state === 'Normal')
      )
      await frames.stop()
      await one.stop()

      expect(new Set(gapsOf(listener.messages))).toEqual(new Set([fallsSilent]))
      expect(latenciesOf(listener.messages).filter(ms => ms < 0)).toEqual([])
      expect(listener.closeCode).toBeNull()
      const { body } = await service.get('/pushhub/incidents')
      const incidents = body.items as { kind: string; stream: string; openedAt: string; closedAt: string | null }[]
      // The same picture again and again is frozen, which is no matter here.
      const silent = incidents.filter(({ kind }) => kind !== 'frozen')
      expect(silent.map(({ kind, stream }) => [kind, stream])).toEqual([['stream-gap', fallsSilent]])
      for (const { openedAt, closedAt } of incidents) {
        if (closedAt !== null) expect(Date.parse(closedAt)).toBeGreaterThanOrEqual(Date.parse(openedAt))
      }
      // What was stored last is still there, whatever time it bears.
      const keys = listener.of(others[0] ?? '').flatMap(({ data }) => data.obj_refs ?? [])
      for (const { key } of keys.slice(-10)) {
        expect((await fetch(`${service.url}/pushhub/snapshots/${key}`)).status).toBe(200)
      }
    }
  )
})
