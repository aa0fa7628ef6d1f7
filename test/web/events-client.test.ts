import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import type { ServiceEvent } from '../../src/http/schemas/events.ts'
import { backOffMs } from '../../web/live/back-off.ts'
import { EventsClient, type EventSocket } from '../../web/live/events-client.ts'

describe('backOffMs', () => {
  test('grows from half a second to ten', () => {
    expect([1, 2, 3, 4, 5, 6, 20].map(failures => backOffMs(failures, 1))).toEqual([
      500, 1000, 2000, 4000, 8000, 10_000, 10_000
    ])
  })

  test('is spread over the upper half', () => {
    expect([backOffMs(3, 0), backOffMs(3, 0.5)]).toEqual([1000, 1500])
  })
})

describe('events client', () => {
  let server: WebSocketServer
  let client: EventsClient
  let asked: (string | null)[]
  let events: ServiceEvent[]
  let states: string[]
  let url: string

  beforeEach(async () => {
    server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
    await once(server, 'listening')
    url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`
    asked = []
    events = []
    states = []
    client = new EventsClient({
      open: since => {
        asked.push(since)
        return openSocket(url)
      },
      onEvent: event => events.push(event),
      onState: state => states.push(state),
      random: () => 0
    })
  })

  afterEach(() => {
    client.close()
    for (const socket of server.clients) socket.terminate()
    server.close()
  })

  const accepted = async () => (await once(server, 'connection'))[0] as WebSocket
  const say = (socket: WebSocket, event: object) => socket.send(JSON.stringify(event))

  test('is live with the first hello, and gives every event on', async () => {
    client.start()
    const socket = await accepted()
    say(socket, { type: 'hello', id: '7' })
    say(socket, { type: 'camera-removed', id: '8', stream: 'a' })
    await vi.waitFor(() => expect(events.map(({ type }) => type)).toEqual(['hello', 'camera-removed']))
    expect([asked, states]).toEqual([[null], ['live']])
  })

  test('connects again after a loss and asks for what it missed', async () => {
    client.start()
    const socket = await accepted()
    say(socket, { type: 'hello', id: '7' })
    say(socket, { type: 'tick', id: '9' })
    await vi.waitFor(() => expect(events).toHaveLength(2))
    const again = accepted()
    socket.terminate()
    say(await again, { type: 'hello', id: '12' })
    await vi.waitFor(() => expect(states).toEqual(['live', 'lost', 'live']))
    expect(asked).toEqual([null, '9'])
  })

  test('passes over what it cannot read', async () => {
    client.start()
    const socket = await accepted()
    socket.send('{')
    socket.send('7')
    say(socket, { type: 'hello', id: '1' })
    await vi.waitFor(() => expect(events.map(({ type }) => type)).toEqual(['hello']))
  })

  test('does not wait when it is told that the network is back', async () => {
    client.start()
    const socket = await accepted()
    say(socket, { type: 'hello', id: '1' })
    await vi.waitFor(() => expect(states).toEqual(['live']))
    const again = accepted()
    socket.terminate()
    await vi.waitFor(() => expect(states).toEqual(['live', 'lost']))
    client.retryNow()
    await again
    expect(asked).toHaveLength(2)
  })

  test('stays closed once it is closed', async () => {
    client.start()
    const socket = await accepted()
    const closed = once(socket, 'close')
    client.close()
    await closed
    expect([states, asked]).toEqual([[], [null]])
  })
})

describe('events client, when the service falls silent', () => {
  afterEach(() => {
    vi.useRealTimers()
  })

  test('gives up a connection on which nothing comes', () => {
    vi.useFakeTimers()
    const opened: EventSocket[] = []
    const states: string[] = []
    const client = new EventsClient({
      open: () => {
        const socket: EventSocket = { onmessage: null, onclose: null, onerror: null, close: vi.fn() }
        opened.push(socket)
        return socket
      },
      onEvent: () => undefined,
      onState: state => states.push(state),
      random: () => 0
    })
    client.start()
    opened[0]?.onmessage?.({ data: '{"type":"hello","id":"1"}' })
    vi.advanceTimersByTime(6900)
    expect(states).toEqual(['live'])
    vi.advanceTimersByTime(200)
    expect(states).toEqual(['live', 'lost'])
    expect(opened[0]?.close).toHaveBeenCalledOnce()
    vi.advanceTimersByTime(300)
    expect(opened).toHaveLength(2)
    client.close()
  })
})

/** The page's socket has the browser's; here Node's stands in, which speaks the same protocol. */
function openSocket(url: string): EventSocket {
  const socket = new WebSocket(url)
  const events: EventSocket = { onmessage: null, onclose: null, onerror: null, close: () => socket.terminate() }
  socket.on('message', data => events.onmessage?.({ data: String(data) }))
  socket.on('close', () => events.onclose?.())
  socket.on('error', () => events.onerror?.())
  return events
}
