import { randomUUID } from 'node:crypto'
import { redisAddress } from './redis-places.ts'
import type { Settings } from './config/schema.ts'
import { RedisFleetChannels } from './fleet/adapters/redis-fleet-channels.ts'
import type { FleetReader } from './fleet/fleet-reader.ts'
import { FleetChecks } from './fleet/fleet-checks.ts'
import { MemberOrders } from './fleet/member-orders.ts'
import { ResultExchange } from './fleet/result-exchange.ts'
import type { Log } from './lib/log.ts'
import type { Metrics } from './observe/metrics.ts'
import { RedisEventStream } from './overview/adapters/redis-event-stream.ts'
import type { OverviewOptions, OverviewShare } from './overview/overview-options.ts'
import { FleetEventLog } from './overview/fleet-event-log.ts'
import type { Overview } from './overview/overview.ts'
import type { Told } from './pipeline/incidents/incident-writer.ts'
import { incidentFromText } from './pipeline/incidents/stored-json.ts'
import type { ResultHub } from './pipeline/publish/hub.ts'
import type { ShardResult } from './shards/protocol.ts'

export interface FleetTalkParts {
  readonly settings: Settings
  readonly log: Log
  readonly hub: ResultHub
  readonly fleet: Pick<FleetReader, 'fenceOf' | 'self' | 'isCoordinator'>
  readonly overview: () => Pick<Overview, 'readSettings' | 'hear' | 'missed' | 'carryOut'>
}

/** A name of a stream has 4,096 bytes at most; JSON may double them. */
const MOST_SETTINGS_BYTES = 16 * 1024
/** A group incident lists 2,000 members. */
const MOST_INCIDENT_BYTES = 16 * 1024 * 1024
const TOLD: readonly string[] = ['opened', 'updated', 'closed'] satisfies readonly Told[]

/** What this member tells the others, and hears of them: results, events, and that settings have changed. */
export class FleetTalk {
  readonly #parts: FleetTalkParts
  /** What this run signs its messages with. */
  readonly origin = randomUUID()
  readonly #channels: RedisFleetChannels
  readonly #results: ResultExchange
  readonly #orders: MemberOrders
  readonly #checks: FleetChecks
  #events: FleetEventLog | null = null
  #stops: readonly (() => void)[] = []

  constructor(parts: FleetTalkParts) {
    const { settings, log, hub, fleet } = parts
    this.#parts = parts
    this.#channels = new RedisFleetChannels(redisAddress(settings))
    this.#results = new ResultExchange({
      channels: this.#channels,
      fleet,
      hub,
      sendMode: settings.WS_SEND_MODE,
      origin: this.origin,
      clock: () => performance.now(),
      log
    })
    const channels = this.#channels
    this.#orders = new MemberOrders({
      channels,
      origin: this.origin,
      carryOut: (items, change) => parts.overview().carryOut(items, change)
    })
    this.#checks = new FleetChecks({
      channels,
      id: () => fleet.self.id,
      isCoordinator: () => fleet.isCoordinator(),
      clock: () => performance.now()
    })
  }

  start(): void {
    this.#channels.start()
    this.#results.start()
    this.#orders.start()
    this.#checks.start()
    const { overview } = this.#parts
    this.#stops = [
      this.#channels.listen(
        'settings',
        message => this.#hearSettings(message),
        // What was told before was missed.
        () => void overview().readSettings(null)
      ),
      this.#channels.listen(
        'incidents',
        message => this.#hearIncident(message),
        () => overview().missed()
      )
    ]
  }

  /** Where the overview keeps its events. */
  readonly createEvents: NonNullable<OverviewOptions['events']> = viewsOf => {
    const { settings, log } = this.#parts
    const stream = new RedisEventStream(redisAddress(settings))
    this.#events = new FleetEventLog({ stream, origin: this.origin, viewsOf, log })
    return this.#events
  }

  publish(results: readonly ShardResult[]): void {
    this.#results.offer(results)
  }

  /** How many clients of results this member has. */
  setClients(count: number): void {
    this.#results.setClients(count)
  }

  setStreams(streams: readonly string[]): void {
    this.#results.setStreams(streams)
  }

  readonly give: OverviewShare['give'] = (items, order) => this.#orders.give(items, order)

  readonly mergeChecks: OverviewShare['mergeChecks'] = own => this.#checks.merge(own)

  tellSettings(stream: string): void {
    // Whoever takes the camera over reads them anyway; until then another member shows an old name at worst.
    this.#channels.send('settings', Buffer.from(JSON.stringify([this.origin, stream]))).catch(() => undefined)
  }

  expose(metrics: Metrics): void {
    metrics.onScrape(() => {
      const { sent, dropped, received, refused } = this.#results.stats()
      metrics.fleetResultsSent.follow('fleet', sent, {})
      metrics.fleetResultsDropped.follow('fleet', dropped, {})
      metrics.fleetResultsReceived.follow('fleet', received, {})
      for (const [reason, count] of Object.entries(refused)) {
        metrics.fleetResultsRefused.follow('fleet', count, { reason })
      }
      const events = this.#events?.stats() ?? { dropped: 0, unreadable: 0 }
      metrics.fleetEventsDropped.follow('fleet', events.dropped, {})
      metrics.fleetEventsUnreadable.follow('fleet', events.unreadable, {})
    })
  }

  async close(): Promise<void> {
    for (const stop of this.#stops) stop()
    this.#orders.close()
    this.#checks.close()
    await this.#results.close()
    await this.#channels.close()
  }

  #hearSettings(message: Buffer): void {
    if (message.length > MOST_SETTINGS_BYTES) return
    try {
      const [origin, stream] = JSON.parse(message.toString('utf8')) as [unknown, unknown]
      if (origin === this.origin || typeof stream !== 'string') return
      void this.#parts.overview().readSettings([stream])
    } catch {
      // Not of this service.
    }
  }

  #hearIncident(message: Buffer): void {
    if (message.length > MOST_INCIDENT_BYTES) return
    try {
      const [origin, told, incident] = JSON.parse(message.toString('utf8')) as [unknown, unknown, unknown]
      if (origin === this.origin || typeof told !== 'string' || !TOLD.includes(told)) return
      this.#parts.overview().hear(told as Told, incidentFromText(JSON.stringify(incident), 'a message of the fleet'))
    } catch {
      // Not of this service.
    }
  }
}
