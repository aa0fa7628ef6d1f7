import type { WebSocket } from 'ws'
import { type Transport, WebSocketLine } from '../lib/websocket-line.ts'
import type { EventListener, LoggedEvent } from '../overview/event-log.ts'
import type { OverviewControl } from '../overview/overview-control.ts'
import type { EventRound, GatheringClient } from './event-round.ts'
import { camerasEvent, makeMessage, messageOf, withoutOldCameras } from './event-texts.ts'
import type { CameraState } from './schemas/cameras.ts'
import type { ServiceEvent } from './schemas/events.ts'
import { cameraBody } from './wire/camera-body.ts'
import { iso } from './wire/iso.ts'

export interface EventClientOptions {
  readonly overview: OverviewControl
  /** Null without a fleet. */
  readonly fleet: {
    /** How cameras of any member are now. */
    camerasOf(streams: ReadonlySet<string>): Promise<readonly CameraState[]>
    /** Id of the member that watches a camera. */
    memberOf(stream: string): string | null
  } | null
  /** Only events of these cameras; null for all. */
  readonly streams: ReadonlySet<string> | null
  /** Id of the last event that the client has, or null. */
  readonly since: string | null
  readonly clock: () => number
  /** The connection below the socket. */
  readonly transport: Transport
  /** Says when to write. */
  readonly round: EventRound
  /** Told when this client is let go because it takes nothing. */
  readonly onDismissed: () => void
}

const TICK_MS = 2000
/** A client that takes nothing while so much waits is let go: it comes back and resumes, or loads anew. */
const MOST_WAITING_BYTES = 8 * 1024 * 1024
const TRY_AGAIN_LATER = 1013
/** A client that takes nothing for so many ticks, 30 s, although something waits is let go too, or a thousand of them would hold memory for ever. */
const MOST_IDLE_TICKS = 15
/** A client that asks for so few cameras looks at them: their rates are told with every tick. */
const MOST_FOLLOWED = 64

/**
 * Gives one WebSocket client the events, those that it missed first. The socket must have been made with
 * `perMessageDeflate: false` and `autoPong: false`.
 */
export function acceptEventClient(socket: WebSocket, options: EventClientOptions): void {
  const line = new WebSocketLine(socket, options.transport)
  const client = new EventClient(line, options)
  const leave = options.round.join(client)
  line.answerPings()
  // Without a listener the error would end the process.
  socket.on('error', () => socket.terminate())
  const stop = options.overview.events.listen(options.since, client)
  const timer = setInterval(() => client.tick(), TICK_MS)
  socket.on('close', () => {
    clearInterval(timer)
    leave()
    stop()
  })
}

class EventClient implements EventListener, GatheringClient {
  readonly #line: WebSocketLine
  readonly #options: EventClientOptions
  /** Id of the last event that it was told or that was not for it; null until it has begun. */
  #lastId: string | null = null
  #isAsking = false
  /** What is to be written in the next round. */
  #gathered: Buffer[] = []
  #gatheredBytes = 0
  #sentBytes = 0
  /** Of those, at the last tick. */
  #takenBytes = 0
  #idleTicks = 0

  constructor(line: WebSocketLine, options: EventClientOptions) {
    this.#line = line
    this.#options = options
  }

  /** Says hello; then what was missed, or that it is not known any more. */
  begin({ newestId, missed }: { newestId: string; missed: readonly LoggedEvent[] | null }): void {
    const { since, clock } = this.#options
    const isResumed = since !== null && missed !== null
    const now = iso(clock())
    // Who is lost right after the hello has not heard what it missed.
    this.#send({ id: isResumed ? since : newestId, at: now, type: 'hello', now, resumed: isResumed })
    if (missed === null) this.reset(newestId)
    else for (const event of withoutOldCameras(missed)) this.take(event)
    this.#lastId = newestId
  }

  take(event: LoggedEvent): void {
    this.#lastId = event.id
    if (!this.#isWanted(event)) return
    this.#write(this.#options.streams === null ? messageOf(event, this.#options) : this.#ownMessage(event))
  }

  reset(newestId: string): void {
    const now = iso(this.#options.clock())
    this.#lastId = newestId
    this.#send({ id: newestId, at: now, type: 'reset', now })
  }

  tick(): void {
    if (this.#hasStalled()) {
      this.#dismiss()
      return
    }
    const { overview, fleet, clock, streams } = this.#options
    const id = this.#lastId
    if (id === null) return
    const now = iso(clock())
    this.#send({ id, at: now, type: 'tick', now })
    if (streams === null || streams.size > MOST_FOLLOWED) return
    if (fleet !== null) void this.#follow(streams, fleet)
    else this.#tellCameras(overview.camerasOf(streams).map(cameraBody))
  }

  /** Cameras of other members have to be asked for; not again while the answer is awaited. */
  async #follow(streams: ReadonlySet<string>, fleet: NonNullable<EventClientOptions['fleet']>): Promise<void> {
    if (this.#isAsking) return
    this.#isAsking = true
    this.#tellCameras(await fleet.camerasOf(streams).catch(() => []))
    this.#isAsking = false
  }

  #tellCameras(cameras: readonly CameraState[]): void {
    const id = this.#lastId
    if (cameras.length === 0 || id === null) return
    this.#send({ id, at: iso(this.#options.clock()), type: 'cameras', cameras: [...cameras] })
  }

  #isWanted({ event }: LoggedEvent): boolean {
    const { streams } = this.#options
    if (streams === null) return true
    if (event.type === 'cameras') return event.streams.some(stream => streams.has(stream))
    if ('stream' in event) return streams.has(event.stream)
    // A group incident belongs to each of its cameras.
    const { stream, members } = event.incident
    return stream === null ? members.some(member => streams.has(member.stream)) : streams.has(stream)
  }

  #ownMessage(event: LoggedEvent): Buffer {
    if (event.event.type !== 'cameras') return messageOf(event, this.#options)
    const isAsked = (stream: string) => this.#options.streams?.has(stream) === true
    const streams = event.event.streams.filter(isAsked)
    const views = event.event.views?.filter(({ stream }) => isAsked(stream))
    return makeMessage({ ...event, event: camerasEvent(streams, views) }, this.#options)
  }

  #send(message: ServiceEvent): void {
    this.#write(Buffer.from(JSON.stringify(message)))
  }

  #write(message: Buffer): void {
    if (!this.#line.isOpen) return
    if (this.#line.pendingBytes() + this.#gatheredBytes > MOST_WAITING_BYTES) {
      this.#dismiss()
      return
    }
    this.#gathered.push(message)
    this.#gatheredBytes += message.length
    this.#options.round.plan(this)
  }

  flush(): void {
    const messages = this.#gathered
    this.#sentBytes += this.#gatheredBytes
    this.#gathered = []
    this.#gatheredBytes = 0
    // As they are: a copy for each client would be the memory that many slow ones take.
    this.#line.send(messages)
  }

  #hasStalled(): boolean {
    const waiting = this.#line.pendingBytes()
    const taken = this.#sentBytes - waiting
    this.#idleTicks = waiting === 0 || taken > this.#takenBytes ? 0 : this.#idleTicks + 1
    this.#takenBytes = taken
    return this.#idleTicks >= MOST_IDLE_TICKS
  }

  #dismiss(): void {
    if (!this.#line.isOpen) return
    this.#options.onDismissed()
    this.#line.close(TRY_AGAIN_LATER, 'Client takes no events')
    this.#line.terminate()
  }
}
