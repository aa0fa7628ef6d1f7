import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { ROLES, type Role } from '../../../src/model/access.ts'
import { TestOverview } from '../build-overview.ts'
import { buildTestServer, type TestServer } from '../build-test-server.ts'
import { entry, testAccess, TestTime } from './test-access.ts'

const TOKENS = [...ROLES.map(role => entry(role, role, `${role}-token`)), 'plain-token']
const as = (role: string) => ({ authorization: `Bearer ${role}-token` })
const CODES = { 401: 'http/unauthorized', 403: 'http/forbidden', 429: 'http/too-many-requests' } as const

let server: TestServer
let overview: TestOverview
const time = new TestTime()

beforeAll(async () => {
  overview = await TestOverview.start()
  const access = testAccess({
    tokens: TOKENS,
    time,
    origins: { origins: new Set(['https://wall.example']), isAny: false },
    limits: { tokenPerSecond: 500, addressPerSecond: 2000, failuresPerMinute: 20 }
  })
  server = await buildTestServer({ access, overview: overview.overview.desk })
  await server.app.listen({ host: '127.0.0.1', port: 0 })
})
// So that no test eats up another one's rates.
afterEach(() => time.pass(120_000))
afterAll(async () => {
  await server.app.close()
  await overview.close()
})

const url = () => `127.0.0.1:${(server.app.server.address() as AddressInfo).port}`
const host = () => ({ host: url() })

async function openSocket(
  path: string,
  headers: Record<string, string> = {}
): Promise<{ status: number; socket: WebSocket }> {
  const socket = new WebSocket(`ws://${url()}${path}`, { headers })
  socket.on('error', () => undefined)
  const status = await Promise.race([
    once(socket, 'open').then(() => 101),
    once(socket, 'unexpected-response').then(([, response]) => response.statusCode as number)
  ])
  return { status, socket }
}

async function upgrade(path: string, headers: Record<string, string> = {}): Promise<number> {
  const { status, socket } = await openSocket(path, headers)
  socket.terminate()
  return status
}

async function cookieOf(role: string): Promise<string> {
  const payload = { token: `${role}-token` }
  const answer = await server.app.inject({ method: 'POST', url: '/pushhub/session', payload })
  expect(answer.statusCode).toBe(200)
  return String(answer.headers['set-cookie']).split(';')[0] as string
}

async function ticketOf(headers: Record<string, string>): Promise<string> {
  const answer = await server.app.inject({ method: 'POST', url: '/pushhub/ws/ticket', headers })
  expect(answer.statusCode).toBe(200)
  return answer.json().ticket
}

