import { errorText } from '../errors.ts'
import type { Log } from '../lib/log.ts'
import type { CameraStateName } from '../model/camera-state.ts'
import type { IncidentStore, WatchedHour } from '../pipeline/incidents/incident-store.ts'

const HOUR_MS = 3_600_000
/** What was counted is kept so often; a crash loses no more, ms. */
const SAVE_EVERY_MS = 300_000
/** A gap between two ticks is a machine that slept: nobody watched. */
const MOST_TICK_MS = 10_000

export interface WatchedHoursOptions {
  readonly store: Pick<IncidentStore, 'saveHour' | 'hours'>
  readonly log: Log
}

/** How long each camera was judged and in maintenance, hour by hour: what availability is a share of. */
export class WatchedHours {
  readonly #options: WatchedHoursOptions
  #hourMs = 0
  #seconds = new Map<string, [judgedS: number, maintenanceS: number]>()
  #lastMs: number | null = null
  #savedMs = 0

  constructor(options: WatchedHoursOptions) {
    this.#options = options
  }

  /** Goes on with what was counted in this hour before a restart. */
  async start(nowMs: number): Promise<void> {
    this.#hourMs = hourOf(nowMs)
    this.#savedMs = nowMs
    try {
      const known = await this.#options.store.hours(this.#hourMs, this.#hourMs + 1)
      for (const [stream, [judgedS, maintenanceS]] of Object.entries(known.get(this.#hourMs) ?? {})) {
        const own = this.#seconds.get(stream)
        this.#seconds.set(stream, [judgedS + (own?.[0] ?? 0), maintenanceS + (own?.[1] ?? 0)])
      }
    } catch (cause) {
      this.#options.log.warn({ error: errorText(cause) }, 'Cannot read how long cameras were judged in this hour')
    }
  }

  /** Counts the time since the call before. Runs about every second. */
  tick(states: Iterable<readonly [stream: string, state: CameraStateName]>, nowMs: number): void {
    const elapsedMs = this.#lastMs === null ? 0 : nowMs - this.#lastMs
    this.#lastMs = nowMs
    if (hourOf(nowMs) !== this.#hourMs) this.#turn(nowMs)
    if (elapsedMs > 0 && elapsedMs <= MOST_TICK_MS) this.#count(states, elapsedMs / 1000)
    if (nowMs - this.#savedMs < SAVE_EVERY_MS) return
    this.#savedMs = nowMs
    void this.save()
  }

  /** Keeps what was counted in this hour; never rejects. */
  async save(): Promise<void> {
    if (this.#seconds.size === 0) return
    await this.#save(this.#hourMs, this.#present())
  }

  /**
   * Seconds within a period, by camera. Of an hour that lies in it partly, as large a part.
   *
   * @throws AppError `incident/store-failed`
   */
  async within(
    fromMs: number,
    toMs: number
  ): Promise<ReadonlyMap<string, readonly [judgedS: number, maintenanceS: number]>> {
    const hours = new Map(await this.#options.store.hours(hourOf(fromMs), toMs))
    if (this.#hourMs >= hourOf(fromMs) && this.#hourMs < toMs) hours.set(this.#hourMs, this.#present())
    const sums = new Map<string, [number, number]>()
    for (const [hourMs, hour] of hours) {
      // The present hour is not over: its seconds lie in what has passed of it.
      const endMs = Math.min(hourMs + HOUR_MS, Math.max(hourMs + 1, this.#lastMs ?? hourMs + HOUR_MS))
      const share = overlapMs(hourMs, endMs, fromMs, toMs) / (endMs - hourMs)
      for (const [stream, [judgedS, maintenanceS]] of Object.entries(hour)) {
        const sum = sums.get(stream) ?? [0, 0]
        sums.set(stream, [sum[0] + judgedS * share, sum[1] + maintenanceS * share])
      }
    }
    return sums
  }

  #count(states: Iterable<readonly [string, CameraStateName]>, seconds: number): void {
    for (const [stream, state] of states) {
      if (state === 'waiting' || state === 'off-schedule') continue
      const own = this.#seconds.get(stream)
      const [judged, maintenance] = state === 'maintenance' ? [0, seconds] : [seconds, 0]
      if (own === undefined) this.#seconds.set(stream, [judged, maintenance])
      else {
        own[0] += judged
        own[1] += maintenance
      }
    }
  }

  #turn(nowMs: number): void {
    void this.#save(this.#hourMs, this.#present())
    this.#hourMs = hourOf(nowMs)
    this.#seconds = new Map()
  }

  #present(): WatchedHour {
    return Object.fromEntries(
      [...this.#seconds].map(([stream, [judged, maintenance]]) => [stream, [tenth(judged), tenth(maintenance)]])
    )
  }

  async #save(hourMs: number, hour: WatchedHour): Promise<void> {
    try {
      await this.#options.store.saveHour(hourMs, hour)
    } catch (cause) {
      this.#options.log.warn({ error: errorText(cause) }, 'Cannot keep how long cameras were judged')
    }
  }
}

/** Common length of two periods, ms. */
export function overlapMs(fromMs: number, toMs: number, otherFromMs: number, otherToMs: number): number {
  return Math.max(0, Math.min(toMs, otherToMs) - Math.max(fromMs, otherFromMs))
}

function hourOf(ms: number): number {
  return Math.floor(ms / HOUR_MS) * HOUR_MS
}

function tenth(seconds: number): number {
  return Math.round(seconds * 10) / 10
}
