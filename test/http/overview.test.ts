import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { TypedServer } from '../../src/http/typed-server.ts'
import type { OverviewControl } from '../../src/overview/overview-control.ts'
import { flatJpeg } from '../pictures.ts'
import { makeFault, makeReport } from '../pipeline/incidents/make-incident.ts'
import { TestOverview } from './build-overview.ts'
import { buildTestServer } from './build-test-server.ts'

let test: TestOverview
let app: TypedServer

/** One server for all tests, since building it takes longest: it asks the overview of the test that runs. */
const present = new Proxy({} as OverviewControl, {
  get: (_, key) => {
    const value: unknown = Reflect.get(test.overview.desk, key)
    return typeof value === 'function' ? value.bind(test.overview.desk) : value
  }
})

beforeAll(async () => {
  app = (await buildTestServer({ overview: present })).app
})
afterAll(() => app.close())
beforeEach(async () => {
  test = await TestOverview.start()
  test.overview.setCameras(['north/a', 'north/b', 'yard', '门/口'])
})
afterEach(() => test.close())

const call = async (method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', url: string, body?: unknown) => {
  const answer = await app.inject({
    method,
    url,
    ...(body === undefined ? {} : { payload: JSON.stringify(body), headers: { 'content-type': 'application/json' } })
  })
  return { status: answer.statusCode, body: answer.json() as Record<string, never>, answer }
}
/** A camera reports what ails it. */
const report = (stream: string, kinds: Parameters<typeof makeReport>[1], fields = {}) =>
  test.overview.takeReport(makeReport(test.nowMs, kinds, { stream, ...fields }))
const idOf = async (query = '') => {
  const { body } = await call('GET', `/pushhub/incidents${query}`)
  return (body as unknown as { items: { id: string }[] }).items[0]?.id ?? ''
}

describe('GET /pushhub/cameras', () => {
  it('lists the most pressing first, with counts of all cameras', async () => {
    report('yard', [makeFault('stripes', { severity: 0.4 })])
    report('north/b', [makeFault('black', { severity: 0.9 })])
    report('north/a', [])
    const { body } = await call('GET', '/pushhub/cameras')
    expect(body).toMatchObject({
      items: [
        { stream: 'north/b', state: 'faulty', groups: ['north'], fault: { kind: 'black', why: 'It is black.' } },
        { stream: 'yard', state: 'faulty' },
        { stream: '门/口', state: 'waiting', groups: ['门'] },
        { stream: 'north/a', state: 'healthy', fault: null }
      ],
      next: null,
      total: 4,
      counts: {
        healthy: 1,
        faulty: 2,
        waiting: 1,
        byKind: { black: 1, stripes: 1 },
        byGroup: { north: { total: 2, faulty: 1 } }
      }
    })
    expect((await call('GET', '/pushhub/groups')).body).toEqual({
      items: [
        { group: 'north', cameras: 2, faulty: 1 },
        { group: '门', cameras: 1, faulty: 0 }
      ]
    })
  })

  it.each([
    ['group=north', ['north/a', 'north/b']],
    ['state=faulty,waiting', ['north/b', 'yard', '门/口']],
    ['kind=black', ['north/b']],
    ['q=YAR', ['yard']],
    ['q=%E9%97%A8', ['门/口']],
    ['sort=name&limit=2', ['north/a', 'north/b']],
    ['group=none', []]
  ])('filters by %s', async (query, expected) => {
    report('yard', ['stripes'])
    report('north/b', [makeFault('black', { severity: 0.9 })])
    report('north/a', [])
    const { body } = await call('GET', `/pushhub/cameras?${query}`)
    const { items } = body as unknown as { items: { stream: string }[] }
    expect(items.map(({ stream }) => stream).sort()).toEqual([...expected].sort())
  })

  it('pages', async () => {
    const first = (await call('GET', '/pushhub/cameras?sort=name&limit=3')).body as unknown as { next: string }
    const second = await call('GET', `/pushhub/cameras?sort=name&limit=3&cursor=${first.next}`)
    expect(second.body).toMatchObject({ items: [{}], next: null, total: 4 })
  })

  it.each([
    '/pushhub/cameras?state=broken',
    '/pushhub/cameras?cursor=x',
    '/pushhub/cameras?limit=0',
    '/pushhub/cameras?colour=red',
    '/pushhub/incidents?kind=rain',
    '/pushhub/incidents?from=yesterday',
    '/pushhub/incidents?cursor=x',
    '/pushhub/report?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z',
    '/pushhub/cameras/yard/measures?points=0',
    '/pushhub/cameras/yard/picture?width=5'
  ])('refuses %s', async url => {
    const { status, body } = await call('GET', url)
    expect({ status, ...body }).toMatchObject({ status: 400, ok: false, code: 'http/bad-request' })
    expect(String(body.error_zh)).toMatch(/有误/)
  })

  it.each(['', '/settings', '/measures', '/picture', '/video'])('says that there is no such camera: %s', async path => {
    const { status, body } = await call('GET', `/pushhub/cameras/nobody${path}`)
    expect({ status, ...body }).toMatchObject({ status: 404, code: 'camera/not-found' })
  })
})

