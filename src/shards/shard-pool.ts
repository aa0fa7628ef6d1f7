import type { Log } from '../lib/log.ts'
import { rendezvousPlace } from '../lib/rendezvous.ts'
import type { CameraProfile } from '../model/camera-profile.ts'
import type { Camera } from '../model/camera.ts'
import type { KeptFrame } from '../pipeline/frame-shelf.ts'
import type { ReadinessCheck, StreamPerformance } from '../subscription/service-control.ts'
import type { CameraShards } from '../subscription/subscription-control.ts'
import type { Settings } from '../config/schema.ts'
import type { SelfCheck } from '../self-check/self-check.ts'
import type { SpanBatch } from '../observe/spans/span-outbox.ts'
import type { OverviewLink } from './overview-link.ts'
import type { ShardResult, ShardStatus } from './protocol.ts'
import { type DeathCause, ShardThread, type WatchTerms } from './shard-thread-handle.ts'

export interface ShardPoolOptions {
  readonly settings: Settings
  /** Shard threads, >= 1. */
  readonly count: number
  /** The compiled `shard-thread.js`. */
  readonly threadUrl: URL
  readonly log: Log
  readonly onResults: (results: readonly ShardResult[]) => void
  readonly onStatus: (shard: number, status: ShardStatus) => void
  readonly onRestart: (shard: number, cause: DeathCause) => void
  readonly onStop: () => void
  /** Given what the threads have recorded for OpenTelemetry; left out: nobody looks. */
  readonly onSpans?: (batch: SpanBatch) => void
  /** Who shows the cameras; left out: nobody. */
  readonly overview?: OverviewLink
  /** Where cameras of a run before go on, by stream; left out: with frames that are added from now on. Never rejects. */
  readonly startsOf?: (cameras: readonly Camera[]) => Promise<ReadonlyMap<string, string>>
  /** Shows known faults to each shard; left out: nobody does. */
  readonly selfCheck?: SelfCheck
}

/** One shard as it is shown. */
export interface ShardState {
  readonly id: number
  readonly alive: boolean
  readonly restarts: number
  /** Null until it has told of itself. */
  readonly status: ShardStatus | null
}

const NO_STARTS: ReadonlyMap<string, string> = new Map()
/** How long stopping shards may take to analyse and store what they have, ms. */
const CLOSE_DEADLINE_MS = 5500

/**
 * The shard threads of this process. Cameras are spread over them by rendezvous hashing of the stream's name, so a
 * changed subscription moves no camera that stays.
 */
export class ShardPool implements CameraShards {
  readonly #options: ShardPoolOptions
  readonly #restarts = new Map<number, number>()
  #threads: ShardThread[] = []

  constructor(options: ShardPoolOptions) {
    this.#options = options
  }

  /** Shard threads when it runs. */
  get count(): number {
    return this.#options.count
  }

  async start(): Promise<void> {
    if (this.#threads.length > 0) return
    const { count, settings, threadUrl, log, onStatus, onRestart, selfCheck, ...listeners } = this.#options
    this.#threads = Array.from(
      { length: count },
      (_, shard) =>
        new ShardThread({
          data: { settings, shard, shards: count },
          threadUrl,
          log,
          ...listeners,
          onStatus: status => onStatus(shard, status),
          onHidden: text => selfCheck?.take(shard, text),
          onRestart: cause => {
            this.#restarts.set(shard, (this.#restarts.get(shard) ?? 0) + 1)
            onRestart(shard, cause)
            selfCheck?.onRestart(shard)
          }
        })
    )
    const threads = this.#threads
    await Promise.all(threads.map(thread => thread.start()))
    // Drawing takes a moment, for which nobody has to wait.
    void selfCheck?.start(count, { show: (shard, jpeg, isAnew) => threads[shard]?.showHidden(jpeg, isAnew) })
  }

