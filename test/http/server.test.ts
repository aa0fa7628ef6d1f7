import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { AppError } from '../../src/errors.ts'
import { buildTestServer, type TestServer } from './build-test-server.ts'

let server: TestServer

beforeEach(async () => {
  server = await buildTestServer()
})

afterEach(async () => {
  await server.app.close()
})

/** Every error has this shape, whoever found it. */
function errorOf(code: string) {
  return { ok: false, code, error: expect.stringMatching(/./), error_zh: expect.stringMatching(/\p{Script=Han}/u) }
}

async function listen(): Promise<number> {
  await server.app.listen({ host: '127.0.0.1', port: 0 })
  return (server.app.server.address() as AddressInfo).port
}

describe('control routes', () => {
  test('start and stop answer as the old service did', async () => {
    const call = async (path: string) => (await server.app.inject({ method: 'POST', url: path })).json()
    expect(await call('/pushhub/start')).toEqual({ ok: true, msg: 'Service started', msg_zh: '服务已启动' })
    expect(await call('/pushhub/start')).toMatchObject({ ok: true, msg: 'Service already started' })
    expect(await call('/pushhub/stop')).toMatchObject({ ok: true, msg: 'Service stopped and resources released' })
    expect(await call('/pushhub/stop')).toMatchObject({ ok: true, msg: 'Service already stopped' })
    expect(server.control.running).toBe(false)
  })

  test.each([
    ['application/json', ''],
    ['application/json', '{}'],
    ['application/json', '{broken'],
    ['text/plain', 'hello'],
    ['application/x-www-form-urlencoded', 'a=b']
  ])('start passes over a body of %s %j', async (type, payload) => {
    const answer = await server.app.inject({
      method: 'POST',
      url: '/pushhub/start',
      headers: { 'content-type': type },
      payload
    })
    expect(answer.statusCode).toBe(200)
  })

  test('an error of the service keeps its code and gets its status and Chinese text', async () => {
    server.control.failure = new AppError('subscription/store-failed', 'Cannot write subscription: disk is full')
    const answer = await server.app.inject({ method: 'POST', url: '/pushhub/start' })
    expect(answer.statusCode).toBe(503)
    expect(answer.json()).toEqual({
      ok: false,
      code: 'subscription/store-failed',
      error: 'Cannot write subscription: disk is full',
      error_zh: '订阅信息无法读写'
    })
  })

  test('what nobody foresaw is logged and told without its text', async () => {
    server.control.failure = new TypeError('password is hunter2')
    const answer = await server.app.inject({ method: 'POST', url: '/pushhub/start' })
    expect(answer.statusCode).toBe(500)
    expect(answer.json()).toEqual(errorOf('http/internal'))
    expect(answer.body).not.toContain('hunter2')
    expect(server.logged.join()).toContain('hunter2')
  })
})