describe('roles', () => {
  const READ: readonly Role[] = ['viewer', 'operator', 'admin']
  const OPERATE: readonly Role[] = ['operator', 'admin']
  const routes: readonly (readonly [string, string, readonly Role[]])[] = [
    ['POST', '/pushhub/frames/gate', ['producer', 'admin']],
    ['POST', '/pushhub/start', ['admin']],
    ['POST', '/pushhub/stop', ['admin']],
    ['DELETE', '/pushhub/metrics/performance', ['admin']],
    ['POST', '/pushhub/subscribe', OPERATE],
    ['PUT', '/pushhub/cameras/gate/settings', OPERATE],
    ['PATCH', '/pushhub/cameras/gate/settings', OPERATE],
    ['POST', '/pushhub/cameras/gate/maintenance', OPERATE],
    ['POST', '/pushhub/cameras/gate/accept-view', OPERATE],
    ['POST', '/pushhub/incidents/x/acknowledge', OPERATE],
    ['DELETE', '/pushhub/incidents/x/acknowledge', OPERATE],
    ['POST', '/pushhub/incidents/x/verdict', OPERATE],
    ['POST', '/pushhub/incidents/acknowledge', OPERATE],
    ['GET', '/pushhub/cameras', READ],
    ['HEAD', '/pushhub/cameras', READ],
    ['GET', '/pushhub/cameras/gate', READ],
    ['GET', '/pushhub/cameras/gate/settings', READ],
    ['GET', '/pushhub/cameras/gate/measures', READ],
    ['GET', '/pushhub/cameras/gate/picture', READ],
    ['GET', '/pushhub/cameras/gate/video', READ],
    ['GET', '/pushhub/groups', READ],
    ['GET', '/pushhub/incidents', READ],
    ['GET', '/pushhub/incidents/x', READ],
    ['GET', '/pushhub/incidents/x/pictures/worst', READ],
    ['GET', '/pushhub/report', READ],
    ['GET', '/pushhub/audit', READ],
    ['GET', '/pushhub/system', READ],
    ['GET', '/pushhub/metrics/performance', READ],
    ['GET', '/pushhub/snapshots/a/1767225600000.jpg', READ],
    ['GET', '/pushhub/ws/results', READ],
    ['GET', '/pushhub/ws/events', READ],
    ['POST', '/pushhub/ws/ticket', READ],
    ['GET', '/metrics', READ],
    ['GET', '/docs/json', READ],
    ['GET', '/asyncapi.json', READ],
    ['GET', '/nothing/there', ROLES]
  ]

  test.each(routes)('%s %s lets in %j', async (method, path, allowed) => {
    for (const role of ROLES) {
      const answer = await server.app.inject({ method: method as 'GET', url: path, headers: as(role) })
      const isRefused = answer.statusCode === 403
      expect([role, isRefused]).toEqual([role, !allowed.includes(role)])
      if (!isRefused) expect([role, answer.statusCode === 401]).toEqual([role, false])
      if (isRefused && method !== 'HEAD') {
        expect(answer.json()).toMatchObject({
          code: CODES[403],
          error: `${role} is ${role}, which does not allow this: it takes ${allowed.join(', ')}`
        })
        expect(answer.json().error_zh).toContain('角色')
      }
    }
    expect((await server.app.inject({ method: method as 'GET', url: path })).statusCode).toBe(401)
    const plain = await server.app.inject({ method: method as 'GET', url: path, headers: as('plain') })
    expect([401, 403]).not.toContain(plain.statusCode)
  })

  test('every route that the document lists stands in this table or asks for nobody', async () => {
    const document = (await server.app.inject({ url: '/docs/json', headers: as('viewer') })).json()
    const listed = Object.entries(document.paths as Record<string, Record<string, { security?: object[] }>>).flatMap(
      ([path, methods]) =>
        Object.entries(methods).map(([method, { security }]) => ({
          name: `${method} ${path}`,
          isOpen: security?.length === 0
        }))
    )
    const open = listed.filter(({ isOpen }) => isOpen).map(({ name }) => name)
    expect(open.sort()).toEqual([
      'delete /pushhub/session',
      'get /livez',
      'get /pushhub/session',
      'get /readyz',
      'post /pushhub/session'
    ])
    const shape = (path: string) =>
      path
        .replace(/\{[^}]*\}/g, '*')
        .replace(/\/(gate|x|worst)(?=\/|$)/g, '/*')
        .replace(/\/snapshots\/.*/, '/snapshots/*')
    const tested = new Set(routes.map(([method, path]) => `${method.toLowerCase()} ${shape(path)}`))
    const missing = listed.filter(({ isOpen, name }) => !isOpen && !tested.has(shape(name))).map(({ name }) => name)
    expect(missing.filter(name => !name.includes('/metrics/performance/'))).toEqual([])
  })

  test('a route that does not say what it needs keeps the server from being built', async () => {
    const late = await buildTestServer({ tokens: TOKENS })
    await late.app.close()
    const { demandRouteNeeds } = await import('../../../src/http/access/route-needs.ts')
    const { default: Fastify } = await import('fastify')
    const bare = Fastify()
    demandRouteNeeds(bare as never)
    expect(() => bare.get('/open', async () => 1)).toThrow('GET /open does not say what it needs')
    await bare.close()
  })
})

