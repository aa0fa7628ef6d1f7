import { errorText } from './errors.ts'
import type { FleetHooks } from './fleet/fleet-hooks.ts'
import { slotOf } from './fleet/slot.ts'
import { withDeadline } from './lib/deadline.ts'
import type { Log } from './lib/log.ts'
import type { Camera } from './model/camera.ts'
import type { Fence } from './model/fence.ts'
import type { Overview } from './overview/overview.ts'
import type { CursorStore } from './pipeline/capture/cursor-store.ts'
import type { ShardPool } from './shards/shard-pool.ts'
import type { ReadinessCheck, StreamPerformance } from './subscription/service-control.ts'
import type { CameraShards } from './subscription/subscription-control.ts'

/** Together well below HAND_OVER_MS, so that slots are given back by those who have kept everything. */
const LET_GO_MS = 2500
const KEEP_MS = 1200
/** Who takes over tries no longer to read cursors: frames from now on are better than none, ms. */
const CURSORS_MS = 4500
const AGAIN_MS = 250

type Pool = Pick<
  ShardPool,
  'start' | 'stop' | 'watch' | 'letGo' | 'drop' | 'accept' | 'performance' | 'resetPerformance' | 'check'
>

export interface FleetCamerasOptions {
  readonly pool: Pool
  readonly overview: () => Pick<Overview, 'setCameras' | 'adopt' | 'letGo' | 'drop'>
  readonly cursors: Pick<CursorStore, 'load'>
  readonly log: Log
}

/** Watches, of the subscription, the cameras whose slots are this member's: as they come and go. */
export class FleetCameras implements CameraShards, Omit<FleetHooks, 'changed'> {
  readonly #options: FleetCamerasOptions
  /** Of the subscription, which other members watch too. */
  #subscribed: readonly Camera[] = []
  #names: readonly string[] = []
  #epoch = 0
  #carriedOut = 0
  #isRunning = false
  /** Slots that are ours; those in `#ready` have been taken up. */
  readonly #held = new Map<number, Fence>()
  readonly #ready = new Map<number, Fence>()
  #turn: Promise<unknown> = Promise.resolve()

  constructor(options: FleetCamerasOptions) {
    this.#options = options
  }

  /** Cameras that are watched here. */
  get count(): number {
    return this.#of(this.#ready).length
  }

  /** Epoch of the subscription that is carried out here; not while slots are still being taken up. */
  get epoch(): number {
    return this.#ready.size === this.#held.size ? this.#carriedOut : Math.min(this.#carriedOut, this.#epoch - 1)
  }

