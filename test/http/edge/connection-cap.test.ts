import { once } from 'node:events'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, describe, expect, test } from 'vitest'
import { ConnectionCap, type ConnectionCapOptions } from '../../../src/http/edge/connection-cap.ts'
import { PLAIN_EDGE } from '../../../src/http/edge/edge-options.ts'
import { bearableConnections } from '../../../src/http/edge/file-descriptor-limit.ts'
import { until } from '../../servers/until.ts'
import { buildTestServer, type TestServer } from '../build-test-server.ts'

let server: TestServer
let cap: ConnectionCap
let warnings: string[]
const sockets: Socket[] = []

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  await server.app.close()
})

async function listenWith(options: Partial<ConnectionCapOptions>): Promise<void> {
  warnings = []
  const ignore = () => undefined
  const log = { debug: ignore, info: ignore, warn: (_: object, text: string) => warnings.push(text), error: ignore }
  cap = new ConnectionCap({
    most: 2,
    mostPerAddress: 2,
    isProxy: () => false,
    mayAnswer: true,
    log,
    clock: () => 0,
    ...options
  })
  server = await buildTestServer({ edge: { ...PLAIN_EDGE, cap } })
  await server.app.listen({ host: '127.0.0.1', port: 0 })
}

function open(): Socket {
  const socket = connect((server.app.server.address() as AddressInfo).port, '127.0.0.1')
  socket.on('error', () => undefined)
  sockets.push(socket)
  return socket
}

describe('a cap of connections', () => {
  test('refuses with a reason what is over it, and serves on', async () => {
    await listenWith({})
    open()
    const second = open()
    await until(() => cap.open === 2)
    const words = await text(open())
    expect(words).toMatch(/^HTTP\/1\.1 503 Service Unavailable\r\n/)
    expect(words).toContain('Retry-After: 5')
    expect(JSON.parse(words.split('\r\n\r\n')[1]!)).toMatchObject({ ok: false, code: 'http/too-many-connections' })
    second.write('GET /livez HTTP/1.1\r\nHost: a\r\n\r\n')
    const [answer] = (await once(second, 'data')) as [Buffer]
    expect(String(answer)).toMatch(/^HTTP\/1\.1 200 /)
    expect([cap.refused.all, warnings]).toEqual([1, ['A connection was refused: MAX_CONNECTIONS (2) is reached']])
  })

  test('has room again when one has gone', async () => {
    await listenWith({ most: 1 })
    const first = open()
    await until(() => cap.open === 1)
    first.destroy()
    await until(() => cap.open === 0)
    open().write('GET /livez HTTP/1.1\r\nHost: a\r\n\r\n')
    expect(String((await once(sockets.at(-1)!, 'data'))[0])).toMatch(/^HTTP\/1\.1 200 /)
  })

  test('keeps one address from having all of them, unless it is a proxy', async () => {
    await listenWith({ most: 10, mostPerAddress: 1 })
    open()
    await until(() => cap.open === 1)
    expect(await text(open())).toContain('http/too-many-connections')
    expect(cap.refused).toEqual({ all: 0, address: 1 })
    // Although one is open that has asked for nothing.
    await server.app.close()
    await listenWith({ most: 10, mostPerAddress: 1, isProxy: address => address === '127.0.0.1' })
    open()
    open()
    await until(() => cap.open === 2)
    expect(cap.refused).toEqual({ all: 0, address: 0 })
  })

  test('cuts without a word where it could not be read, or where too many are being refused', async () => {
    await listenWith({ most: 1, mayAnswer: false })
    open()
    await until(() => cap.open === 1)
    expect(await text(open()).catch(() => '')).toBe('')
    expect(cap.refused.all).toBe(1)
  })

  test('is not worn down by many that are refused at once', async () => {
    await listenWith({ most: 1 })
    open()
    await until(() => cap.open === 1)
    for (let i = 0; i < 300; i++) open()
    await until(() => cap.refused.all === 300)
    expect(cap.open).toBe(1)
    expect(warnings).toHaveLength(1)
  })
})

describe('connections that a process can bear', () => {
  test.each([
    [10_000, 'Max open files            1048576              1048576              files', 10_000],
    [10_000, 'Limit  Soft Limit\nMax open files            4096                 4096                 files', 3584],
    [10_000, 'Max open files            256                 4096                 files', 128],
    [100, 'Max open files            4096                 4096                 files', 100],
    [10_000, 'Max open files            unlimited            unlimited            files', 10_000],
    [10_000, null, 10_000]
  ])('%d wanted, %j: %d', (wanted, limits, most) => {
    expect(bearableConnections(wanted, limits)).toBe(most)
  })
})
