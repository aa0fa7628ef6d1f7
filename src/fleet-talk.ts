import { randomUUID } from 'node:crypto'
import { redisAddress } from './redis-places.ts'
import type { Settings } from './config/schema.ts'
import { RedisFleetChannels } from './fleet/adapters/redis-fleet-channels.ts'
import type { FleetReader } from './fleet/fleet-reader.ts'
import { ResultExchange } from './fleet/result-exchange.ts'
import type { Log } from './lib/log.ts'
import type { Metrics } from './observe/metrics.ts'
import { RedisEventStream } from './overview/adapters/redis-event-stream.ts'
import type { OverviewOptions } from './overview/overview-options.ts'
import { FleetEventLog } from './overview/fleet-event-log.ts'
import type { Overview } from './overview/overview.ts'
import type { ResultHub } from './pipeline/publish/hub.ts'
import type { ShardResult } from './shards/protocol.ts'

export interface FleetTalkParts {
  readonly settings: Settings
  readonly log: Log
  readonly hub: ResultHub
  readonly fleet: Pick<FleetReader, 'fenceOf'>
  readonly overview: () => Pick<Overview, 'readSettings'>
}

/** A name of a stream has 4,096 bytes at most; JSON may double them. */
const MOST_SETTINGS_BYTES = 16 * 1024

/** What this member tells the others, and hears of them: results, events, and that settings have changed. */
export class FleetTalk {
  readonly #parts: FleetTalkParts
  readonly #origin = randomUUID()
  readonly #channels: RedisFleetChannels
  readonly #results: ResultExchange
  #events: FleetEventLog | null = null
  #stop: () => void = () => undefined

  constructor(parts: FleetTalkParts) {
    const { settings, log, hub, fleet } = parts
    this.#parts = parts
    this.#channels = new RedisFleetChannels(redisAddress(settings))
    this.#results = new ResultExchange({
      channels: this.#channels,
      fleet,
      hub,
      sendMode: settings.WS_SEND_MODE,
      origin: this.#origin,
      clock: () => performance.now(),
      log
    })
  }

  start(): void {
    this.#channels.start()
    this.#results.start()
    this.#stop = this.#channels.listen(
      'settings',
      message => this.#hearSettings(message),
      // What was told before was missed.
      () => void this.#parts.overview().readSettings(null)
    )
  }

  /** Where the overview keeps its events. */
  readonly createEvents: NonNullable<OverviewOptions['events']> = viewsOf => {
    const { settings, log } = this.#parts
    const stream = new RedisEventStream(redisAddress(settings))
    this.#events = new FleetEventLog({ stream, origin: this.#origin, viewsOf, log })
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

  tellSettings(stream: string): void {
    // Whoever takes the camera over reads them anyway; until then another member shows an old name at worst.
    this.#channels.send('settings', Buffer.from(JSON.stringify([this.#origin, stream]))).catch(() => undefined)
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
    this.#stop()
    await this.#results.close()
    await this.#channels.close()
  }

  #hearSettings(message: Buffer): void {
    if (message.length > MOST_SETTINGS_BYTES) return
    try {
      const [origin, stream] = JSON.parse(message.toString('utf8')) as [unknown, unknown]
      if (origin === this.#origin || typeof stream !== 'string') return
      void this.#parts.overview().readSettings([stream])
    } catch {
      // Not of this service.
    }
  }
}
