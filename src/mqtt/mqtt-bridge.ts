import { errorText } from '../errors.ts'
import type { Log } from '../lib/log.ts'
import type { Incident, PictureRole } from '../model/incident.ts'
import type { OverviewObserver } from '../overview/overview-observer.ts'
import type { CameraView } from '../overview/camera-view.ts'
import type { Broker, BrokerListener } from './broker.ts'
import { cameraMessage } from './camera-message.ts'
import { discoveryMessage, type DiscoveryParts, discoveryTopic } from './discovery.ts'
import { Outgoing } from './outgoing.ts'
import type { Topics } from './topics.ts'

/** What is known of cameras and incidents. */
export interface BridgeSource {
  /** Of this process. */
  cameras(): readonly CameraView[]
  camerasOf(streams: readonly string[]): readonly CameraView[]
  isSubscribed(stream: string): boolean
  /** That go on and are this process's to tell. @throws AppError `incident/store-failed` */
  openIncidents(): Promise<readonly Incident[]>
  /** @throws AppError `incident/store-failed` */
  isOpen(id: string): Promise<boolean>
  /** JPEG. @throws AppError when it is not there. */
  picture(id: string, role: PictureRole): Promise<Uint8Array>
}

export interface BridgeOptions {
  readonly broker: Broker
  readonly topics: Topics
  /** Says that this process lives. */
  readonly memberTopic: string
  readonly source: BridgeSource
  /** JSON text of an incident. */
  readonly incidentText: (incident: Incident) => Promise<string>
  /** Null: Home Assistant is told nothing. */
  readonly discovery: DiscoveryParts | null
  readonly pictures: boolean
  readonly log: Log
}

export interface BridgeFigures {
  readonly connected: boolean
  readonly published: number
  readonly dropped: number
  readonly waiting: number
}

/** 10,000 cameras with state, picture, discovery, and as many incidents. */
const MOST_WAITING = 40_000
/** What the broker keeps comes at once after a subscription, ms. */
const LOOK_MS = 5000
const CLOSE_MS = 2000

/**
 * Tells an MQTT broker the state of every camera and every incident that goes on, each kept there under a topic of its own;
 * takes away what is over, also what ended while the broker could not be reached.
 */
export class MqttBridge implements OverviewObserver, BrokerListener {
  readonly #options: BridgeOptions
  readonly #outgoing: Outgoing
  readonly #told = new Map<string, string>()
  readonly #shownAs = new Map<string, string>()
  readonly #pictured = new Map<string, string>()
  #lookTimer: NodeJS.Timeout | undefined
  #isClosed = false

  constructor(options: BridgeOptions) {
    this.#options = options
    this.#outgoing = new Outgoing({ broker: options.broker, most: MOST_WAITING, log: options.log })
  }

  start(): void {
    this.#options.broker.start(this)
  }