describe('frames', () => {
  const post = (stream: string, payload: Buffer, headers: Record<string, string> = { 'content-type': 'image/jpeg' }) =>
    server.app.inject({ method: 'POST', url: `/pushhub/frames/${encodeURIComponent(stream)}`, headers, payload })

  test.each([
    'gate-1',
    'a/b',
    '/',
    'with spaces',
    `"quotes" and 'more'`,
    '前门摄像头',
    '100%',
    '%2F',
    'a?b#c&d=e',
    '...',
    '😀',
    'x'.repeat(1000),
    '门'.repeat(1000),
    '😀'.repeat(1000),
    'line\nbreak',
    ';:@+,'
  ])('takes a frame of stream %j', async stream => {
    const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0x00, 0x80])
    const answer = await post(stream, jpeg)
    expect([answer.statusCode, answer.json()]).toEqual([202, { ok: true }])
    expect(server.control.frames).toEqual([{ stream, jpeg, metaText: null }])
  })

  test('takes octets, and the meta of the header in UTF-8', async () => {
    const metaText = '{"ts1":"2026-01-01T00:00:00Z","place":"前门"}'
    const answer = await post('gate-1', Buffer.from('x'), {
      'content-type': 'application/octet-stream',
      'x-frame-meta': Buffer.from(metaText).toString('latin1')
    })
    expect(answer.statusCode).toBe(202)
    expect(server.control.frames[0]?.metaText).toBe(metaText)
  })

  test('refuses an empty frame', async () => {
    const answer = await post('gate-1', Buffer.alloc(0))
    expect([answer.statusCode, answer.json()]).toEqual([400, errorOf('frame/empty')])
    const bare = await server.app.inject({ method: 'POST', url: '/pushhub/frames/gate-1' })
    expect([bare.statusCode, bare.json()]).toEqual([400, errorOf('frame/empty')])
  })

  test('takes a frame of the greatest size and refuses one byte more', async () => {
    expect((await post('a', Buffer.alloc(64 * 1024))).statusCode).toBe(202)
    const answer = await post('a', Buffer.alloc(64 * 1024 + 1))
    expect([answer.statusCode, answer.json()]).toEqual([413, errorOf('frame/too-large')])
  })

  test.each(['text/plain', 'application/json', 'image/png', 'multipart/form-data; boundary=x'])(
    'refuses content type %s',
    async type => {
      const answer = await post('a', Buffer.from('{}'), { 'content-type': type })
      expect([answer.statusCode, answer.json()]).toEqual([415, errorOf('http/unsupported-type')])
      expect(answer.json().error).toContain(type)
    }
  )

  test('refuses a name over 4,096 bytes, and a missing one', async () => {
    expect((await post('x'.repeat(4096), Buffer.from('x'))).statusCode).toBe(202)
    const answer = await post('x'.repeat(4097), Buffer.from('x'))
    expect([answer.statusCode, answer.json()]).toEqual([400, errorOf('http/bad-request')])
    const none = await post('', Buffer.from('x'))
    expect([none.statusCode, none.json()]).toEqual([400, errorOf('http/bad-request')])
  })

  test.each([
    ['frame/not-subscribed', 404],
    ['frame/source-failed', 503],
    ['shard/not-running', 409],
    ['frame/not-jpeg', 400]
  ] as const)('tells %s with status %i', async (code, status) => {
    server.control.failure = new AppError(code, 'Told by the service')
    const answer = await post('a', Buffer.from('x'))
    expect([answer.statusCode, answer.json()]).toEqual([status, errorOf(code)])
  })

  test('tells a client over a real connection that its 20 MB are too many', async () => {
    const port = await listen()
    for (let i = 0; i < 5; i++) {
      const answer = await fetch(`http://127.0.0.1:${port}/pushhub/frames/a`, {
        method: 'POST',
        headers: { 'content-type': 'image/jpeg' },
        body: Buffer.alloc(20_000_000)
      })
      expect([answer.status, await answer.json()]).toEqual([413, errorOf('frame/too-large')])
    }
  })

  test('takes the longest names over a real connection', async () => {
    const port = await listen()
    const stream = '门'.repeat(1365)
    const answer = await fetch(`http://127.0.0.1:${port}/pushhub/frames/${encodeURIComponent(stream)}`, {
      method: 'POST',
      headers: { 'content-type': 'image/jpeg', 'x-frame-meta': JSON.stringify({ note: 'x'.repeat(20_000) }) },
      body: Buffer.from('x')
    })
    expect(answer.status).toBe(202)
    expect(server.control.frames[0]?.stream).toBe(stream)
  })
})

describe('performance', () => {
  beforeEach(() =>
    server.app.inject({ method: 'POST', url: '/pushhub/subscribe', payload: { streams: ['gate-1', 'a/b'] } })
  )

  test('tells the stages of every stream', async () => {
    const answer = await server.app.inject({ url: '/pushhub/metrics/performance' })
    const summary = { count: 1, mean_ms: 2, p50_ms: 2, p95_ms: 2, p99_ms: 2, max_ms: 2 }
    const none = { count: 0, mean_ms: null, p50_ms: null, p95_ms: null, p99_ms: null, max_ms: null }
    const stages = {
      capture: summary,
      queue: summary,
      decode: summary,
      analysis: summary,
      store: none,
      end_to_end: summary
    }
    const dropped = { overload: 1, trimmed: 2, cooldown: 3 }
    expect(answer.json()).toEqual({
      ok: true,
      streams: ['gate-1', 'a/b'].map(stream => ({ stream, analysed: 1, dropped, skipped: 4, stages }))
    })
  })

  test('tells the stages of one stream', async () => {
    const answer = await server.app.inject({ url: '/pushhub/metrics/performance/a%2Fb' })
    expect(answer.json()).toMatchObject({ ok: true, stream: 'a/b', stages: { decode: { count: 1 } } })
  })

  test('tells when a stream is not subscribed', async () => {
    const answer = await server.app.inject({ url: '/pushhub/metrics/performance/nobody' })
    expect([answer.statusCode, answer.json()]).toEqual([404, errorOf('http/not-found')])
    expect(answer.json().error).toContain('"nobody"')
  })

  test('is reset', async () => {
    const answer = await server.app.inject({ method: 'DELETE', url: '/pushhub/metrics/performance' })
    expect(answer.json()).toMatchObject({ ok: true, msg: 'Performance metrics reset' })
    expect(server.control.resets).toBe(1)
  })
})