describe('settings of a camera', () => {
  const whole = {
    name: 'Yard',
    groups: ['back', 'back'],
    faults: { black: { sensitivity: 'low', raiseAfterS: 3, limits: { maxMeanLevels: 20 } } },
    masks: [
      {
        points: [
          [0, 0],
          [1, 0],
          [0.5, 1]
        ]
      }
    ],
    schedule: [{ days: [1], from: '00:00', to: '24:00' }],
    maintenanceUntil: null,
    maintenanceNote: null,
    gapLimitS: 10,
    analysisMaxFps: 2
  }

  it('are set whole, changed in part, told to the shard, and written down', async () => {
    const put = await call('PUT', '/pushhub/cameras/yard/settings', { ...whole, by: 'Chen' })
    expect(put).toMatchObject({ status: 200, body: { ...whole, groups: ['back'] } })
    expect(test.profiles.get('yard')).toMatchObject({ gapLimitS: 10, maintenanceUntilMs: null })
    const patched = await call('PATCH', '/pushhub/cameras/yard/settings', {
      name: null,
      faults: { noise: { sensitivity: 'off' } }
    })
    expect(patched.body).toMatchObject({ name: null, faults: { black: {}, noise: { sensitivity: 'off' } } })
    const without = await call('PATCH', '/pushhub/cameras/yard/settings', { faults: { black: null } })
    expect(without.body).toMatchObject({ faults: { noise: { sensitivity: 'off' } } })
    expect(Object.keys((without.body as unknown as typeof whole).faults)).toEqual(['noise'])
    const audit = await call('GET', '/pushhub/audit?stream=yard')
    expect(audit.body).toMatchObject({
      items: [
        { by: 'anonymous', action: 'settings', stream: 'yard' },
        { by: 'anonymous', change: { name: ['Yard', null] } },
        { by: 'Chen', change: { name: [null, 'Yard'], gapLimitS: [null, 10] } }
      ]
    })
    expect((await call('GET', '/pushhub/audit?stream=other')).body).toMatchObject({ items: [] })
  })

  it.each([
    [{ name: '' }, /name/],
    [
      {
        masks: [
          {
            points: [
              [0, 0],
              [1, 1]
            ]
          }
        ]
      },
      /masks\.0\.points must have at least 3/
    ],
    [{ masks: [{ points: Array(65).fill([0, 0]) }] }, /at most 64/],
    [
      {
        masks: [
          {
            points: [
              [0, 0],
              [1, 0],
              [0, 1.1]
            ]
          }
        ]
      },
      /masks\.0\.points\.2\.1 must be at most 1/
    ],
    [{ schedule: [{ days: [8], from: '00:00', to: '01:00' }] }, /schedule\.0\.days\.0/],
    [{ schedule: [{ days: [1], from: '25:00', to: '01:00' }] }, /schedule\.0\.from/],
    [{ schedule: [{ days: [1], from: '24:00', to: '01:00' }] }, /a day begins at 00:00/],
    [{ faults: { rain: {} } }, /unknown field faults\.rain/],
    [{ faults: { black: { limits: { maxSharpness: 1 } } } }, /unknown field faults\.black\.limits\.maxSharpness/],
    [{ faults: { black: { sensitivity: 'extreme' } } }, /faults\.black\.sensitivity/],
    [{ gapLimitS: 'long' }, /gapLimitS/],
    [{ maintenanceUntil: 'tomorrow' }, /maintenanceUntil is no ISO-8601 time/],
    [[], /must be object/],
    ['text', /must be object/]
  ])('refuses %j and names the field', async (body, message) => {
    const { status, body: answer } = await call('PATCH', '/pushhub/cameras/yard/settings', body)
    expect({ status, code: answer.code }).toEqual({ status: 400, code: 'camera/settings-invalid' })
    expect(answer.error).toMatch(message)
    expect((await call('GET', '/pushhub/cameras/yard/settings')).body).toMatchObject({ name: null, masks: [] })
  })

  it('refuses a body that is no JSON', async () => {
    const answer = await app.inject({ method: 'PATCH', url: '/pushhub/cameras/yard/settings', payload: '{"name":' })
    expect(answer.json()).toMatchObject({ code: 'http/bad-request' })
  })

  it('keeps a camera silent in maintenance until its end', async () => {
    report('yard', ['black'])
    await call('POST', '/pushhub/cameras/yard/maintenance', {
      until: new Date(test.nowMs + 60_000).toISOString(),
      note: 'Lens'
    })
    expect((await call('GET', '/pushhub/cameras/yard')).body).toMatchObject({ state: 'maintenance' })
    report('yard', ['black'])
    expect((await call('GET', '/pushhub/incidents')).body).toMatchObject({ items: [{ state: 'closed' }], openCount: 0 })
    test.nowMs += 61_000
    report('yard', ['black'])
    expect((await call('GET', '/pushhub/cameras/yard')).body).toMatchObject({ state: 'faulty' })
    expect((await call('POST', '/pushhub/cameras/yard/maintenance', {})).body).toMatchObject({
      code: 'camera/settings-invalid'
    })
  })

  it('takes a view as normal, when there is one', async () => {
    expect((await call('POST', '/pushhub/cameras/yard/accept-view')).body).toMatchObject({ code: 'camera/no-frame' })
    report('yard', [])
    expect((await call('POST', '/pushhub/cameras/yard/accept-view', { by: 'Chen' })).body).toEqual({ ok: true })
    expect(test.accepted).toEqual(['yard'])
    expect((await call('GET', '/pushhub/audit')).body).toMatchObject({ items: [{ action: 'accept-view', by: 'Chen' }] })
  })
})