  figures(): BridgeFigures {
    return { connected: this.#options.broker.isConnected, ...this.#outgoing.figures }
  }

  async close(): Promise<void> {
    this.#isClosed = true
    clearTimeout(this.#lookTimer)
    await this.#outgoing.drain(CLOSE_MS)
    this.#outgoing.close()
    await this.#options.broker.close()
  }

  connected(): void {
    const { memberTopic, source, broker, discovery } = this.#options
    this.#told.clear()
    this.#shownAs.clear()
    this.#put(memberTopic, 'online')
    this.#tell(source.cameras())
    this.#outgoing.pump()
    void this.#tellOpen()
    void this.#lookAtKept()
    // It says so when it is started, and has forgotten what is not kept.
    if (discovery !== null) void broker.subscribe(`${discovery.prefix}/status`).catch(() => undefined)
  }

  received(topic: string, payload: Uint8Array, retained: boolean): void {
    const { discovery, source, topics } = this.#options
    if (discovery !== null && topic === `${discovery.prefix}/status`) {
      if (!retained && Buffer.from(payload).toString() === 'online') {
        this.#shownAs.clear()
        this.#tell(source.cameras())
      }
      return
    }
    const owner = topics.ownerOf(topic)
    if (owner === null || !retained || payload.length === 0) return
    if ('incident' in owner) void this.#forgetEnded(owner.incident)
    else if (!source.isSubscribed(owner.stream)) this.removed(owner.stream)
  }

  changed(streams: readonly string[]): void {
    this.#tell(this.#options.source.camerasOf(streams))
  }

  removed(stream: string): void {
    const { topics, discovery, pictures } = this.#options
    this.#told.delete(stream)
    this.#shownAs.delete(stream)
    this.#pictured.delete(stream)
    this.#put(topics.state(stream), '')
    if (pictures) this.#put(topics.picture(stream), '')
    if (discovery !== null) this.#put(discoveryTopic(discovery.prefix, stream), '')
  }

  incident(incident: Incident): void {
    void this.#tellIncident(incident)
    if (this.#options.pictures) void this.#tellPicture(incident)
  }

  #tell(views: readonly CameraView[]): void {
    const { topics, discovery } = this.#options
    for (const view of views) {
      const text = JSON.stringify(cameraMessage(view))
      if (this.#told.get(view.stream) !== text) {
        this.#told.set(view.stream, text)
        this.#put(topics.state(view.stream), text)
      }
      if (discovery === null) continue
      const shown = JSON.stringify(discoveryMessage(view, discovery))
      if (this.#shownAs.get(view.stream) === shown) continue
      this.#shownAs.set(view.stream, shown)
      this.#put(discoveryTopic(discovery.prefix, view.stream), shown)
    }
  }

  async #tellOpen(): Promise<void> {
    try {
      for (const incident of await this.#options.source.openIncidents()) this.incident(incident)
    } catch (cause) {
      this.#options.log.warn({ error: errorText(cause) }, 'Open incidents are not told over MQTT')
    }
  }

  async #tellIncident(incident: Incident): Promise<void> {
    const { topics, broker } = this.#options
    const topic = topics.incident(incident.id)
    const text = await this.#options.incidentText(incident)
    if (incident.state !== 'closed') {
      this.#put(topic, text)
      return
    }
    // The end is told to whoever listens; nobody who comes later needs it.
    await broker.publish({ topic, payload: text, retain: false }).catch(() => undefined)
    this.#put(topic, '')
  }

  async #tellPicture({ id, stream, state, pictures }: Incident): Promise<void> {
    const { topics, source, log } = this.#options
    const roles: readonly PictureRole[] = state === 'closed' ? ['after', 'worst', 'first'] : ['worst', 'first']
    const role = roles.find(one => pictures[one] !== null)
    if (stream === null || role === undefined) return
    const key = `${id} ${role} ${pictures[role]?.atMs}`
    if (this.#pictured.get(stream) === key) return
    this.#pictured.set(stream, key)
    try {
      const payload = await source.picture(id, role)
      if (!this.#isClosed) this.#outgoing.put({ topic: topics.picture(stream), payload, retain: true })
    } catch (cause) {
      this.#pictured.delete(stream)
      log.debug({ stream, incident: id, error: errorText(cause) }, 'A picture is not told over MQTT')
    }
  }

  /** Asks for what the broker keeps, to take away what has ended while nobody here was connected. */
  async #lookAtKept(): Promise<void> {
    const { topics, broker } = this.#options
    clearTimeout(this.#lookTimer)
    try {
      for (const filter of topics.kept) await broker.subscribe(filter)
    } catch {
      return
    }
    this.#lookTimer = setTimeout(() => {
      for (const filter of topics.kept) void broker.unsubscribe(filter).catch(() => undefined)
    }, LOOK_MS).unref()
  }

  async #forgetEnded(id: string): Promise<void> {
    try {
      if (!(await this.#options.source.isOpen(id))) this.#put(this.#options.topics.incident(id), '')
    } catch {
      // A store that is down says nothing of it; the next connection asks again.
    }
  }

  #put(topic: string, payload: string): void {
    this.#outgoing.put({ topic, payload, retain: true })
  }
}
