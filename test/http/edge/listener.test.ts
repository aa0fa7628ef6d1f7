import { once } from 'node:events'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, expect, test } from 'vitest'
import type { Deadlines } from '../../../src/http/edge/listener.ts'
import { PLAIN_EDGE } from '../../../src/http/edge/edge-options.ts'
import { buildTestServer, type TestServer } from '../build-test-server.ts'

let server: TestServer
afterEach(() => server.app.close())

const SHORT: Partial<Deadlines> = {
  headersTimeout: 200,
  requestTimeout: 400,
  keepAliveTimeout: 200,
  connectionsCheckingInterval: 20,
  idleTimeout: 300
}

async function connected(deadlines: Partial<Deadlines>): Promise<Socket> {
  server = await buildTestServer({ edge: { ...PLAIN_EDGE, deadlines } })
  await server.app.listen({ host: '127.0.0.1', port: 0 })
  const socket = connect((server.app.server.address() as AddressInfo).port, '127.0.0.1')
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  return socket
}

/** Status and body of what the server says before it closes. */
async function lastWords(socket: Socket): Promise<{ status: number; code: string }> {
  const said = await text(socket)
  const [head = '', body = ''] = said.split('\r\n\r\n')
  expect(head.toLowerCase()).toContain('connection: close')
  expect(head.toLowerCase()).toContain('x-content-type-options: nosniff')
  return { status: Number(head.split(' ')[1]), code: (JSON.parse(body) as { code: string }).code }
}

test('a client that says nothing is let go', async () => {
  expect(await lastWords(await connected(SHORT))).toEqual({ status: 408, code: 'http/timeout' })
})

test('a client whose headers drip is let go, however busy it seems', async () => {
  const socket = await connected(SHORT)
  socket.write('GET /livez HTTP/1.1\r\nHost: a\r\n')
  const drip = setInterval(() => socket.write('X-A: b\r\n'), 20)
  expect(await lastWords(socket)).toEqual({ status: 408, code: 'http/timeout' })
  clearInterval(drip)
})

test('a client whose body drips is let go', async () => {
  const socket = await connected({ ...SHORT, idleTimeout: 5000 })
  socket.write('POST /pushhub/subscribe HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n')
  const drip = setInterval(() => socket.write(' '), 20)
  expect(await lastWords(socket)).toEqual({ status: 408, code: 'http/timeout' })
  clearInterval(drip)
})

test('a client that does not take its answer is let go', async () => {
  const socket = await connected(SHORT)
  const [ours] = await new Promise<Socket[]>(resolve => {
    // The server's end of the next connection.
    server.app.server.once('connection', (end: Socket) => resolve([end]))
    const second = connect(socket.remotePort ?? 0, '127.0.0.1')
    second.pause()
    second.on('error', () => undefined)
    // More than both kernels hold between them: the documentation's largest file, many times over.
    second.write('GET /docs/static/swagger-ui-bundle.js HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(20))
  })
  await once(ours!, 'close')
  expect(ours!.bytesWritten).toBeGreaterThan(100_000)
})

test('headers without end are refused', async () => {
  const socket = await connected({})
  socket.write(`GET /livez HTTP/1.1\r\nHost: a\r\nX-A: ${'x'.repeat(70_000)}\r\n\r\n`)
  expect(await lastWords(socket)).toEqual({ status: 431, code: 'http/headers-too-large' })
})

test.each([
  'nonsense\r\n\r\n',
  '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001',
  'GET /livez HTTP/9.9\r\n\r\n',
  'GET /a\u0000b HTTP/1.1\r\nHost: a\r\n\r\n'
])('what is no HTTP is refused: %j', async words => {
  const socket = await connected({})
  socket.write(words, 'latin1')
  expect(await lastWords(socket)).toEqual({ status: 400, code: 'http/bad-request' })
})

test('two lengths of one body are refused: behind a proxy the rest could pass for a request of its own', async () => {
  const socket = await connected({})
  socket.write('POST /livez HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n')
  expect(await lastWords(socket)).toEqual({ status: 400, code: 'http/bad-request' })
})

test('requests without end that wait for no answer are refused, and the connection ends', async () => {
  const socket = await connected({})
  socket.write('GET /livez HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(500))
  const said = await text(socket)
  const statuses = [...said.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => Number(status))
  expect(statuses).toEqual([...Array(32).fill(200), 429])
  const [head = '', body = ''] = said.slice(said.indexOf('HTTP/1.1 429')).split('\r\n\r\n')
  expect(head.toLowerCase()).toContain('x-content-type-options: nosniff')
  expect(JSON.parse(body)).toMatchObject({ ok: false, code: 'http/too-many-requests' })
  const { body: metrics } = await server.app.inject({ url: '/metrics' })
  expect(metrics).toContain('camera_check_http_refused_total{reason="pipelined"} 1')
})

test('some requests ahead, and any number one after the other, are answered', async () => {
  const socket = await connected({})
  const answered = (many: number) =>
    new Promise<void>(resolve => {
      let said = ''
      const onData = (bytes: Buffer): void => {
        said += bytes.toString('latin1')
        if ((said.match(/HTTP\/1\.1 200/g)?.length ?? 0) < many) return
        socket.off('data', onData)
        resolve()
      }
      socket.on('data', onData)
    })
  for (let i = 0; i < 5; i++) {
    const all = answered(30)
    socket.write('GET /livez HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(30))
    await all
  }
  expect(socket.destroyed).toBe(false)
  socket.destroy()
})