describe('snapshots', () => {
  const key = 'gate-1_9f3a/1767225600000.jpg'

  test.each([key, 'gate-1/1767225600000_intrussion.jpg'])('a picture is got by its key %s', async name => {
    const jpeg = Uint8Array.from([0xff, 0xd8, 0xff, 0xd9])
    server.control.snapshots.set(name, jpeg)
    const answer = await server.app.inject({ url: `/pushhub/snapshots/${name}` })
    expect(answer.statusCode).toBe(200)
    expect(answer.headers['content-type']).toBe('image/jpeg')
    expect(answer.headers['cache-control']).toContain('private')
    expect(new Uint8Array(answer.rawPayload)).toEqual(jpeg)
  })

  test.each([
    key,
    '',
    '../../etc/passwd',
    '..%2F..%2Fetc%2Fpasswd',
    'gate-1/../../secret.jpg',
    'gate-1/1767225600000.png',
    'gate-1/176722560000.jpg',
    'gate-1/1767225600000.jpg/x',
    'gate-1/1767225600000.jpg%00',
    'gate-1/1767225600000.jpg%0A',
    '1767225600000.jpg',
    'a/b/1767225600000.jpg'
  ])('%j is not found, and never a way out', async name => {
    const answer = await server.app.inject({ url: `/pushhub/snapshots/${name}` })
    expect(answer.statusCode).toBe(404)
    expect(answer.json()).toMatchObject({ ok: false, error_zh: expect.any(String) })
  })

  test('a store that does not answer is told as such', async () => {
    server.control.failure = new AppError('store/unreachable', 'Store did not answer in 5000 ms')
    const answer = await server.app.inject({ url: `/pushhub/snapshots/${key}` })
    expect([answer.statusCode, answer.json()]).toEqual([503, errorOf('store/unreachable')])
  })
})

describe('health', () => {
  test('livez answers', async () => {
    expect((await server.app.inject({ url: '/livez' })).json()).toEqual({ ok: true })
  })

  test.each([
    [true, 200],
    [false, 503]
  ])('readyz with checks that pass: %s answers %i', async (ready, status) => {
    server.control.ready = ready
    const answer = await server.app.inject({ url: '/readyz' })
    expect(answer.statusCode).toBe(status)
    expect(answer.json()).toEqual({
      ok: ready,
      running: false,
      checks: [{ name: 'frames', ok: ready, detail: 'Redis answers' }]
    })
  })

  test('metrics are in the Prometheus format', async () => {
    const answer = await server.app.inject({ url: '/metrics' })
    expect(answer.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8')
    expect(answer.body).toContain('# TYPE camera_check_websocket_clients gauge\n')
  })

  test('requests are counted by route, never by what a client makes up', async () => {
    await server.app.inject({ url: '/livez' })
    await server.app.inject({ url: '/made-up' })
    await server.app.inject({
      method: 'POST',
      url: '/pushhub/frames/a',
      headers: { 'content-type': 'text/x' },
      payload: 'x'
    })
    const { body } = await server.app.inject({ url: '/metrics' })
    expect(body).toContain('camera_check_http_requests_total{method="GET",route="/livez",status="200"} 1')
    expect(body).toContain('camera_check_http_requests_total{method="GET",route="none",status="404"} 1')
    expect(body).toContain(
      'camera_check_http_requests_total{method="POST",route="/pushhub/frames/:stream",status="415"} 1'
    )
    expect(body).not.toContain('made-up')
  })
})

describe('requests that fit no route', () => {
  test.each(['/nothing', '/pushhub', '/pushhub/', '/pushhub/frames', '/pushhub/startx', '//', '/pushhub/start/'])(
    'GET %s is not found',
    async url => {
      const answer = await server.app.inject({ url })
      expect([answer.statusCode, answer.json()]).toEqual([404, errorOf('http/not-found')])
    }
  )

  test.each([
    ['GET', '/pushhub/start', 'POST'],
    ['GET', '/pushhub/subscribe', 'POST'],
    ['PUT', '/pushhub/frames/a%20b', 'POST'],
    ['POST', '/pushhub/metrics/performance', 'DELETE, GET, HEAD'],
    ['DELETE', '/pushhub/metrics/performance/a', 'GET, HEAD'],
    ['POST', '/livez', 'GET, HEAD'],
    ['DELETE', '/pushhub/snapshots/a/b', 'GET, HEAD']
  ] as const)('%s %s is answered with 405 and what is allowed', async (method, url, allow) => {
    const answer = await server.app.inject({ method, url })
    expect([answer.statusCode, answer.json()]).toEqual([405, errorOf('http/method-not-allowed')])
    expect(answer.headers.allow).toBe(allow)
  })

  test('a URL that cannot be decoded is a bad request', async () => {
    const answer = await server.app.inject({ method: 'POST', url: '/pushhub/frames/%zz' })
    expect([answer.statusCode, answer.json()]).toEqual([400, errorOf('http/bad-request')])
  })

  test('what is no HTTP is answered in the same shape', async () => {
    const socket = connect(await listen(), '127.0.0.1')
    socket.end('\u0000\u0001 rubbish\r\n\r\n')
    let text = ''
    socket.on('data', chunk => {
      text += chunk
    })
    await once(socket, 'close')
    expect(text).toMatch(/^HTTP\/1\.1 400 /)
    expect(JSON.parse(text.slice(text.indexOf('{')))).toEqual(errorOf('http/bad-request'))
  })

  test('headers without end are refused in the same shape', async () => {
    const answer = await fetch(`http://127.0.0.1:${await listen()}/livez`, { headers: { a: 'x'.repeat(70_000) } })
    expect([answer.status, await answer.json()]).toEqual([431, errorOf('http/headers-too-large')])
  })

  test('the root leads to the documentation', async () => {
    const answer = await server.app.inject({ url: '/' })
    expect([answer.statusCode, answer.headers.location]).toEqual([302, '/docs/'])
  })
})
