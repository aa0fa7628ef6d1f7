import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { WebSocket } from 'ws'
import { acceptEventClient } from '../../src/http/event-client.ts'
import { EventRound } from '../../src/http/event-round.ts'
import type { EventListener, LoggedEvent } from '../../src/overview/event-log.ts'
import type { OverviewControl } from '../../src/overview/overview-control.ts'

/** As much of a WebSocket and the connection below it as is used, whose client takes what it is told to take. */
class SlowSocket extends EventEmitter {
  readonly OPEN = 1
  readyState = 1
  bufferedAmount = 0
  readonly sent: Uint8Array[] = []
  readonly pongs: unknown[] = []
  readonly closed: unknown[][] = []

  cork(): void {
    // Writes are told one by one.
  }

  uncork(): void {
    // As above.
  }

  write(frame: Uint8Array): boolean {
    this.sent.push(frame)
    this.bufferedAmount += frame.length
    return true
  }

  pong(data: unknown): void {
    this.pongs.push(data)
  }

  take(bytes: number): void {
    this.bufferedAmount = Math.max(0, this.bufferedAmount - bytes)
  }

  close(...reason: unknown[]): void {
    this.closed.push(reason)
    this.readyState = 2
  }

  terminate(): void {
    if (this.readyState === 3) return
    this.readyState = 3
    this.emit('close')
  }
}

const settings = (id: string): LoggedEvent => ({ id, atMs: 0, event: { type: 'settings', stream: 'x'.repeat(1000) } })

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function connect() {
  const socket = new SlowSocket()
  const state = { listener: null as EventListener | null, dismissed: 0, stopped: 0 }
  const events = {
    listen: (_since: string | null, listener: EventListener) => {
      state.listener = listener
      listener.begin({ newestId: '1', missed: [] })
      return () => state.stopped++
    }
  }
  acceptEventClient(socket as unknown as WebSocket, {
    overview: { events } as unknown as OverviewControl,
    fleet: null,
    streams: null,
    since: null,
    clock: () => 0,
    transport: socket,
    round: new EventRound({ clock: () => 0 }),
    onDismissed: () => state.dismissed++
  })
  return { socket, state }
}

describe('a client of the events', () => {
  test('that takes nothing for 30 s is let go with 1013, and listens no more', () => {
    const { socket, state } = connect()
    vi.advanceTimersByTime(28_000)
    expect(socket.closed).toEqual([])
    vi.advanceTimersByTime(6000)
    expect([socket.closed, state.dismissed, state.stopped]).toEqual([[[1013, 'Client takes no events']], 1, 1])
  })

  test('that is slow but takes something stays', () => {
    const { socket, state } = connect()
    for (let i = 0; i < 100; i++) {
      state.listener?.take(settings(String(i)))
      vi.advanceTimersByTime(2000)
      socket.take(200)
    }
    expect([socket.closed, state.dismissed]).toEqual([[], 0])
    expect(socket.bufferedAmount).toBeGreaterThan(80_000)
  })

  test('that has taken everything stays, however long nothing happens', () => {
    const { socket } = connect()
    for (let i = 0; i < 100; i++) {
      socket.take(Number.POSITIVE_INFINITY)
      vi.advanceTimersByTime(2000)
    }
    expect(socket.closed).toEqual([])
  })

  test('for which too much waits is let go at once', () => {
    const { socket, state } = connect()
    socket.bufferedAmount = 9 * 1024 * 1024
    state.listener?.take(settings('2'))
    state.listener?.take(settings('3'))
    expect([socket.closed, state.dismissed]).toEqual([[[1013, 'Client takes no events']], 1])
  })

  test('is told in order, in one go, what came in one turn', () => {
    const { socket, state } = connect()
    vi.advanceTimersByTime(1)
    const before = socket.sent.length
    for (const id of ['2', '3', '4']) state.listener?.take(settings(id))
    expect(socket.sent).toHaveLength(before)
    vi.advanceTimersByTime(1)
    const ids = socket.sent.slice(before).map(frame => /"id":"(\d)"/.exec(Buffer.from(frame).toString())?.[1])
    expect(ids).toEqual(['2', '3', '4'])
  })

  test('gets its pings answered, unless it reads nothing', () => {
    const { socket } = connect()
    socket.emit('ping', Buffer.from('a'))
    socket.bufferedAmount = 100_000
    socket.emit('ping', Buffer.from('b'))
    expect(socket.pongs.map(String)).toEqual(['a'])
  })

  test('shares the bytes of an event with all others', () => {
    const one = connect()
    const other = connect()
    const event = settings('7')
    one.state.listener?.take(event)
    other.state.listener?.take(event)
    vi.advanceTimersByTime(1)
    expect(one.socket.sent.at(-1)).toBe(other.socket.sent.at(-1))
  })
})
