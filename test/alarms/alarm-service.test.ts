import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AddressRules } from '../../src/alarms/address-rules.ts'
import { AlarmService } from '../../src/alarms/alarm-service.ts'
import { Courier } from '../../src/alarms/courier.ts'
import { messageMaker } from '../../src/alarms/message-maker.ts'
import { PictureLinks } from '../../src/alarms/picture-links.ts'
import { TargetBook } from '../../src/alarms/target-book.ts'
import type { Lead } from '../../src/alarms/target-line.ts'
import type { AlarmTarget, TargetInput } from '../../src/alarms/target-schema.ts'
import { silentLog } from '../../src/lib/log.ts'
import { verifyWebhook } from '../../src/client/verify-webhook.ts'
import type { Incident } from '../../src/model/incident.ts'
import { LibsqlIncidentStore } from '../../src/pipeline/incidents/adapters/libsql-incident-store.ts'
import { closedIncident } from '../../src/pipeline/incidents/incident-change.ts'
import { makeIncident } from '../pipeline/incidents/make-incident.ts'
import { AlarmReceiver } from '../servers/alarm-receiver.ts'
import { until } from '../servers/until.ts'
import { targetOf } from './make-alarm.ts'

const HOUR_MS = 3_600_000
const SECRET = 'a secret of sixteen'
const PICTURE = { key: 'k', atMs: 1000 }
const PICTURES = { before: PICTURE, first: PICTURE, worst: PICTURE, after: null }

