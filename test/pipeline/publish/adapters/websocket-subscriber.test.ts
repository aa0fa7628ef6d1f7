import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { performance } from 'node:perf_hooks'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { acceptWebSocket } from '../../../../src/pipeline/publish/adapters/websocket-subscriber.ts'
import { ResultHub } from '../../../../src/pipeline/publish/hub.ts'

const STREAM = 'gate-1'
const UPGRADE =
  'GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n'

let server: Server
let hub: ResultHub
let nowMs = 0
let sockets: Socket[] = []

beforeEach(async () => {
  nowMs = 0
  sockets = []
  hub = new ResultHub({ sendMode: 'all', queueMessages: 2000, stallMs: 30_000, clock: () => nowMs })
  hub.setStreams(1, [STREAM])
  server = createServer()
  const upgrader = new WebSocketServer({ server, maxPayload: 4096, autoPong: false, perMessageDeflate: false })
  upgrader.on('connection', (socket, request) =>
    acceptWebSocket(hub, { socket, transport: request.socket, clock: () => nowMs })
  )
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
})

afterEach(async () => {
  for (const socket of sockets) socket.destroy()
  await hub.close(500)
  server.closeAllConnections()
  await new Promise(resolve => server.close(resolve))
})

function port(): number {
  return (server.address() as AddressInfo).port
}

async function openClient(): Promise<{ client: WebSocket; messages: string[] }> {
  const client = new WebSocket(`ws://127.0.0.1:${port()}`)
  const messages: string[] = []
  client.on('message', data => messages.push(data.toString()))
  await once(client, 'open')
  return { client, messages }
}

/** A client that speaks the handshake and then reads only when asked to. */
async function openRaw(): Promise<Socket> {
  const socket = connect(port(), '127.0.0.1')
  sockets.push(socket)
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  socket.write(UPGRADE)
  await once(socket, 'data')
  socket.pause()
  return socket
}

async function until(isDone: () => boolean): Promise<void> {
  while (!isDone()) await new Promise(setImmediate)
}

function publish(n: number, padding = 0): void {
  hub.publish({
    stream: STREAM,
    abnormal: false,
    text: `{"epoch":1,"data":{"n":${n},"padding":"${'x'.repeat(padding)}"}}`
  })
}

describe('WebSocket subscriber', () => {
  test('receives results as text messages, in order', async () => {
    const { client, messages } = await openClient()
    await until(() => hub.stats().clients === 1)
    for (let n = 0; n < 500; n++) publish(n, n)
    await until(() => messages.length === 500)
    expect(messages.map(text => JSON.parse(text).data.n)).toEqual(Array.from({ length: 500 }, (_, n) => n))
    client.close()
    await until(() => hub.stats().clients === 0)
  })

  test.each([2, 125, 126, 127, 65_535, 65_536, 300_000])('receives a message of %i bytes whole', async bytes => {
    const { messages } = await openClient()
    const text = bytes === 2 ? '{}' : `{"a":"${'x'.repeat(bytes - 11)}画"}`
    expect(Buffer.byteLength(text)).toBe(bytes)
    hub.publish({ stream: STREAM, abnormal: true, text })
    await until(() => messages.length === 1)
    expect(messages[0]).toBe(text)
  })

  test('is closed with 1001 when the hub closes', async () => {
    const { client } = await openClient()
    const closed = once(client, 'close')
    await hub.close(1000)
    expect((await closed)[0]).toBe(1001)
  })

  test('has its messages ignored, and is closed with 1009 when one is too large', async () => {
    const { client, messages } = await openClient()
    client.send('{"hello":1}')
    client.send(Buffer.alloc(4096))
    publish(1)
    await until(() => messages.length === 1)
    const closed = once(client, 'close')
    client.send(Buffer.alloc(4097))
    expect((await closed)[0]).toBe(1009)
    await until(() => hub.stats().clients === 0)
  })

  test('is answered when it pings', async () => {
    const { client } = await openClient()
    const pong = once(client, 'pong')
    client.ping('are you there')
    expect(String((await pong)[0])).toBe('are you there')
  })

  test('may send rubbish or vanish without the others noticing', async () => {
    const { messages } = await openClient()
    const rubbish = await openRaw()
    const vanishing = await openRaw()
    await until(() => hub.stats().clients === 3)
    rubbish.write(Buffer.alloc(1000, 0xff))
    vanishing.resetAndDestroy()
    await until(() => hub.stats().clients === 1)
    publish(7)
    await until(() => messages.length === 1)
  })

  test('that stopped reading loses its oldest, is told, and is cut off after the stall limit', async () => {
    const raw = await openRaw()
    await until(() => hub.stats().clients === 1)
    let published = 0
    while (hub.stats().dropped === 0) {
      for (let i = 0; i < 2500; i++) publish(published++, 4000)
      await new Promise(setImmediate)
      await new Promise(setImmediate)
    }
    expect(hub.stats().queuedBytes).toBeLessThanOrEqual(16 * 1024 * 1024)
    let text = ''
    raw.on('data', chunk => {
      text += chunk.toString('latin1')
    })
    raw.resume()
    await until(() => text.includes(`"n":${published - 1},`))
    const told = [...text.matchAll(/"dropped":(\d+),/g)].reduce((sum, match) => sum + Number(match[1]), 0)
    const received = [...text.matchAll(/"n":\d+,/g)].length
    expect(told).toBe(hub.stats().dropped)
    expect(received + told).toBe(published)

    raw.pause()
    for (let i = 0; i < 10_000; i++) publish(published++, 4000)
    await new Promise(setImmediate)
    await new Promise(setImmediate)
    nowMs += 31_000
    hub.dismissStalled()
    expect(hub.stats()).toMatchObject({ clients: 0, disconnected: 1 })
  })

  test('costs little among a thousand of which half never read', async () => {
    const readers: { received: number }[] = []
    for (let i = 0; i < 1000; i++) {
      const raw = await openRaw()
      if (i % 2 === 1) continue
      const reader = { received: 0 }
      readers.push(reader)
      raw.on('data', chunk => {
        reader.received += chunk.length
      })
      raw.resume()
    }
    await until(() => hub.stats().clients === 1000)
    const rssBefore = process.memoryUsage.rss()
    const cpuBefore = process.cpuUsage()
    const startedMs = performance.now()
    const results = 300
    const bytesOf = (n: number) => `{"epoch":1,"data":{"n":${n},"padding":"${'x'.repeat(1000)}"}}`.length + 4
    let expected = 0
    for (let n = 0; n < results; n++) {
      publish(n, 1000)
      expected += bytesOf(n)
      if (n % 10 === 9) await new Promise(setImmediate)
    }
    await until(() => readers.every(reader => reader.received >= expected))
    const cpu = process.cpuUsage(cpuBefore)
    const cpuMs = (cpu.user + cpu.system) / 1000
    const rssMib = (process.memoryUsage.rss() - rssBefore) / 1024 / 1024
    console.log(
      `1,000 clients, half never reading, ${results} results in ${(performance.now() - startedMs).toFixed(0)} ms: ` +
        `${(cpuMs / results).toFixed(2)} ms CPU a result, readers in this process included; ${rssMib.toFixed(0)} MiB more`
    )
    expect(readers.every(reader => reader.received === expected)).toBe(true)
    expect(rssMib).toBeLessThan(200)
    expect(hub.stats().queuedBytes).toBeLessThan(1024 * 1024)
  })
})
