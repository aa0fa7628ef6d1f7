import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { CameraDetail, CameraList } from '../../src/http/schemas/cameras.ts'
import type { Incident, IncidentList } from '../../src/http/schemas/incidents.ts'
import { checkedJpeg, flatJpeg } from '../pictures.ts'
import { EventListener } from '../servers/event-listener.ts'
import { describeWithRedis } from '../servers/need.ts'
import { startRedis } from '../servers/redis-server.ts'
import { RunningService } from '../servers/running-service.ts'
import type { RunningServer } from '../servers/server-script.ts'
import { PATIENT, redisEnvironment } from '../servers/service-environment.ts'

const SOON = { timeout: 20_000, interval: 100 }

let healthy: Buffer
let black: Buffer
beforeAll(async () => {
  healthy = await checkedJpeg(640, 360)
  black = await flatJpeg(640, 360, 3)
})

/** One camera's story, told by a service that keeps incidents in the given place. */
function tellsTheStory(environment: () => Record<string, string>): void {
  let service: RunningService
  afterEach(() => service?.dispose())

  const get = async <T>(path: string): Promise<T> => (await service.get(path)).body as T
  const send = async (method: string, path: string, body: unknown = {}) => {
    const answer = await fetch(service.url + path, {
      method,
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' }
    })
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
  }
  const picture = async (path: string) => {
    const answer = await fetch(service.url + path)
    return {
      status: answer.status,
      type: answer.headers.get('content-type'),
      bytes: Buffer.from(await answer.arrayBuffer())
    }
  }
  /** Shows a picture again and again until something holds. */
  async function showUntil<T>(jpeg: Buffer, find: () => Promise<T | false>, stream = 'north/gate'): Promise<T> {
    for (let i = 0; i < 150; i++) {
      // Each differs from the one before: the same bytes for a while would be a frozen camera.
      expect(await service.postFrame(stream, Buffer.concat([jpeg, Buffer.from([0, i & 255])]))).toBe(202)
      const found = await find()
      if (found !== false) return found
      await new Promise(resolve => setTimeout(resolve, 100))
    }
    throw new Error('It never came to hold')
  }
  const first = async (query = '') => (await get<IncidentList>(`/pushhub/incidents${query}`)).items[0]

  it('opens an incident with its pictures, keeps it over kill -9, closes it, and takes what people say', async () => {
    service = await RunningService.start({ ...PATIENT, ...environment() })
    await service.post('/pushhub/subscribe', { streams: ['north/gate'] })
    const events = await EventListener.open(service.url)
    await showUntil(
      healthy,
      async () => (await get<CameraDetail>('/pushhub/cameras/north%2Fgate')).lastFrameAt !== null
    )
    await new Promise(resolve => setTimeout(resolve, 300))
    const opened = await showUntil(black, async () => (await first('?state=open')) ?? false)
    expect(opened).toMatchObject({ stream: 'north/gate', kind: 'black', tier: 'lost', state: 'open', closedAt: null })
    expect(opened.why).toMatch(/almost black/)
    await events.until(({ of }) => events.of('incident-opened').some(({ incident }) => incident.id === opened.id) && of)
    const camera = await get<CameraDetail>('/pushhub/cameras/north%2Fgate')
    expect(camera).toMatchObject({ state: 'faulty', groups: ['north'], incidentId: opened.id, acknowledged: false })
    await vi.waitFor(async () => expect((await first())?.pictures.first).not.toBeNull(), SOON)
    const shown = await picture(`/pushhub/incidents/${opened.id}/pictures/first`)
    expect([shown.status, shown.type]).toEqual([200, 'image/jpeg'])
    expect(shown.bytes.subarray(0, black.length).equals(black)).toBe(true)

    const taken = await send('POST', `/pushhub/incidents/${opened.id}/acknowledge`, { by: 'Chen', note: 'On my way' })
    expect(taken.body).toMatchObject({ state: 'acknowledged', acknowledgedBy: 'Chen', note: 'On my way' })

    await service.stop('SIGKILL')
    service = await RunningService.start({ ...PATIENT, ...environment(), DATA_DIR: service.dataDir })
    expect(await get<IncidentList>('/pushhub/incidents')).toMatchObject({
      items: [{ id: opened.id, state: 'acknowledged', acknowledgedBy: 'Chen' }],
      openCount: 1
    })
    await showUntil(black, async () => (await get<CameraDetail>('/pushhub/cameras/north%2Fgate')).state === 'faulty')
    expect((await get<IncidentList>('/pushhub/incidents')).items).toHaveLength(1)
    const closed = await showUntil(healthy, async () => (await first('?state=closed')) ?? false)
    expect(closed).toMatchObject({ id: opened.id, state: 'closed', flaps: 0 })
    const judged = await send('POST', `/pushhub/incidents/${opened.id}/verdict`, { verdict: 'planned', by: 'Chen' })
    expect((judged.body as Incident).timeline.map(({ what, by }) => [what, by])).toEqual([
      ['opened', null],
      ['acknowledged', 'Chen'],
      ['note', 'Chen'],
      ['closed', null],
      ['verdict', 'Chen']
    ])
    const audit = await get<{ items: { action: string; by: string }[] }>('/pushhub/audit')
    expect(audit.items.map(({ action, by }) => [action, by])).toEqual([
      ['verdict', 'Chen'],
      ['acknowledge', 'Chen']
    ])
    events.close()
  })

  it('keeps settings over a restart, silences a camera in maintenance, and refuses nonsense by name', async () => {
    service = await RunningService.start({ ...PATIENT, ...environment() })
    await service.post('/pushhub/subscribe', { streams: ['north/gate'] })
    const path = '/pushhub/cameras/north%2Fgate/settings'
    const settings = {
      name: 'North gate',
      groups: ['gates'],
      faults: { black: { sensitivity: 'off' }, stripes: { raiseAfterS: 5, limits: { minAmplitudeLevels: 9 } } },
      masks: [
        {
          name: 'clock',
          points: [
            [0, 0],
            [0.3, 0],
            [0.3, 0.2]
          ]
        }
      ],
      schedule: [{ days: [6, 7], from: '22:00', to: '06:00' }],
      maintenanceUntil: null,
      maintenanceNote: null,
      gapLimitS: 30,
      analysisMaxFps: null
    }
    expect(await send('PUT', path, { ...settings, by: 'Chen' })).toEqual({ status: 200, body: settings })
    expect(await send('PATCH', path, { schedule: [], faults: { stripes: null } })).toMatchObject({
      body: { name: 'North gate', schedule: [], faults: { black: { sensitivity: 'off' } } }
    })
    const refused = await send('PATCH', path, {
      faults: { black: { limits: { minDarkness: 1 } } },
      masks: [
        {
          points: [
            [0, 0],
            [1, 1]
          ]
        }
      ]
    })
    expect(refused).toMatchObject({ status: 400, body: { ok: false, code: 'camera/settings-invalid' } })
    expect(refused.body.error).toMatch(/faults\.black\.limits\.minDarkness/)
    expect(refused.body.error).toMatch(/masks\.0\.points/)

    await service.stop('SIGTERM')
    service = await RunningService.start({ ...PATIENT, ...environment(), DATA_DIR: service.dataDir })
    expect(await get(path)).toMatchObject({ name: 'North gate', groups: ['gates'], gapLimitS: 30, schedule: [] })
    // `off` holds from the first frame on.
    await showUntil(black, async () => (await get<CameraDetail>('/pushhub/cameras/north%2Fgate')).lastFrameAt !== null)
    expect(await get<CameraList>('/pushhub/cameras')).toMatchObject({
      items: [{ name: 'North gate', fault: null }],
      counts: { byGroup: { gates: { total: 1 } } }
    })
    await send('PATCH', path, { faults: { black: null } })
    await showUntil(black, async () => (await first('?state=open')) !== undefined)
    await send('POST', '/pushhub/cameras/north%2Fgate/maintenance', { minutes: 5, note: 'Lens' })
    await showUntil(black, async () => (await first('?state=closed')) !== undefined)
    expect(await get<CameraDetail>('/pushhub/cameras/north%2Fgate')).toMatchObject({
      state: 'maintenance',
      settings: { maintenanceNote: 'Lens' }
    })
    expect((await get<IncidentList>('/pushhub/incidents')).openCount).toBe(0)
    await send('POST', '/pushhub/cameras/north%2Fgate/maintenance', { until: null })
    const back = await showUntil(black, async () => (await first('?state=open')) ?? false)
    expect(back).toMatchObject({ flaps: 1, name: 'North gate' })
  })

  it('has the same fifty incidents after kill -9, none twice, and one for their group', async () => {
    const impatient = { ...PATIENT, FIRST_FRAME_MS: '1000', GROUP_WINDOW_S: '30', ...environment() }
    service = await RunningService.start(impatient)
    const streams = Array.from({ length: 50 }, (_, i) => `hall/${i}`)
    await service.post('/pushhub/subscribe', { streams })
    const listOpen = () => get<IncidentList>('/pushhub/incidents?state=open&limit=500')
    await vi.waitFor(async () => expect((await listOpen()).openCount).toBe(50), SOON)
    const before = (await listOpen()).items
    expect(before.filter(({ group }) => group === 'hall')).toMatchObject([{ kind: 'stream-gap', stream: null }])
    await service.stop('SIGKILL')
    service = await RunningService.start({ ...impatient, DATA_DIR: service.dataDir })
    await vi.waitFor(
      async () => expect((await get<CameraList>('/pushhub/cameras?limit=1')).counts.faulty).toBe(50),
      SOON
    )
    // As long again as it took to open them, so that a second one would be there.
    await new Promise(resolve => setTimeout(resolve, 2500))
    const after = (await listOpen()).items
    expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id))
    expect((await get<IncidentList>('/pushhub/incidents?limit=500')).items).toHaveLength(51)
    const group = after.find(({ stream }) => stream === null)
    const members = await send('POST', `/pushhub/incidents/${group?.id}/acknowledge`, { by: 'Chen' })
    expect((members.body as Incident).members).toHaveLength(50)
    expect((await get<IncidentList>('/pushhub/incidents?state=acknowledged&limit=500')).items).toHaveLength(51)
  })

  it('goes on telling events after a lost connection, and says so when it cannot', async () => {
    service = await RunningService.start({ ...PATIENT, FIRST_FRAME_MS: '1000', ...environment() })
    const events = await EventListener.open(service.url)
    const { id } = await events.until(() => events.of('hello')[0])
    expect(events.of('hello')[0]).toMatchObject({ resumed: false })
    events.close()
    await service.post('/pushhub/subscribe', { streams: ['a', 'b'] })
    await vi.waitFor(async () => expect((await get<IncidentList>('/pushhub/incidents')).openCount).toBe(2), SOON)
    const again = await EventListener.open(service.url, `?since=${id}&streams=b`)
    const missed = await again.until(() => again.of('incident-opened')[0])
    expect(missed.incident).toMatchObject({ stream: 'b', kind: 'stream-gap' })
    expect(again.of('hello')[0]).toMatchObject({ resumed: true })
    await again.until(() => again.of('tick')[0])
    expect(again.of('cameras').flatMap(({ cameras }) => cameras.map(({ stream }) => stream))).not.toContain('a')
    again.close()
    const lost = await EventListener.open(service.url, '?since=another-run-7')
    await lost.until(() => lost.of('reset')[0])
    lost.close()
  })

  it('shows what a camera sees, in any size, as a picture and as video', async () => {
    service = await RunningService.start({ ...PATIENT, ...environment() })
    await service.post('/pushhub/subscribe', { streams: ['north/gate'] })
    expect(await picture('/pushhub/cameras/north%2Fgate/picture')).toMatchObject({ status: 404 })
    expect((await service.get('/pushhub/cameras/nobody/picture')).body).toMatchObject({ code: 'camera/not-found' })
    await showUntil(healthy, async () => (await picture('/pushhub/cameras/north%2Fgate/picture')).status === 200)
    const small = await picture('/pushhub/cameras/north%2Fgate/picture?width=160&mask=1')
    expect(await sharp(small.bytes).metadata()).toMatchObject({ width: 160, height: 90 })
    const video = await fetch(`${service.url}/pushhub/cameras/north%2Fgate/video?fps=20`)
    expect(video.headers.get('content-type')).toMatch(/^multipart\/x-mixed-replace; boundary=/)
    const reader = video.body?.getReader()
    let text = ''
    await showUntil(healthy, async () => {
      const chunk = await reader?.read()
      text += Buffer.from(chunk?.value ?? []).toString('latin1')
      return text.split('X-Frame-Time').length > 3
    })
    await reader?.cancel()
  })
}

describe('incidents, on the embedded default', () => {
  tellsTheStory(() => ({}))
})

describeWithRedis('incidents, with frames and incidents in Redis', () => {
  let redis: RunningServer
  beforeAll(async () => {
    redis = await startRedis()
  })
  afterAll(() => redis?.stop())
  afterEach(async () => {
    const { Redis } = await import('ioredis')
    const client = new Redis(redis.url)
    await client.flushall()
    client.disconnect()
  })
  tellsTheStory(() => redisEnvironment(redis.url))
})