describe('incidents', () => {
  it('are acknowledged, given back and judged, with who did it', async () => {
    report('yard', ['black'])
    const id = await idOf()
    const taken = await call('POST', `/pushhub/incidents/${id}/acknowledge`, { by: 'Chen', note: 'Mine' })
    expect(taken.body).toMatchObject({ state: 'acknowledged', acknowledgedBy: 'Chen', note: 'Mine', tier: 'lost' })
    expect((await call('GET', '/pushhub/cameras/yard')).body).toMatchObject({ acknowledged: true, incidentId: id })
    expect((await call('DELETE', `/pushhub/incidents/${id}/acknowledge`)).body).toMatchObject({ state: 'open' })
    const judged = await call('POST', `/pushhub/incidents/${id}/verdict`, { verdict: 'false-alarm' })
    expect(judged.body).toMatchObject({ verdict: 'false-alarm', state: 'open' })
    expect(await idOf('?verdict=false-alarm&kind=black&stream=yard')).toBe(id)
    expect(await idOf('?verdict=none')).toBe('')
    expect((await call('POST', `/pushhub/incidents/${id}/verdict`, { verdict: 'maybe' })).status).toBe(400)
    expect((await call('POST', '/pushhub/incidents/nope/acknowledge')).body).toMatchObject({
      code: 'incident/not-found'
    })
  })

  it('are acknowledged many at once, and what fails is named', async () => {
    report('yard', ['black'])
    const id = await idOf()
    const { body } = await call('POST', '/pushhub/incidents/acknowledge', { ids: [id, 'nope', id] })
    expect(body).toMatchObject({ items: [id], failed: [{ id: 'nope', error: 'There is no incident nope' }] })
    expect((await call('POST', '/pushhub/incidents/acknowledge', { ids: [] })).status).toBe(400)
  })

  it('of a group carry its cameras, which are acknowledged with it', async () => {
    test.overview.setCameras(['hall/1', 'hall/2', 'hall/3'])
    for (const stream of ['hall/1', 'hall/2', 'hall/3']) report(stream, ['black'])
    const { body } = await call('GET', '/pushhub/incidents?group=hall')
    const { items } = body as unknown as { items: { id: string; stream: string | null; parentId: string | null }[] }
    const group = items.find(({ stream }) => stream === null)
    expect(items.filter(({ parentId }) => parentId === group?.id)).toHaveLength(3)
    await call('POST', `/pushhub/incidents/${group?.id}/acknowledge`)
    expect((await call('GET', '/pushhub/incidents?state=acknowledged')).body).toMatchObject({ items: { length: 4 } })
    for (const stream of ['hall/1', 'hall/2', 'hall/3']) report(stream, [])
    expect((await call('GET', `/pushhub/incidents/${group?.id}`)).body).toMatchObject({ state: 'closed' })
  })

  it('have pictures, from the moment that they lie in the store', async () => {
    report('yard', [makeFault('partly-occluded', { mask: '1'.repeat(72) + '0'.repeat(72) })])
    const id = await idOf()
    const path = `/pushhub/incidents/${id}/pictures`
    expect((await call('GET', `${path}/first`)).body).toMatchObject({ code: 'snapshot/not-found' })
    const jpeg = await flatJpeg(320, 180, 100)
    test.pictures.set('k', jpeg)
    test.overview.takePicture({
      stream: 'yard',
      kind: 'partly-occluded',
      role: 'first',
      severity: 0.5,
      key: 'k',
      atMs: 5
    })
    const plain = await app.inject({ method: 'GET', url: `${path}/first` })
    expect(plain.rawPayload.equals(jpeg)).toBe(true)
    expect(plain.headers['x-frame-time']).toBe('1970-01-01T00:00:00.005Z')
    const drawn = await app.inject({ method: 'GET', url: `${path}/first?mask=1&width=160` })
    expect(await sharp(drawn.rawPayload).metadata()).toMatchObject({ width: 160, height: 90 })
    const { channels } = await sharp(drawn.rawPayload).extract({ left: 0, top: 0, width: 160, height: 40 }).stats()
    // Vermilion over grey.
    expect((channels[0]?.mean ?? 0) - (channels[2]?.mean ?? 0)).toBeGreaterThan(10)
    expect((await call('GET', `${path}/sideways`)).status).toBe(400)
    expect((await call('GET', `/pushhub/incidents/${id}`)).body).toMatchObject({
      pictures: { first: { key: 'k' }, before: null }
    })
  })
})