  start(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#options.pool.start()
      this.#isRunning = true
    })
  }

  stop(): Promise<void> {
    return this.#inTurn(async () => {
      this.#isRunning = false
      await this.#options.pool.stop()
      this.#carriedOut = this.#epoch
    })
  }

  /** What is subscribed; incidents of cameras that are not any more end. */
  setStreams(epoch: number, streams: readonly string[]): void {
    this.#epoch = epoch
    const names = new Set(streams)
    this.#names = streams
    this.#subscribed = this.#subscribed.filter(({ stream }) => names.has(stream))
    this.#show()
  }

  assign(epoch: number, cameras: readonly Camera[], isResumed: boolean): Promise<void> {
    return this.#inTurn(async () => {
      this.#epoch = epoch
      this.#subscribed = cameras
      this.#show()
      // Slots may have been taken before it was known what is subscribed.
      await this.#watch(isResumed ? await this.#startsOf([...this.#ready.keys()]) : new Map())
      this.#carriedOut = epoch
    })
  }

  take(fences: readonly Fence[]): Promise<void> {
    for (const fence of fences) this.#held.set(fence.slot, fence)
    return this.#inTurn(async () => {
      const slots = new Set(fences.map(({ slot }) => slot))
      const streams = this.#subscribed.map(({ stream }) => stream).filter(stream => slots.has(slotOf(stream)))
      this.#show()
      const taken = fences.filter(fence => this.#holds(fence))
      const [starts] = await Promise.all([
        this.#startsOf(taken.map(({ slot }) => slot)),
        this.#options.overview().adopt(streams, isIn(slots))
      ])
      // What was lost meanwhile, and perhaps taken again, is another turn's.
      for (const fence of taken) if (this.#holds(fence)) this.#ready.set(fence.slot, fence)
      await this.#watch(starts)
    })
  }

  handOver(fences: readonly Fence[]): Promise<void> {
    return this.#inTurn(async () => {
      const leaving = fences.filter(fence => this.#holds(fence))
      const isLeaving = isIn(new Set(leaving.map(({ slot }) => slot)))
      const streams = this.#of(this.#ready).filter(isLeaving)
      const { pool, overview, log } = this.#options
      await pool.letGo(new Set(streams), LET_GO_MS)
      await withDeadline(overview().letGo(streams, isLeaving), KEEP_MS, 'Keeping incidents').catch(cause => {
        log.warn({ error: errorText(cause) }, 'Cameras go to another member before all of their incidents are kept')
        overview().drop(isLeaving)
      })
      this.#forget(leaving)
      this.#show()
    })
  }

  lose(fences: readonly Fence[]): void {
    const lost = fences.filter(fence => this.#holds(fence))
    if (lost.length === 0) return
    this.#forget(lost)
    const isLost = isIn(new Set(lost.map(({ slot }) => slot)))
    const { pool, overview } = this.#options
    pool.drop(new Set(this.#subscribed.map(({ stream }) => stream).filter(isLost)))
    overview().drop(isLost)
    this.#show()
  }

  accept(stream: string, jpeg: Buffer, meta: Buffer | null): void {
    this.#options.pool.accept(stream, jpeg, meta)
  }

  performance(stream: string | null): Promise<readonly StreamPerformance[]> {
    return this.#options.pool.performance(stream)
  }

  resetPerformance(): Promise<void> {
    return this.#options.pool.resetPerformance()
  }

  check(): ReadinessCheck[] {
    return this.#options.pool.check()
  }

  #holds({ slot, token }: Fence): boolean {
    return this.#held.get(slot)?.token === token
  }

  #forget(fences: readonly Fence[]): void {
    for (const { slot } of fences) {
      this.#held.delete(slot)
      this.#ready.delete(slot)
    }
  }

  /** Streams of some slots, in the order of the subscription. */
  #of(slots: ReadonlyMap<number, Fence>): string[] {
    return this.#subscribed.map(({ stream }) => stream).filter(stream => slots.has(slotOf(stream)))
  }

  #show(): void {
    this.#options.overview().setCameras(this.#of(this.#held), this.#names)
  }

  async #watch(starts: ReadonlyMap<string, string>): Promise<void> {
    if (!this.#isRunning) return
    const cameras = this.#subscribed.filter(({ stream }) => this.#ready.has(slotOf(stream)))
    const fenceOf = (stream: string) => this.#ready.get(slotOf(stream)) ?? null
    await this.#options.pool.watch(this.#epoch, cameras, { starts, fenceOf })
  }

  async #startsOf(slots: readonly number[]): Promise<ReadonlyMap<string, string>> {
    const { cursors, log } = this.#options
    const giveUpAtMs = performance.now() + CURSORS_MS
    for (;;) {
      try {
        const leftMs = Math.max(1, giveUpAtMs - performance.now())
        return await withDeadline(cursors.load(slots), leftMs, 'Reading how far cameras were judged')
      } catch (cause) {
        if (performance.now() + AGAIN_MS >= giveUpAtMs) {
          log.warn({ error: errorText(cause), slots: slots.length }, 'Cameras that were taken begin with new frames')
          return new Map()
        }
        await new Promise(resolve => setTimeout(resolve, AGAIN_MS))
      }
    }
  }

  #inTurn<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(task)
    this.#turn = result.catch(() => {})
    return result
  }
}

/** Whether a camera is in some slots; what belongs to no camera, incidents of groups and of the service, is in slot 0. */
function isIn(slots: ReadonlySet<number>): (stream: string | null) => boolean {
  return stream => slots.has(stream === null ? 0 : slotOf(stream))
}