describe('sessions', () => {
  test('begin with a token and open what its role allows', async () => {
    const answer = await server.app.inject({
      method: 'POST',
      url: '/pushhub/session',
      payload: { token: 'viewer-token' }
    })
    expect(answer.json()).toEqual({
      needed: true,
      name: 'viewer',
      role: 'viewer',
      permissions: ['read'],
      expiresAt: new Date(time.nowMs + 3_600_000).toISOString(),
      expired: false
    })
    expect(answer.headers['set-cookie']).toMatch(
      /^camera-check-session=[\w.-]+; Path=\/; Max-Age=3600; HttpOnly; SameSite=Strict$/
    )
    expect(answer.headers['cache-control']).toBe('no-store')
    const cookie = await cookieOf('viewer')
    expect((await server.app.inject({ url: '/metrics', headers: { cookie } })).statusCode).toBe(200)
    expect((await server.app.inject({ url: '/pushhub/session', headers: { cookie } })).json()).toMatchObject({
      name: 'viewer'
    })
    expect((await server.app.inject({ url: '/pushhub/session' })).json()).toMatchObject({
      needed: true,
      name: null,
      permissions: []
    })
  })

  test.each([
    ['wrong', 401],
    ['producer-token', 403]
  ])('do not begin with %s', async (token, status) => {
    const answer = await server.app.inject({ method: 'POST', url: '/pushhub/session', payload: { token } })
    expect([answer.statusCode, answer.headers['set-cookie']]).toEqual([status, undefined])
  })

  test.each([{}, { token: '' }, { token: 1 }, { token: 'x'.repeat(5000) }, { token: 'a', more: 1 }, [], null])(
    'do not begin with a body of %j',
    async payload => {
      const headers = { 'content-type': 'application/json' }
      const answer = await server.app.inject({
        method: 'POST',
        url: '/pushhub/session',
        headers,
        payload: JSON.stringify(payload)
      })
      expect([answer.statusCode, answer.json().code]).toEqual([400, 'http/bad-request'])
    }
  )

  test('end in time, and say so', async () => {
    const cookie = await cookieOf('viewer')
    time.pass(3_600_000)
    const refused = await server.app.inject({ url: '/metrics', headers: { cookie } })
    expect([refused.statusCode, refused.json().error]).toEqual([401, expect.stringContaining('expired')])
    const state = await server.app.inject({ url: '/pushhub/session', headers: { cookie } })
    expect(state.json()).toMatchObject({ name: null, expired: true })
    expect(state.headers['set-cookie']).toContain('Max-Age=0')
  })

  test('end when their browser signs out, also for a copy of the cookie, and close what they opened', async () => {
    const [cookie, other] = [await cookieOf('viewer'), await cookieOf('viewer')]
    const { status, socket } = await openSocket('/pushhub/ws/results', { cookie })
    expect(status).toBe(101)
    const closed = once(socket, 'close')
    const ticket = await ticketOf({ cookie, ...host(), origin: `http://${url()}` })
    const origin = { host: url(), origin: `http://${url()}` }
    const answer = await server.app.inject({
      method: 'DELETE',
      url: '/pushhub/session',
      headers: { cookie, ...origin }
    })
    expect([answer.statusCode, answer.headers['set-cookie']]).toEqual([200, expect.stringContaining('Max-Age=0')])
    expect((await closed)[0]).toBe(1008)
    const refused = await server.app.inject({ url: '/metrics', headers: { cookie } })
    expect([refused.statusCode, refused.json().error]).toEqual([401, expect.stringContaining('expired')])
    expect(await upgrade(`/pushhub/ws/results?ticket=${ticket}`)).toBe(401)
    // Another session of the same token is another one.
    expect((await server.app.inject({ url: '/metrics', headers: { cookie: other } })).statusCode).toBe(200)
  })

  test('end with their token', async () => {
    const cookie = await cookieOf('viewer')
    const rest = await buildTestServer({ tokens: TOKENS.filter(token => !token.startsWith('viewer')) })
    expect((await rest.app.inject({ url: '/metrics', headers: { cookie } })).statusCode).toBe(401)
    const changed = await buildTestServer({ tokens: [entry('viewer', 'admin', 'another')] })
    expect((await changed.app.inject({ url: '/metrics', headers: { cookie } })).statusCode).toBe(401)
    await Promise.all([rest.app.close(), changed.app.close()])
  })

  test('end when somebody signs out', async () => {
    const answer = await server.app.inject({ method: 'DELETE', url: '/pushhub/session' })
    expect([answer.statusCode, answer.headers['set-cookie']]).toEqual([200, expect.stringContaining('Max-Age=0')])
  })

  test('change nothing for the page of another origin', async () => {
    const cookie = await cookieOf('admin')
    const stop = async (headers: Record<string, string>) =>
      (await server.app.inject({ method: 'POST', url: '/pushhub/stop', headers: { ...host(), cookie, ...headers } }))
        .statusCode
    expect(await stop({ origin: `http://${url()}` })).toBe(200)
    expect(await stop({ 'sec-fetch-site': 'same-origin' })).toBe(200)
    expect(await stop({ origin: 'https://wall.example', 'sec-fetch-site': 'cross-site' })).toBe(200)
    expect(await stop({})).toBe(403)
    expect(await stop({ origin: 'null' })).toBe(403)
    expect(await stop({ origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' })).toBe(403)
    expect(await stop({ 'sec-fetch-site': 'cross-site' })).toBe(403)
    expect(await stop({ 'sec-fetch-site': 'same-site' })).toBe(403)
    // A token in a header is nothing that a page could make a browser send.
    expect(await stop({ origin: 'https://evil.example', ...as('admin') })).toBe(200)
  })

  test('begin for no page of another origin', async () => {
    const headers = { ...host(), origin: 'https://evil.example' }
    const answer = await server.app.inject({
      method: 'POST',
      url: '/pushhub/session',
      headers,
      payload: { token: 'viewer-token' }
    })
    expect([answer.statusCode, answer.json().code]).toEqual([403, 'http/foreign-origin'])
  })
})

describe('WebSockets', () => {
  const paths = ['/pushhub/ws/results', '/pushhub/ws/events'] as const

  test.each(paths)('%s asks who it is, and where its page comes from, before the upgrade', async path => {
    expect(await upgrade(path)).toBe(401)
    expect(await upgrade(path, as('producer'))).toBe(403)
    expect(await upgrade(path, as('viewer'))).toBe(101)
    expect(await upgrade(path, { ...as('viewer'), origin: `http://${url()}` })).toBe(101)
    expect(await upgrade(path, { ...as('viewer'), origin: 'https://wall.example' })).toBe(101)
    const cookie = await cookieOf('viewer')
    expect(await upgrade(path, { cookie })).toBe(101)
    expect(await upgrade(path, { cookie, origin: `http://${url()}` })).toBe(101)
    for (const origin of ['https://evil.example', 'null', 'http://127.0.0.1:1']) {
      expect([origin, await upgrade(path, { cookie, origin })]).toEqual([origin, 403])
    }
  })

  test.each(paths)('%s takes a ticket once, and for 30 s', async path => {
    const ticket = await ticketOf(as('viewer'))
    expect(await upgrade(`${path}?ticket=${ticket}`)).toBe(101)
    expect(await upgrade(`${path}?ticket=${ticket}`)).toBe(401)
    // Where an old client puts its token.
    expect(await upgrade(`${path}?token=${await ticketOf(as('viewer'))}`)).toBe(101)
    const late = await ticketOf(as('viewer'))
    time.pass(30_000)
    expect(await upgrade(`${path}?ticket=${late}`)).toBe(401)
  })

  test('a ticket opens nothing but a WebSocket, and a session is no ticket', async () => {
    const ticket = await ticketOf(as('viewer'))
    expect((await server.app.inject({ url: `/metrics?ticket=${ticket}` })).statusCode).toBe(401)
    expect(
      (await server.app.inject({ url: '/metrics', headers: { authorization: `Bearer ${ticket}` } })).statusCode
    ).toBe(401)
    const session = (await cookieOf('viewer')).split('=')[1] as string
    expect(await upgrade(`/pushhub/ws/results?ticket=${session}`)).toBe(401)
    const cookie = `camera-check-session=${ticket}`
    expect((await server.app.inject({ url: '/metrics', headers: { cookie } })).statusCode).toBe(401)
  })

  test('a foreign page uses nobody’s ticket up', async () => {
    const path = `/pushhub/ws/results?ticket=${await ticketOf(as('viewer'))}`
    expect(await upgrade(path, { origin: 'https://evil.example' })).toBe(403)
    expect(await upgrade(path)).toBe(101)
  })

  test('a token stands in the URL only if it is one of the old kind', async () => {
    const query = '/pushhub/ws/results?token='
    expect(await upgrade(`${query}plain-token`)).toBe(101)
    expect(await upgrade(`${query}viewer-token`)).toBe(401)
    expect(await upgrade(`${query}wrong`)).toBe(401)
  })

  test('end with the session that opened them, also by a ticket', async () => {
    // The real clock counts here: what is left of the session is a moment.
    const short = testAccess({ tokens: TOKENS, sessionLifeMs: 800 })
    const brief = await buildTestServer({ access: short })
    await brief.app.listen({ host: '127.0.0.1', port: 0 })
    const { port } = brief.app.server.address() as AddressInfo
    const begun = await brief.app.inject({
      method: 'POST',
      url: '/pushhub/session',
      payload: { token: 'viewer-token' }
    })
    const cookie = String(begun.headers['set-cookie']).split(';')[0] as string
    const headers = { cookie, host: `127.0.0.1:${port}`, origin: `http://127.0.0.1:${port}` }
    const ticket = (await brief.app.inject({ method: 'POST', url: '/pushhub/ws/ticket', headers })).json().ticket
    const sockets = [
      new WebSocket(`ws://127.0.0.1:${port}/pushhub/ws/results`, { headers: { cookie } }),
      new WebSocket(`ws://127.0.0.1:${port}/pushhub/ws/results?ticket=${ticket}`)
    ]
    const codes = await Promise.all(sockets.map(socket => once(socket, 'close').then(([code]) => code)))
    expect(codes).toEqual([1008, 1008])
    await brief.app.close()
  })

  test('200 tickets at once are 200, and each opens once', async () => {
    const tickets = await Promise.all(Array.from({ length: 200 }, () => ticketOf(as('operator'))))
    expect(new Set(tickets).size).toBe(200)
    const some = tickets.slice(0, 20)
    const twice = await Promise.all([...some, ...some].map(ticket => upgrade(`/pushhub/ws/results?ticket=${ticket}`)))
    expect(twice.filter(status => status === 101).length).toBe(20)
  })
})

describe('limits', () => {
  test('a token above its rate is told when to come again, and others are not held back', async () => {
    const call = async (role: string) => server.app.inject({ url: '/pushhub/metrics/performance', headers: as(role) })
    const statuses = new Map<number, number>()
    for (let i = 0; i < 1020; i++) {
      const { statusCode } = await call('viewer')
      statuses.set(statusCode, (statuses.get(statusCode) ?? 0) + 1)
    }
    expect([...statuses]).toEqual([
      [200, 1000],
      [429, 20]
    ])
    const refused = await call('viewer')
    expect(refused.json()).toMatchObject({ code: CODES[429], error_zh: expect.any(String) })
    expect(Number(refused.headers['retry-after'])).toBeGreaterThanOrEqual(1)
    expect((await call('operator')).statusCode).toBe(200)
    time.pass(1000)
    expect((await call('viewer')).statusCode).toBe(200)
  })

  test('wrong tokens lock an address, for who has not been let in from there', async () => {
    const remoteAddress = '203.0.113.9'
    const call = (authorization: string) =>
      server.app.inject({ url: '/metrics', headers: { authorization }, remoteAddress })
    expect((await call('Bearer viewer-token')).statusCode).toBe(200)
    for (let i = 0; i < 20; i++) expect((await call(`Bearer guess-${i}`)).statusCode).toBe(401)
    const locked = await call('Bearer operator-token')
    expect([locked.statusCode, Number(locked.headers['retry-after'])]).toEqual([429, 3])
    expect((await call('Bearer viewer-token')).statusCode).toBe(200)
    const payload = { token: 'operator-token' }
    const signIn = await server.app.inject({ method: 'POST', url: '/pushhub/session', payload, remoteAddress })
    expect(signIn.statusCode).toBe(429)
    const elsewhere = await server.app.inject({
      method: 'POST',
      url: '/pushhub/session',
      payload,
      remoteAddress: '203.0.113.10'
    })
    expect(elsewhere.statusCode).toBe(200)
  })

  test('probes are never limited', async () => {
    for (let i = 0; i < 4100; i++) await server.app.inject({ url: '/nothing', remoteAddress: '203.0.113.7' })
    const probe = (path: string) => server.app.inject({ url: path, remoteAddress: '203.0.113.7' })
    expect((await probe('/nothing')).statusCode).toBe(429)
    expect((await probe('/livez')).statusCode).toBe(200)
  })
})

describe('what was refused', () => {
  test('is logged with its reason, name, address and route, and without any token', async () => {
    server.logged.length = 0
    const remoteAddress = '203.0.113.77'
    const inject = (path: string, headers: Record<string, string>) =>
      server.app.inject({ url: path, headers, remoteAddress })
    await inject('/pushhub/cameras/gate?token=query-secret', {})
    await inject('/metrics', { authorization: 'Bearer header-secret' })
    await inject('/metrics', { cookie: 'camera-check-session=cookie-secret' })
    await inject('/metrics', as('producer'))
    const lines = server.logged.map(line => JSON.parse(line))
    const common = { address: remoteAddress, message: 'Refused a call' }
    expect(lines).toMatchObject([
      { ...common, reason: 'no-token', name: null, route: 'GET /pushhub/cameras/:stream' },
      { ...common, reason: 'wrong-token', name: null, route: 'GET /metrics' },
      { ...common, reason: 'wrong-session', name: null },
      { ...common, reason: 'role', name: 'producer' }
    ])
    expect(server.logged.join()).not.toMatch(/secret|(viewer|producer|plain)-token/)
    const metrics = (await server.app.inject({ url: '/metrics', headers: as('viewer') })).body
    expect(metrics).toMatch(/camera_check_http_refused_total\{reason="role"\} \d+/)
  })

  test('a flood fills no log', async () => {
    server.logged.length = 0
    for (let i = 0; i < 500; i++) await server.app.inject({ url: `/flood/${i}` })
    expect(server.logged.length).toBeLessThanOrEqual(10)
    time.pass(5000)
    await server.app.inject({ url: '/flood' })
    expect(JSON.parse(server.logged.at(-1) ?? '')).toMatchObject({ unsaid: expect.any(Number) })
  })
})

describe('hostile headers', () => {
  test.each([
    ['authorization', ''],
    ['authorization', 'Bearer'],
    ['authorization', 'Bearer  '],
    ['authorization', 'Bearer a b'],
    ['authorization', `Bearer ${'x'.repeat(60_000)}`],
    ['authorization', `Bearer ${'\u00e9'.repeat(50)}`],
    ['authorization', 'Bearer viewer-token, Bearer admin-token'],
    ['authorization', 'Bearer viewer:viewer:00'],
    ['authorization', `Bearer ${TOKENS[0]}`],
    ['authorization', `Bearer ${TOKENS[0]?.split(':')[2]}`],
    ['authorization', 'Basic dmlld2VyOnZpZXdlci10b2tlbg=='],
    ['cookie', 'camera-check-session'],
    ['cookie', 'camera-check-session='],
    ['cookie', `camera-check-session=${'x'.repeat(50_000)}`],
    ['cookie', 'camera-check-session=__proto__.constructor'],
    [
      'cookie',
      `camera-check-session=${Buffer.from('{"n":"__proto__","e":9e15}').toString('base64url')}.${'A'.repeat(43)}`
    ],
    ['cookie', `camera-check-session=${Buffer.from('{"n":"admin","e":9e15}').toString('base64url')}.${'A'.repeat(43)}`],
    ['x-camera-check-caller', 'admin'],
    ['x-forwarded-user', 'admin']
  ])('%s: %.60s does not open', async (name, value) => {
    const { statusCode } = await server.app.inject({ url: '/metrics', headers: { [name]: value } })
    expect(statusCode).toBe(401)
  })
})

test('an open service takes everybody, and no foreign page', async () => {
  const open = await buildTestServer()
  const start = async (headers: Record<string, string>) =>
    (await open.app.inject({ method: 'POST', url: '/pushhub/start', headers: { host: 'a:1', ...headers } })).statusCode
  expect(await start({})).toBe(200)
  expect(await start({ cookie: 'camera-check-session=old' })).toBe(200)
  expect(await start({ origin: 'http://a:1' })).toBe(200)
  expect(await start({ origin: 'https://evil.example' })).toBe(403)
  const state = (await open.app.inject({ url: '/pushhub/session' })).json()
  expect(state).toEqual({
    needed: false,
    name: null,
    role: null,
    permissions: ['frames', 'read', 'operate', 'admin'],
    expiresAt: null,
    expired: false
  })
  expect((await open.app.inject({ method: 'POST', url: '/pushhub/ws/ticket' })).statusCode).toBe(200)
  await open.app.close()
})