describe('alarm service', () => {
  let folder: string
  let store: LibsqlIncidentStore
  let receiver: AlarmReceiver
  let service: AlarmService
  let nowMs: number
  let isLeader: boolean
  const lead: Lead = () => (isLeader ? { fence: null } : null)

  const serviceFor = (targets: readonly AlarmTarget[], more: { queueMost?: number } = {}): AlarmService => {
    const clock = (): number => nowMs
    const secrets = { current: async () => Buffer.alloc(32, 7), refreshed: async () => [Buffer.alloc(32, 7)] }
    const links = new PictureLinks({ secrets, baseUrl: 'https://cc.example', lifeMs: HOUR_MS })
    const courier = new Courier({
      ...{ clock, rules: new AddressRules([], []) },
      message: messageMaker({ links, clock, baseUrl: 'https://cc.example', nameOf: stream => `Camera ${stream}` }),
      picture: async () => Buffer.from('jpeg')
    })
    service = new AlarmService({
      ...{
        store: store.alarms,
        courier,
        lead,
        clock,
        log: silentLog,
        tracer: null,
        maxAgeMs: HOUR_MS,
        queueMost: 100,
        ...more
      },
      book: new TargetBook({ targets: async () => new Map() }, targets),
      incident: async id => (await store.get(id)) ?? makeIncident(id),
      random: () => 0.5
    })
    return service
  }
  const hook = (input: Partial<TargetInput> = {}, id = 'hook'): AlarmTarget =>
    targetOf({ url: `${receiver.url}/${id}`, secret: SECRET, ...input }, id)
  const happened = async (id: string, fields: Partial<Incident> = {}): Promise<Incident> => {
    const timeline = [{ atMs: nowMs, what: 'opened', by: null, en: 'o', zh: 'o' }] as const
    const incident = makeIncident(id, {
      openedAtMs: nowMs,
      lastSeenAtMs: nowMs,
      pictures: PICTURES,
      timeline,
      ...fields
    })
    await store.save([incident])
    return incident
  }
  const waiting = async (id = 'hook'): Promise<number> => (await store.alarms.counts([id])).get(id)?.waiting ?? 0
  const whats = (): readonly unknown[] => receiver.messages.map(({ what }) => what)

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'camera-check-alarms-'))
    store = new LibsqlIncidentStore(folder)
    await store.open()
    receiver = await AlarmReceiver.start()
    nowMs = Date.UTC(2026, 0, 5, 12)
    isLeader = true
  })
  afterEach(async () => {
    await service.close()
    await receiver.close()
    await store.close()
    await rm(folder, { recursive: true, force: true })
  })

  it('posts what happened, signed, with links to pictures and the words of other systems', async () => {
    serviceFor([hook({ headers: { authorization: 'Bearer x' } })])
    const incident = await happened('01INCIDENT', { kind: 'black' })
    await service.tick()
    const [call] = await receiver.count(1)
    const headers = call?.headers ?? {}
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      authorization: 'Bearer x',
      'x-camera-check-attempt': '1',
      'x-camera-check-id': `01INCIDENT.opened.${nowMs.toString(36)}`
    })
    const signed = {
      secret: SECRET,
      signature: String(headers['x-camera-check-signature']),
      timestamp: String(headers['x-camera-check-timestamp']),
      body: call?.body ?? ''
    }
    expect(await verifyWebhook(signed, { nowMs })).toBe(true)
    expect(await verifyWebhook({ ...signed, secret: 'another' }, { nowMs })).toBe(false)
    expect(await verifyWebhook({ ...signed, body: '{}' }, { nowMs })).toBe(false)
    expect(await verifyWebhook(signed, { nowMs: nowMs + 301_000 })).toBe(false)
    expect(receiver.messages[0]).toMatchObject({
      version: 1,
      what: 'opened',
      test: false,
      text: 'Camera gate-1: Black Screen',
      text_zh: 'Camera gate-1：黑屏',
      camera: { stream: 'gate-1', name: 'Camera gate-1' },
      incident: {
        id: incident.id,
        kind: 'black',
        code: 'Black Screen',
        url: 'https://cc.example/incidents/01INCIDENT'
      },
      pictures: { before: { at: '1970-01-01T00:00:01.000Z' }, after: null },
      onvif: { topic: 'tns1:VideoSource/ImageTooDark/AnalyticsService', state: true, source: 'gate-1' },
      cap: { status: 'Actual', msgType: 'Alert', severity: 'Severe', urgency: 'Immediate', certainty: 'Observed' }
    })
    await until(async () => (await waiting()) === 0)
  })

  it('tells the end after the beginning, however long that takes to arrive', async () => {
    serviceFor([hook()])
    receiver.answer = (_call, response) => void response.writeHead(503).end()
    const incident = await happened('01A')
    await service.tick()
    await receiver.count(1)
    await store.save([closedIncident(incident, 'cleared', nowMs + 1)])
    await until(async () => ((await store.alarms.waiting('hook', 10))[0]?.attempts ?? 0) === 1)
    await service.tick()
    expect(await waiting()).toBe(2)
    expect(whats()).toEqual(['opened'])
    receiver.answer = (_call, response) => void response.end()
    nowMs += 60_000
    await service.tick()
    await until(async () => (await waiting()) === 1)
    await service.tick()
    await receiver.count(3)
    expect(whats()).toEqual(['opened', 'opened', 'closed'])
    expect(receiver.calls.map(({ headers }) => headers['x-camera-check-attempt'])).toEqual(['1', '2', '1'])
    expect(new Set(receiver.calls.slice(0, 2).map(({ headers }) => headers['x-camera-check-id'])).size).toBe(1)
  })

  it('goes on after a restart with what was not delivered', async () => {
    serviceFor([hook()])
    receiver.answer = (_call, response) => void response.destroy()
    await happened('01A')
    await service.tick()
    await receiver.count(1)
    await until(async () => ((await store.alarms.waiting('hook', 10))[0]?.attempts ?? 0) === 1)
    await service.close()
    await store.close()
    store = new LibsqlIncidentStore(folder)
    await store.open()
    serviceFor([hook()])
    receiver.answer = (_call, response) => void response.end()
    nowMs += 60_000
    await service.tick()
    await receiver.count(2)
    expect(receiver.messages[1]?.id).toBe(receiver.messages[0]?.id)
    await until(async () => (await waiting()) === 0)
  })

  it('brings the others theirs while one target hangs, and does not wait for it', async () => {
    const hanging = await AlarmReceiver.start()
    hanging.answer = () => undefined
    serviceFor([targetOf({ url: hanging.url, limits: { timeoutS: 60 } }, 'hangs'), hook()])
    for (let i = 0; i < 5; i++) await happened(`01A${i}`)
    const beganMs = performance.now()
    for (let i = 1; i <= 5; i++) {
      await service.tick()
      await receiver.count(Math.min(5, i * 2))
      await until(async () => (await waiting()) === Math.max(0, 5 - i * 2))
    }
    expect(performance.now() - beganMs).toBeLessThan(10_000)
    expect(hanging.calls).toHaveLength(2)
    expect(await waiting('hangs')).toBe(5)
    await hanging.close()
  })

  it('keeps silent for as long as a target asks for', async () => {
    serviceFor([hook()])
    receiver.answer = (_call, response) => void response.writeHead(429, { 'retry-after': '30' }).end()
    await happened('01A')
    await service.tick()
    await receiver.count(1)
    await until(async () => ((await store.alarms.waiting('hook', 10))[0]?.attempts ?? 0) === 1)
    await happened('01B')
    nowMs += 29_000
    await service.tick()
    expect(receiver.calls).toHaveLength(1)
    receiver.answer = (_call, response) => void response.end()
    nowMs += 2000
    await service.tick()
    await receiver.count(3)
  })

  it('gives up what is refused for good, and what could not be delivered for too long', async () => {
    serviceFor([hook({}, 'gone'), hook({}, 'down')])
    receiver.answer = ({ path }, response) => void response.writeHead(path === '/gone' ? 410 : 500).end()
    await happened('01A')
    await service.tick()
    await receiver.count(2)
    await until(async () => (await store.alarms.counts(['gone'])).get('gone')?.dead === 1)
    await until(async () => ((await store.alarms.waiting('down', 10))[0]?.attempts ?? 0) === 1)
    nowMs += HOUR_MS
    await service.tick()
    await until(async () => (await store.alarms.counts(['down'])).get('down')?.dead === 1)
    const { items } = await store.alarms.dead(null, { cursor: null, limit: 10 })
    expect(items.map(({ target, lastError, attempts }) => [target, lastError, attempts])).toEqual([
      ['down', 'Answered 500', 2],
      ['gone', 'Answered 410', 1]
    ])
    expect(service.stats().map(({ target, dead, failed }) => [target, dead, failed])).toEqual([
      ['gone', 1, 0],
      ['down', 1, 1]
    ])
  })

  it('drops what is too much for a target, and counts it', async () => {
    receiver.answer = () => undefined
    serviceFor([hook({ limits: { concurrency: 1 } })], { queueMost: 3 })
    for (let i = 0; i < 5; i++) await happened(`01A${i}`)
    await service.tick()
    expect(await waiting()).toBe(3)
    expect(service.stats()[0]).toMatchObject({ target: 'hook', dropped: 2 })
  })

  it('sends no more a minute than a target takes', async () => {
    serviceFor([hook({ limits: { perMinute: 6, concurrency: 10 } })])
    for (let i = 0; i < 3; i++) await happened(`01A${i}`)
    await service.tick()
    await receiver.count(1)
    await until(async () => (await waiting()) === 2)
    nowMs += 9000
    await service.tick()
    expect(receiver.calls).toHaveLength(1)
    nowMs += 1000
    await service.tick()
    await receiver.count(2)
  })

  it('tells nobody what is as old as what is given up', async () => {
    serviceFor([hook()])
    await happened('01A')
    nowMs += HOUR_MS
    await service.tick()
    expect(await waiting()).toBe(0)
    expect(await store.alarms.fresh(10)).toEqual([])
  })

  it('sends nothing where another member of the fleet does', async () => {
    isLeader = false
    serviceFor([hook()])
    await happened('01A')
    await service.tick()
    expect(await store.alarms.fresh(10)).toHaveLength(1)
    isLeader = true
    await service.tick()
    await receiver.count(1)
  })

  it('waits a moment for the picture of a new incident', async () => {
    serviceFor([hook()])
    const incident = await happened('01A', { pictures: { ...PICTURES, first: null, worst: null } })
    await service.tick()
    expect(receiver.calls).toHaveLength(0)
    await store.save([{ ...incident, pictures: PICTURES }])
    await receiver.count(1)
    expect(receiver.messages[0]?.pictures).toMatchObject({ first: { at: '1970-01-01T00:00:01.000Z' } })
  })
})
