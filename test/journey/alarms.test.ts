import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { slotOf } from '../../src/fleet/slot.ts'
import { verifyWebhook } from '../../src/client/verify-webhook.ts'
import { checkedJpeg, flatJpeg } from '../pictures.ts'
import { AlarmReceiver } from '../servers/alarm-receiver.ts'
import { FleetRun } from '../servers/fleet-run.ts'
import { describeWithRedis } from '../servers/need.ts'
import { RunningService } from '../servers/running-service.ts'
import { scrapedMetric } from '../servers/scraped-metric.ts'
import { PATIENT } from '../servers/service-environment.ts'
import { until } from '../servers/until.ts'

const SECRET = 'a-secret-of-the-journey'
const PATIENCE_MS = 30_000
const TEST_MS = 120_000

let healthy: Buffer
let black: Buffer
beforeAll(async () => {
  healthy = await checkedJpeg(640, 360)
  black = await flatJpeg(640, 360, 3)
})

let receiver: AlarmReceiver
beforeEach(async () => {
  receiver = await AlarmReceiver.start()
})
afterEach(() => receiver.close())

/** Shows pictures until something holds. */
async function showUntil(service: RunningService, jpeg: Buffer, isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let i = 0; !(await isSo()); i++) {
    if (i > 200) throw new Error('It never came to hold')
    // Each differs from the one before: the same bytes for a while would be a frozen camera.
    expect(await service.postFrame('gate', Buffer.concat([jpeg, Buffer.from([i >> 8, i & 255])]))).toBe(202)
    await new Promise(resolve => setTimeout(resolve, 100))
  }
}

async function becomesBlack(service: RunningService): Promise<void> {
  const cameraOf = async () => (await service.get('/pushhub/cameras/gate')).body
  await showUntil(service, healthy, async () => (await cameraOf()).lastFrameAt !== null)
  await new Promise(resolve => setTimeout(resolve, 300))
  await showUntil(service, black, async () => (await cameraOf()).state === 'faulty')
}

/** A name whose owner is the coordinator. */
function ofSlotZero(): string {
  for (let i = 0; ; i++) if (slotOf(`camera-${i}`) === 0) return `camera-${i}`
}

const addTarget = (service: RunningService): Promise<{ status: number; body: Record<string, unknown> }> =>
  service.post('/pushhub/alarms/targets', { name: 'VMS', type: 'webhook', url: `${receiver.url}/hook`, secret: SECRET })

describe('alarms of a service', () => {
  let service: RunningService
  afterEach(() => service?.dispose())

  it(
    'arrive signed, with pictures that open; what was not taken at a kill -9 arrives again with the same id, then the end',
    async () => {
      service = await RunningService.start({ ...PATIENT })
      await service.post('/pushhub/subscribe', { streams: ['gate'] })
      const { id } = (await addTarget(service)).body
      expect((await service.post(`/pushhub/alarms/targets/${String(id)}/test`)).body).toMatchObject({ delivered: true })
      // Takes the call, and says nothing.
      receiver.answer = () => undefined
      await becomesBlack(service)
      const [, call] = await receiver.count(2, PATIENCE_MS)
      const { 'x-camera-check-signature': signature, 'x-camera-check-timestamp': timestamp } = call?.headers ?? {}
      const signed = { signature: String(signature), timestamp: String(timestamp), body: call?.body ?? '' }
      expect(await verifyWebhook({ secret: SECRET, ...signed })).toBe(true)
      const opened = receiver.messages[1] as { id: string; pictures: { first: { url: string } } }
      expect(opened).toMatchObject({
        what: 'opened',
        test: false,
        camera: { stream: 'gate' },
        incident: { kind: 'black' }
      })
      const link = new URL(opened.pictures.first.url)
      const picture = await fetch(service.url + link.pathname + link.search)
      expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/jpeg'])
      expect(
        Buffer.from(await picture.arrayBuffer())
          .subarray(0, black.length)
          .equals(black)
      ).toBe(true)

      await service.stop('SIGKILL')
      receiver.answer = (_call, response) => void response.end()
      service = await RunningService.start({ ...PATIENT, DATA_DIR: service.dataDir })
      await receiver.count(3, PATIENCE_MS)
      expect(receiver.messages[2]).toMatchObject({ what: 'opened', id: opened.id })
      // What it knew of the scene may be lost with the kill: it has to see again that it is black before that can end.
      await showUntil(service, black, async () => (await service.get('/pushhub/cameras/gate')).body.state === 'faulty')
      await showUntil(service, healthy, () => receiver.calls.length >= 4)
      expect(receiver.messages[3]).toMatchObject({ what: 'closed', incident: { state: 'closed' } })
      const delivered = () =>
        scrapedMetric(service.url, 'alarm_deliveries_total', `target="${String(id)}",outcome="delivered"`)
      await vi.waitFor(async () => expect(await delivered()).toBe(2), { timeout: PATIENCE_MS, interval: 200 })
      expect((await service.get('/pushhub/alarms/targets')).body).toMatchObject({
        items: [{ waiting: 0, dead: 0, last: { outcome: 'delivered', error: null } }]
      })
      expect(JSON.stringify(service.log)).not.toContain(SECRET)
    },
    TEST_MS
  )
})

describeWithRedis('alarms of a fleet', () => {
  let fleet: FleetRun
  afterEach(() => fleet?.dispose())

  it(
    'leave it once, also when the member dies that was sending them',
    async () => {
      fleet = await FleetRun.start(2)
      const numbers = [1, 2] as const
      await fleet.member(1).post('/pushhub/subscribe', { streams: ['gate'] })
      await addTarget(fleet.member(2))
      receiver.answer = () => undefined
      await becomesBlack(fleet.member(1))
      await receiver.count(1, PATIENCE_MS)
      const [leader] = await fleet.ownersOf([ofSlotZero()])
      const dying = numbers.find(number => `member-${number}` === leader) ?? 1
      const heir = dying === 1 ? 2 : 1
      await fleet.member(dying).stop('SIGKILL')
      receiver.answer = (_call, response) => void response.end()
      await receiver.count(2, PATIENCE_MS)
      expect(receiver.messages[1]?.id).toBe(receiver.messages[0]?.id)
      const queued = async (): Promise<unknown> => (await fleet.member(heir).get('/pushhub/alarms/targets')).body
      await until(async () => JSON.stringify(await queued()).includes('"waiting":0'), PATIENCE_MS)
      expect(receiver.calls).toHaveLength(2)
    },
    TEST_MS
  )
})