describe('report', () => {
  it('says how available cameras were, as JSON and as CSV that no spreadsheet runs', async () => {
    test.overview.setCameras(['=HYPERLINK("x")', 'yard'])
    test.overview.tick()
    report('yard', ['black'])
    test.pass(60)
    report('yard', [])
    const { body } = await call('GET', `/pushhub/report?from=${test.nowMs - 3_600_000}&to=${test.nowMs}`)
    expect(body).toMatchObject({ total: { cameras: 2, incidents: 1 } })
    const { cameras } = body as unknown as { cameras: { stream: string }[] }
    expect(cameras.find(({ stream }) => stream === 'yard')).toMatchObject({
      faults: { black: { count: 1, minutes: 1 } },
      judgedS: 60,
      unwatchedS: 3540,
      medianTimeToRepairS: 60,
      medianTimeToDetectS: 0.6
    })
    expect(cameras.find(({ stream }) => stream !== 'yard')).toMatchObject({ availability: null, faults: {} })
    const csv = await app.inject({ method: 'GET', url: `/pushhub/report?format=csv&to=${test.nowMs}` })
    expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8')
    const lines = csv.body.split('\r\n')
    expect(lines[0]).toMatch(/^\uFEFFstream,name,/)
    expect(lines.find(line => line.includes('HYPERLINK'))).toMatch(/^"'=HYPERLINK\(""x""\)",/)
    expect(lines).toHaveLength(4)
  })
})

