import { WebSocket } from 'ws'
import type { ServiceEvent } from '../../src/http/schemas/events.ts'

type EventOf<T extends ServiceEvent['type']> = Extract<ServiceEvent, { type: T }>

/** A WebSocket client of the events that keeps every message. */
export class EventListener {
  readonly events: ServiceEvent[] = []
  readonly socket: WebSocket
  #waiting: (() => void)[] = []

  private constructor(socket: WebSocket) {
    this.socket = socket
    socket.on('message', data => {
      this.events.push(JSON.parse(String(data)) as ServiceEvent)
      for (const wake of this.#waiting.splice(0)) wake()
    })
  }

  /** @param url Of the service, `http://...`. @param query `?since=...`. */
  static async open(url: string, query = ''): Promise<EventListener> {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/pushhub/ws/events${query}`)
    const listener = new EventListener(socket)
    await new Promise<void>((resolve, reject) => {
      socket.once('open', () => resolve())
      socket.once('error', reject)
    })
    return listener
  }

  of<T extends ServiceEvent['type']>(type: T): EventOf<T>[] {
    return this.events.filter((event): event is EventOf<T> => event.type === type)
  }

  /** Waits until something has been received. */
  async until<T>(find: (listener: this) => T | undefined | false, deadlineMs = 10_000): Promise<T> {
    const giveUpAt = performance.now() + deadlineMs
    for (;;) {
      const found = find(this)
      if (found !== undefined && found !== false) return found
      const leftMs = giveUpAt - performance.now()
      if (leftMs <= 0) throw new Error(`Not received within ${deadlineMs} ms: ${this.events.map(event => event.type)}`)
      await new Promise<void>(resolve => {
        const timer = setTimeout(resolve, leftMs)
        this.#waiting.push(() => {
          clearTimeout(timer)
          resolve()
        })
      })
    }
  }

  close(): void {
    this.socket.terminate()
  }
}
