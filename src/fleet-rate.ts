import type { MemberInfo } from './fleet/member-info.ts'
import { governRate, NO_LIMIT, type RateState } from './fleet/rate-governor.ts'
import type { Log } from './lib/log.ts'
import type { ShardPool } from './shards/shard-pool.ts'

export interface FleetRateOptions {
  readonly pool: Pick<ShardPool, 'states' | 'setLimit'>
  readonly others: () => readonly MemberInfo[]
  readonly fastestFps: () => number
  /** OVERLOAD_MIN_FPS. */
  readonly leastFps: number
  /** Monotonic, ms. */
  readonly clock: () => number
  readonly log: Log
}

const LOOK_EVERY_MS = 5000
/** A member below this share of its capacity can take more. */
const ROOM_LOAD = 0.75

/** Keeps this member from drowning: while it is full and nobody else has room, every camera is analysed less often. */
export class FleetRate {
  readonly #options: FleetRateOptions
  #state: RateState = NO_LIMIT
  #dropped = 0
  #timer: NodeJS.Timeout | undefined

  constructor(options: FleetRateOptions) {
    this.#options = options
  }

  /** Most frames of any camera that are analysed a second; null: as set. */
  get limitFps(): number | null {
    return this.#state.limitFps
  }

  start(): void {
    this.#timer = setInterval(() => this.look(), LOOK_EVERY_MS).unref()
  }

  close(): void {
    clearInterval(this.#timer)
  }

  look(): void {
    const { pool, others, fastestFps, leastFps, clock, log } = this.#options
    const statuses = pool.states().flatMap(({ status }) => (status === null ? [] : [status]))
    const dropped = statuses.reduce((sum, { counters }) => sum + counters.droppedOverload, 0)
    // A thread that was started again counts from 0.
    const drops = Math.max(0, dropped - this.#dropped)
    this.#dropped = dropped
    const before = this.#state.limitFps
    this.#state = governRate(
      this.#state,
      {
        busyRatio: Math.max(0, ...statuses.map(({ busyRatio }) => busyRatio)),
        drops,
        hasRoomElsewhere: others().some(({ load }) => load < ROOM_LOAD),
        fastestFps: fastestFps(),
        leastFps
      },
      clock()
    )
    const { limitFps } = this.#state
    if (limitFps === before) return
    pool.setLimit(limitFps)
    if (before === null)
      log.warn({ limitFps }, 'There is too much to do in the whole fleet: cameras are analysed less often')
    if (limitFps === null) log.info({}, 'Cameras are analysed as often as set again')
  }
}