describe('incidents as CSV', () => {
  it('has a line for each that the filter fits, over all pages, and nothing that a spreadsheet runs', async () => {
    const streams = Array.from({ length: 501 }, (_, i) => `=cam-${i}`)
    test.overview.setCameras([...streams, 'yard'])
    for (const stream of streams) report(stream, ['frozen'])
    report('yard', ['black'])
    const id = await idOf('?stream=yard')
    await call('POST', `/pushhub/incidents/${id}/acknowledge`, { by: '@Chen', note: 'on "my" way,\nsoon' })
    const answer = await app.inject({ method: 'GET', url: '/pushhub/incidents?format=csv&stream=yard' })
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8')
    expect(answer.headers['content-disposition']).toMatch(/^attachment; filename="camera-check-incidents-/)
    expect(answer.body).toMatch(/^\uFEFFid,stream,name,/)
    expect(answer.body).toContain(`${id},yard,`)
    expect(answer.body).toContain(`,'@Chen,`)
    expect(answer.body).toContain('"on ""my"" way,\nsoon"')
    const all = await app.inject({ method: 'GET', url: '/pushhub/incidents?format=csv&kind=frozen' })
    const lines = all.body.trim().split('\r\n').slice(1)
    expect(new Set(lines.map(line => line.split(',')[1])).size).toBe(501)
    expect(lines.every(line => line.includes(",'=cam-"))).toBe(true)
    const wrong = await call('GET', '/pushhub/incidents?format=xml')
    expect(wrong).toMatchObject({ status: 400, body: { code: 'http/bad-request' } })
  })
})

describe('report of a service that could not see', () => {
  it('counts neither the time nor the fault while the source of frames was down', async () => {
    test.overview.tick()
    report('yard', ['black'])
    test.pass(60)
    test.isWatching = false
    test.pass(120)
    test.isWatching = true
    test.pass(60)
    report('yard', [])
    test.pass(60)
    const { body } = await call('GET', `/pushhub/report?stream=yard&from=${test.nowMs - 300_000}&to=${test.nowMs}`)
    expect(body).toMatchObject({
      cameras: [
        {
          judgedS: 180,
          unwatchedS: 120,
          watchedShare: 0.6,
          availability: expect.closeTo(1 / 3, 3),
          faults: { black: { minutes: 2 } }
        }
      ],
      days: [{ watchedShare: 0.6 }]
    })
  })
})

describe('system', () => {
  it('says how the service is, without any password', async () => {
    const { status, body } = await call('GET', '/pushhub/system')
    expect(status).toBe(200)
    expect(body).toMatchObject({
      version: '1.2.3',
      incidents: { kind: 'libsql', ok: true, count: 0, open: 0 },
      redis: { url: 'redis://127.0.0.1:6379/0' },
      checks: [{ name: 'snapshots', ok: false, detail_zh: '快照存储：folder is full' }]
    })
  })
})

describe('live pictures', () => {
  it('come in any size, once for all who ask, and not again while they are the same', async () => {
    expect((await call('GET', '/pushhub/cameras/yard/picture')).body).toMatchObject({ code: 'camera/no-frame' })
    test.frames.set('yard', { jpeg: await flatJpeg(640, 360, 90), atMs: 1000 })
    const first = await app.inject({ method: 'GET', url: '/pushhub/cameras/yard/picture?width=200' })
    expect(await sharp(first.rawPayload).metadata()).toMatchObject({ width: 200 })
    const headers = { 'if-none-match': String(first.headers.etag) }
    const again = await app.inject({ method: 'GET', url: '/pushhub/cameras/yard/picture?width=200', headers })
    expect([again.statusCode, again.rawPayload.length]).toEqual([304, 0])
  })
})

describe('measures', () => {
  it('come as series with limits and alarms', async () => {
    const values = new Float64Array(24).fill(0.5)
    report('yard', ['defocused'])
    test.overview.takePoints({ streams: ['yard'], values })
    test.nowMs += 5000
    const { body } = await call('GET', `/pushhub/cameras/yard/measures?from=${test.nowMs - 60_000}&to=${test.nowMs}`)
    const { series } = body as unknown as { series: { measure: string; limit: number | null }[] }
    expect(series.find(({ measure }) => measure === 'sharpness')).toMatchObject({
      unit: 'ratio',
      kind: 'defocused',
      limit: expect.any(Number),
      points: [[test.nowMs - 5000, 0.5, 0.5, 0.5]],
      reference: [
        [test.nowMs - 60_000, 1],
        [test.nowMs, 1]
      ],
      alarms: [[test.nowMs - 5000, test.nowMs]]
    })
  })
})
