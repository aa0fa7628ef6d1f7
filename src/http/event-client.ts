import type { WebSocket } from 'ws'
import type { NumberedEvent } from '../overview/event-log.ts'
import type { OverviewControl } from '../overview/overview-control.ts'
import type { ServiceEvent } from './schemas/events.ts'
import { cameraBody } from './wire/camera-body.ts'
import { displayNames } from './wire/display-names.ts'
import { incidentSummary } from './wire/incident-body.ts'
import { iso } from './wire/iso.ts'

export interface EventClientOptions {
  readonly overview: OverviewControl
  /** Only events of these cameras; null for all. */
  readonly streams: ReadonlySet<string> | null
  /** Id of the last event that the client has, or null. */
  readonly since: string | null
  readonly clock: () => number
}

type Overview = Pick<OverviewControl, 'camerasOf' | 'profile' | 'events'>

const TICK_MS = 2000
/** A client that takes nothing while so much waits is let go: it comes back and resumes, or loads anew. */
const MOST_WAITING_BYTES = 8 * 1024 * 1024
const TRY_AGAIN_LATER = 1013
/** A client that asks for so few cameras looks at them: their rates are told with every tick. */
const MOST_FOLLOWED = 64

/** Texts of events, made once for all clients. */
const texts = new WeakMap<NumberedEvent, string>()

/** Gives one WebSocket client the events, those that it missed first. */
export function acceptEventClient(socket: WebSocket, options: EventClientOptions): void {
  const client = new EventClient(socket, options)
  const stop = options.overview.events.listen(event => client.take(event))
  const timer = setInterval(() => client.tick(), TICK_MS)
  // Without a listener the error would end the process.
  socket.on('error', () => socket.terminate())
  socket.on('close', () => {
    clearInterval(timer)
    stop()
  })
  client.begin()
}

class EventClient {
  readonly #socket: WebSocket
  readonly #options: EventClientOptions

  constructor(socket: WebSocket, options: EventClientOptions) {
    this.#socket = socket
    this.#options = options
  }

  /** Says hello; then what was missed, or that it is not known any more. */
  begin(): void {
    const { overview, since, clock } = this.#options
    const missed = since === null ? [] : overview.events.since(since)
    const now = iso(clock())
    this.#send({
      id: overview.events.newestId,
      at: now,
      type: 'hello',
      now,
      resumed: since !== null && missed !== null
    })
    if (missed === null) this.#send({ id: overview.events.newestId, at: now, type: 'reset', now })
    else for (const event of withoutOldCameras(missed)) this.take(event)
  }

  take(event: NumberedEvent): void {
    if (!this.#isWanted(event)) return
    this.#write(this.#options.streams === null ? textOf(event, this.#options.overview) : this.#ownText(event))
  }

  tick(): void {
    const { overview, clock, streams } = this.#options
    const now = iso(clock())
    this.#send({ id: overview.events.newestId, at: now, type: 'tick', now })
    if (streams === null || streams.size > MOST_FOLLOWED) return
    const cameras = overview.camerasOf(streams).map(cameraBody)
    if (cameras.length > 0) this.#send({ id: overview.events.newestId, at: now, type: 'cameras', cameras })
  }

  #isWanted({ event }: NumberedEvent): boolean {
    const { streams } = this.#options
    if (streams === null) return true
    if (event.type === 'cameras') return event.streams.some(stream => streams.has(stream))
    if ('stream' in event) return streams.has(event.stream)
    // A group incident belongs to each of its cameras.
    const { stream, members } = event.incident
    return stream === null ? members.some(member => streams.has(member.stream)) : streams.has(stream)
  }

  #ownText(event: NumberedEvent): string {
    if (event.event.type !== 'cameras') return textOf(event, this.#options.overview)
    const streams = event.event.streams.filter(stream => this.#options.streams?.has(stream))
    return makeText({ ...event, event: { type: 'cameras', streams } }, this.#options.overview)
  }

  #send(message: ServiceEvent): void {
    this.#write(JSON.stringify(message))
  }

  #write(text: string): void {
    const socket = this.#socket
    if (socket.readyState !== socket.OPEN) return
    if (socket.bufferedAmount > MOST_WAITING_BYTES) {
      socket.close(TRY_AGAIN_LATER, 'Client takes no events')
      socket.terminate()
      return
    }
    socket.send(text)
  }
}

/** Cameras are told as they are now: of many changes of one camera the last is enough. */
function withoutOldCameras(events: readonly NumberedEvent[]): readonly NumberedEvent[] {
  const streams = new Set<string>()
  for (const { event } of events) if (event.type === 'cameras') for (const stream of event.streams) streams.add(stream)
  const others = events.filter(({ event }) => event.type !== 'cameras')
  const last = events.findLast(({ event }) => event.type === 'cameras')
  return last === undefined ? others : [...others, { ...last, event: { type: 'cameras', streams: [...streams] } }]
}

function textOf(event: NumberedEvent, overview: Overview): string {
  const known = texts.get(event)
  if (known !== undefined) return known
  const text = makeText(event, overview)
  texts.set(event, text)
  return text
}

function makeText({ number, atMs, event }: NumberedEvent, overview: Overview): string {
  return JSON.stringify(bodyOf({ id: overview.events.idOf(number), at: iso(atMs) }, event, overview))
}

function bodyOf(
  head: { readonly id: string; readonly at: string },
  event: NumberedEvent['event'],
  overview: Overview
): ServiceEvent {
  switch (event.type) {
    case 'cameras':
      return { ...head, type: 'cameras', cameras: overview.camerasOf(event.streams).map(cameraBody) }
    case 'camera-removed':
    case 'settings':
      return { ...head, type: event.type, stream: event.stream }
    default:
      return { ...head, type: event.type, incident: incidentSummary(event.incident, displayNames(overview)) }
  }
}
