import { errorText } from '../errors.ts'
import type { Log } from '../lib/log.ts'
import type { CameraStateName } from '../model/camera-state.ts'
import type { IncidentStore, WatchedHour, WatchedSeconds } from '../pipeline/incidents/incident-store.ts'
import { mergedHour } from '../pipeline/incidents/merged-hour.ts'
import { addSeconds, type SecondsOf } from './add-seconds.ts'
import { coveredMs, joinedSpans, overlapMs, type TimeSpan } from './time-spans.ts'

const HOUR_MS = 3_600_000
/** What was counted is kept so often; a crash loses no more, ms. */
const SAVE_EVERY_MS = 60_000
/** A gap between two ticks is a machine that slept: nobody watched. */
const MOST_TICK_MS = 10_000
/** A shorter break in watching is none, ms. */
const BREAK_MS = 2000
/** Breaks of one hour beyond these are not kept: a source that fails all the time is no list. */
const MOST_SPANS = 200

export interface WatchedHoursOptions {
  readonly store: Pick<IncidentStore, 'saveHour' | 'hours'>
  readonly log: Log
  /** Whether others count too, each of its own cameras. */
  readonly isShared?: boolean
}

/** One camera at one moment. */
export interface WatchedCamera {
  readonly stream: string
  readonly state: CameraStateName
  /** Whether its frames could reach the service, and be judged. */
  readonly isWatched: boolean
}

/** What is known of a period. */
export interface WatchedPeriod {
  readonly cameras: ReadonlyMap<string, WatchedSeconds>
  /** When any camera could be seen at all, in order: not while the source of frames or the service itself was down. */
  readonly spans: readonly TimeSpan[]
}

/** How long each camera was judged, in maintenance and off its schedule, hour by hour: what availability is a share of. */
export class WatchedHours {
  readonly #options: WatchedHoursOptions
  #hourMs = 0
  #seconds: SecondsOf = new Map()
  /** Since the beginning of the hour, s. */
  #spans: [number, number][] = []
  #lastMs: number | null = null
  #savedMs = 0
  /** Hours that are being read. */
  #resuming = 0

  constructor(options: WatchedHoursOptions) {
    this.#options = options
  }

  /** Goes on with what was counted in this hour before a restart. */
  async start(nowMs: number): Promise<void> {
    this.#hourMs = hourOf(nowMs)
    this.#savedMs = nowMs
    await this.#resume(this.#hourMs)
  }