  /** @param isResumed They are of a run before: each goes on where it was judged last, if that is not too long ago. */
  async assign(epoch: number, cameras: readonly Camera[], isResumed = false): Promise<void> {
    const starts = isResumed ? ((await this.#options.startsOf?.(cameras)) ?? NO_STARTS) : NO_STARTS
    await this.watch(epoch, cameras, { starts, fenceOf: () => null })
  }

  /** Replaces the cameras; those that stay go on where they are. */
  async watch(epoch: number, cameras: readonly Camera[], terms: WatchTerms): Promise<void> {
    const shares = this.#threads.map((): Camera[] => [])
    for (const camera of cameras) shares[this.#placeOf(camera.stream)]?.push(camera)
    await Promise.all(this.#threads.map((thread, shard) => thread.watch(epoch, shares[shard] ?? [], terms)))
  }

  /** Lets cameras go whose next frames another process judges. Resolves once what is known of them is kept. */
  async letGo(streams: ReadonlySet<string>, deadlineMs: number): Promise<void> {
    await Promise.all(this.#threads.map(thread => thread.letGo(streams, deadlineMs)))
  }

  /** Forgets cameras that are another process's by now. */
  drop(streams: ReadonlySet<string>): void {
    for (const thread of this.#threads) thread.drop(streams)
  }

  async stop(): Promise<void> {
    const threads = this.#threads
    this.#threads = []
    this.#options.selfCheck?.stop()
    await Promise.all(threads.map(thread => thread.close(CLOSE_DEADLINE_MS)))
    this.#options.onStop()
  }

  accept(stream: string, jpeg: Buffer, meta: Buffer | null): void {
    this.#threads[this.#placeOf(stream)]?.accept(stream, jpeg, meta)
  }

  /** Tells the camera's shard what people have set for it. */
  setProfile(stream: string, profile: CameraProfile | null): void {
    this.#threads[this.#placeOf(stream)]?.setProfile(stream, profile)
  }

  /** Most frames of any camera that are analysed a second while there is too much to do; null: as set. */
  setLimit(limitFps: number | null): void {
    for (const thread of this.#threads) thread.setLimit(limitFps)
  }

  setVideo(stream: string, isOn: boolean): void {
    this.#threads[this.#placeOf(stream)]?.setVideo(stream, isOn)
  }

  async acceptView(stream: string): Promise<void> {
    await this.#threads[this.#placeOf(stream)]?.acceptView(stream)
  }

  async recentFrame(stream: string): Promise<KeptFrame | null> {
    return (await this.#threads[this.#placeOf(stream)]?.recentFrame(stream)) ?? null
  }

  states(): ShardState[] {
    return this.#threads.map(({ alive, status }, id) => ({ id, alive, status, restarts: this.#restarts.get(id) ?? 0 }))
  }

  async performance(stream: string | null): Promise<readonly StreamPerformance[]> {
    const place = stream === null ? 0 : this.#placeOf(stream)
    const threads = stream === null ? this.#threads : this.#threads.slice(place, place + 1)
    const reports = await Promise.all(threads.map(thread => thread.performance(stream)))
    return reports.flat()
  }

  async resetPerformance(): Promise<void> {
    await Promise.all(this.#threads.map(thread => thread.resetPerformance()))
  }

  check(): ReadinessCheck[] {
    const troubles = this.#threads.flatMap(({ trouble }, shard) =>
      trouble === null ? [] : `shard ${shard} ${trouble}`
    )
    const shards: ReadinessCheck = {
      name: 'shards',
      ok: troubles.length === 0,
      detail: troubles.length === 0 ? `${this.#threads.length} shard threads run` : troubles.join(', ')
    }
    const known = this.#options.selfCheck?.state() ?? null
    return [shards, this.#camerasCheck(), ...this.#sourceChecks(), ...(known === null ? [] : [known])]
  }

  /** Why snapshots do not get into their store, from the first shard that says so; null when none does. */
  snapshotTrouble(): string | null {
    return (
      this.#threads.map(({ status }) => status?.snapshots.trouble ?? null).find(trouble => trouble !== null) ?? null
    )
  }

  /** Whether frames of a camera can be read and judged now: its shard runs, and reaches what it reads from. */
  watches(stream: string): boolean {
    const status = this.#threads[this.#placeOf(stream)]?.status ?? null
    return status !== null && !status.unreachable.includes(stream)
  }

  /**
   * Ends one shard's thread at once, as a crash would; it is started again and its cameras go on from their cursors.
   */
  async terminateShard(shard: number): Promise<void> {
    await this.#threads[shard]?.terminate()
  }

  /** That none of them sends frames and gets no verdict. */
  #camerasCheck(): ReadinessCheck {
    const unjudged = this.#threads.flatMap(({ status }) => status?.unjudged ?? [])
    const count = unjudged.reduce((sum, one) => sum + one.count, 0)
    const some = unjudged.flatMap(({ streams }) => streams).join(', ')
    const detail = count === 0 ? 'All that send are judged' : `${count} send frames and get no verdict: ${some}`
    return { name: 'cameras', ok: count === 0, detail }
  }

  #placeOf(stream: string): number {
    return rendezvousPlace(stream, this.#options.count)
  }

  /** One check a kind of source: the first shard that cannot read speaks for it. */
  #sourceChecks(): ReadinessCheck[] {
    const checks = new Map<string, ReadinessCheck>()
    for (const thread of this.#threads) {
      for (const { name, ok, detail } of readable(thread.status?.sources ?? [])) {
        if (checks.get(name)?.ok !== false) checks.set(name, { name: `frames: ${name}`, ok, detail })
      }
    }
    return [...checks.values()]
  }
}

/** Of several sources of a kind one that can be read from is enough: an instance that lost a part still serves the rest. */
function readable(sources: ShardStatus['sources']): ReadinessCheck[] {
  return [...new Set(sources.map(({ name }) => name))].map(name => {
    const same = sources.filter(source => source.name === name).map(({ status }) => status)
    const ok = same.some(({ connected }) => connected)
    const worst = same.find(({ connected }) => !connected) ?? same[0]
    return { name, ok, detail: worst?.detail ?? '' }
  })
}
