import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { IncidentList } from '../../src/http/schemas/incidents.ts'
import { flatJpeg } from '../pictures.ts'
import { LastingRedis } from '../servers/lasting-redis.ts'
import { describeWithRedis } from '../servers/need.ts'
import { RunningService } from '../servers/running-service.ts'
import { PATIENT } from '../servers/service-environment.ts'
import { scrapedMetric } from '../servers/scraped-metric.ts'

const ROUNDS = 4
const LEAST_MS = 200
const MOST_MS = 1500

/** What one writer has sent and what was confirmed to it: numbers that only grow. */
class Written {
  sent = 0
  confirmed = 0
  #stopped = false

  /** Writes one after the other until it is stopped, or the service is gone. */
  async write(send: (number: number) => Promise<{ ok: boolean }>): Promise<void> {
    while (!this.#stopped) {
      const number = ++this.sent
      const answer = await send(number).catch(() => null)
      if (answer?.ok === true) this.confirmed = number
      if (answer === null) return
    }
  }

  stop(): void {
    this.#stopped = true
  }

  again(): void {
    this.#stopped = false
  }

  /** Later than what was confirmed it may be: an answer that was on its way is no loss. */
  expect(found: number, what: string): void {
    expect(found, `${what}: confirmed ${this.confirmed}, sent ${this.sent}`).toBeGreaterThanOrEqual(this.confirmed)
    expect(found, `${what}: found before it was sent`).toBeLessThanOrEqual(this.sent)
  }
}

/** @param kill Ends the store, too, where that is another process; brings it back. */
function keepsWhatItConfirmed(environment: () => Record<string, string>, kill: () => Promise<void>): void {
  let service: RunningService
  let dataDir: string
  let incident: string
  const [settings, notes, subscriptions] = [new Written(), new Written(), new Written()]
  /** The epoch is counted by the service; ours is the number of the call. */
  let epochBefore = 0

  const start = async () => {
    service = await RunningService.start({ ...PATIENT, ...environment(), DATA_DIR: dataDir, EXECUTOR_CPU: '1' })
  }
  const send = (method: string, path: string, body: object) =>
    fetch(service.url + path, {
      method,
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' }
    }).then(async answer => {
      await answer.arrayBuffer()
      return answer
    })
  const get = async <T>(path: string): Promise<T> => (await service.get(path)).body as T

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'camera-check-kill-'))
    await start()
    await service.post('/pushhub/subscribe', { streams: ['gate'] })
    const black = await flatJpeg(640, 360, 3)
    for (let i = 0; incident === undefined && i < 100; i++) {
      await service.postFrame('gate', Buffer.concat([black, Buffer.from([0, i])]))
      await new Promise(resolve => setTimeout(resolve, 100))
      incident = (await get<IncidentList>('/pushhub/incidents?kind=black')).items[0]?.id as string
    }
    expect(incident).toBeDefined()
    epochBefore = await scrapedMetric(service.url, 'subscription_epoch')
  })
  afterAll(async () => {
    await service?.stop('SIGKILL')
    await rm(dataDir, { recursive: true, force: true })
  })

  it(`over ${ROUNDS} times kill -9 at any moment`, { timeout: 180_000 }, async () => {
    for (let round = 0; round < ROUNDS; round++) {
      for (const written of [settings, notes, subscriptions]) written.again()
      const writing = Promise.all([
        settings.write(number => send('PATCH', '/pushhub/cameras/gate/settings', { name: `n${number}` })),
        notes.write(number => send('POST', `/pushhub/incidents/${incident}/acknowledge`, { note: `n${number}` })),
        subscriptions.write(() => send('POST', '/pushhub/subscribe', { streams: ['gate'] }))
      ])
      await new Promise(resolve => setTimeout(resolve, LEAST_MS + Math.random() * (MOST_MS - LEAST_MS)))
      await Promise.all([service.stop('SIGKILL'), kill()])
      for (const written of [settings, notes, subscriptions]) written.stop()
      await writing
      await start()
      const { name } = await get<{ name: string | null }>('/pushhub/cameras/gate/settings')
      settings.expect(numberOf(name), `settings, round ${round}`)
      const kept = await get<{ note: string | null }>(`/pushhub/incidents/${incident}`)
      notes.expect(numberOf(kept.note), `note, round ${round}`)
      const epoch = await scrapedMetric(service.url, 'subscription_epoch')
      subscriptions.expect(epoch - epochBefore, `subscription, round ${round}`)
      // A call that was not answered may have counted or not: from here on both counts are the same again.
      subscriptions.sent = epoch - epochBefore
      subscriptions.confirmed = subscriptions.sent
    }
    // Nothing was proven where nothing was confirmed.
    expect(Math.min(settings.confirmed, notes.confirmed, subscriptions.confirmed)).toBeGreaterThan(ROUNDS)
  })
}

function numberOf(note: string | null): number {
  return Number(note?.slice(1) ?? 0)
}

describe('what the API has confirmed, kept in the data folder', () => {
  keepsWhatItConfirmed(
    () => ({}),
    async () => undefined
  )
})

describeWithRedis('what the API has confirmed, kept in a Redis with appendfsync always', () => {
  let redis: LastingRedis
  beforeAll(async () => {
    redis = await LastingRedis.start()
  })
  afterAll(() => redis.dispose())

  keepsWhatItConfirmed(
    () => ({ REDIS_HOST: '127.0.0.1', REDIS_PORT: String(redis.port) }),
    async () => {
      await redis.kill()
      await redis.startAgain()
    }
  )
})