  /** Counts the time since the call before. Runs about every second. */
  tick(cameras: Iterable<WatchedCamera>, nowMs: number): void {
    const lastMs = this.#lastMs ?? nowMs
    this.#lastMs = nowMs
    const elapsedMs = nowMs - lastMs
    if (hourOf(nowMs) !== this.#hourMs) this.#turn(nowMs, elapsedMs > 0 && elapsedMs <= MOST_TICK_MS)
    if (elapsedMs > 0 && elapsedMs <= MOST_TICK_MS) this.#count(cameras, lastMs, nowMs)
    if (Math.abs(nowMs - this.#savedMs) < SAVE_EVERY_MS) return
    this.#savedMs = nowMs
    void this.save()
  }

  /** Keeps what was counted in this hour; never rejects. */
  async save(): Promise<void> {
    if (this.#seconds.size === 0 || this.#resuming > 0) return
    await this.#save(this.#hourMs, this.#present())
  }

  /**
   * What was counted within a period. Of an hour that lies in it partly, as large a part as was watched of it.
   *
   * @throws AppError `incident/store-failed`
   */
  async within(fromMs: number, toMs: number): Promise<WatchedPeriod> {
    const hours = await this.#hours(hourOf(fromMs), toMs)
    const cameras: SecondsOf = new Map()
    const all: TimeSpan[] = []
    for (const [hourMs, hour] of hours) {
      const spans = hour.spans.map(([fromS, toS]): TimeSpan => [hourMs + fromS * 1000, hourMs + toS * 1000])
      const share = this.#shareOf(hourMs, spans, fromMs, toMs)
      for (const [stream, seconds] of Object.entries(hour.cameras)) addSeconds(cameras, stream, seconds, share)
      for (const [beginMs, endMs] of spans) {
        if (endMs > fromMs && beginMs < toMs) all.push([Math.max(fromMs, beginMs), Math.min(toMs, endMs)])
      }
    }
    return { cameras, spans: joinedSpans(all, BREAK_MS) }
  }

  /** What was kept, and of the present hour what has been counted by now. */
  async #hours(fromMs: number, toMs: number): Promise<ReadonlyMap<number, WatchedHour>> {
    const { store, isShared = false } = this.#options
    const hours = new Map(await store.hours(fromMs, toMs, 'own'))
    if (this.#hourMs >= fromMs && this.#hourMs < toMs) hours.set(this.#hourMs, this.#present())
    if (!isShared) return hours
    for (const [hourMs, hour] of await store.hours(fromMs, toMs, 'others')) {
      const own = hours.get(hourMs)
      hours.set(hourMs, own === undefined ? hour : mergedHour(own, hour))
    }
    return hours
  }

  #shareOf(hourMs: number, spans: readonly TimeSpan[], fromMs: number, toMs: number): number {
    const watchedMs = coveredMs(spans, hourMs, hourMs + HOUR_MS)
    if (watchedMs > 0) return coveredMs(spans, fromMs, toMs) / watchedMs
    // The present hour is not over: its seconds lie in what has passed of it.
    const endMs = Math.min(hourMs + HOUR_MS, Math.max(hourMs + 1, this.#lastMs ?? hourMs + HOUR_MS))
    return overlapMs(hourMs, endMs, fromMs, toMs) / (endMs - hourMs)
  }

  /** Adds what was counted in an hour before. Until that is read nothing is saved over it. */
  async #resume(hourMs: number): Promise<void> {
    this.#resuming++
    try {
      const known = await this.#options.store.hours(hourMs, hourMs + 1, 'own')
      if (this.#hourMs !== hourMs) return
      const { cameras = {}, spans = [] } = known.get(hourMs) ?? {}
      for (const [stream, seconds] of Object.entries(cameras)) addSeconds(this.#seconds, stream, seconds)
      this.#spans = [...spans.map(([fromS, toS]): [number, number] => [fromS, toS]), ...this.#spans]
    } catch (cause) {
      this.#options.log.warn({ error: errorText(cause) }, 'Cannot read how long cameras were judged in this hour')
    } finally {
      this.#resuming--
    }
  }

  #count(cameras: Iterable<WatchedCamera>, fromMs: number, toMs: number): void {
    const seconds = (toMs - fromMs) / 1000
    let anyWatched = false
    for (const { stream, state, isWatched } of cameras) {
      anyWatched ||= isWatched
      const counted = countedAs(state, isWatched)
      if (counted !== null) addSeconds(this.#seconds, stream, counted, seconds)
    }
    if (anyWatched) this.#extend(Math.max(0, (fromMs - this.#hourMs) / 1000), (toMs - this.#hourMs) / 1000)
  }

  #extend(fromS: number, toS: number): void {
    const last = this.#spans.at(-1)
    if (last === undefined || (fromS - last[1] > BREAK_MS / 1000 && this.#spans.length < MOST_SPANS)) {
      this.#spans.push([fromS, toS])
    } else last[1] = toS
  }

  /** @param isNext Time has just gone on; else the clock was set, to an hour that may have been counted before. */
  #turn(nowMs: number, isNext: boolean): void {
    void this.#save(this.#hourMs, this.#present())
    this.#hourMs = hourOf(nowMs)
    this.#seconds = new Map()
    this.#spans = []
    if (!isNext) void this.#resume(this.#hourMs)
  }

  #present(): WatchedHour {
    const cameras = [...this.#seconds].map(
      ([stream, [judged, maintenance, offSchedule]]) =>
        [stream, [tenth(judged), tenth(maintenance), tenth(offSchedule)]] as const
    )
    return {
      spans: this.#spans.map(([fromS, toS]) => [tenth(fromS), tenth(toS)]),
      cameras: Object.fromEntries(cameras)
    }
  }

  async #save(hourMs: number, hour: WatchedHour): Promise<void> {
    try {
      await this.#options.store.saveHour(hourMs, hour)
    } catch (cause) {
      this.#options.log.warn({ error: errorText(cause) }, 'Cannot keep how long cameras were judged')
    }
  }
}

/** One second of a camera; null when it counts as nothing: nobody could see it, or it has sent nothing yet. */
function countedAs(state: CameraStateName, isWatched: boolean): WatchedSeconds | null {
  if (state === 'maintenance') return [0, 1, 0]
  if (state === 'off-schedule') return [0, 0, 1]
  return state === 'waiting' || !isWatched ? null : [1, 0, 0]
}

function hourOf(ms: number): number {
  return Math.floor(ms / HOUR_MS) * HOUR_MS
}

function tenth(seconds: number): number {
  return Math.round(seconds * 10) / 10
}
