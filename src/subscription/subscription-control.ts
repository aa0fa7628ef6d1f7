import { AppError, errorText } from '../errors.ts'
import type { Log } from '../lib/log.ts'
import type { Camera, CameraSettings } from '../model/camera.ts'
import type {
  ReadinessCheck,
  ServiceControl,
  StreamPerformance,
  SubscribeResult,
  Readiness
} from './service-control.ts'
import type { SubscriptionAgreement } from './subscription-agreement.ts'
import type { StoredSubscription, SubscriptionStore } from './subscription-store.ts'

const SAVE_RETRY_MS = 1000

/** The shards, as far as this file needs them. */
export interface CameraShards {
  start(): Promise<void>
  /**
   * Resolves once each camera's cursor is fixed.
   *
   * @param isResumed They are of a run before: what came meanwhile is judged too, unless that was too long.
   */
  assign(epoch: number, cameras: readonly Camera[], isResumed: boolean): Promise<void>
  stop(): Promise<void>
  accept(stream: string, jpeg: Buffer, meta: Buffer | null): void
  performance(stream: string | null): Promise<readonly StreamPerformance[]>
  resetPerformance(): Promise<void>
  check(): ReadinessCheck[]
}

export interface SubscriptionControlOptions {
  readonly shards: CameraShards
  readonly store: SubscriptionStore
  /** Told which results may go out. */
  readonly results: { setStreams(epoch: number, streams: readonly string[]): void }
  /** Takes frames posted over HTTP to where the shards read them; null: straight to the shards. */
  readonly writer: { write(stream: string, jpeg: Buffer, meta: Buffer | null): Promise<void> } | null
  readonly readSnapshot: (key: string) => Promise<Uint8Array>
  /** Checks of what stands outside: Redis, the snapshot store. */
  readonly checks: readonly (() => Promise<ReadinessCheck>)[]
  readonly log: Log
  /** In a fleet: changes are agreed on first, and then carried out by each member. */
  readonly agreement?: SubscriptionAgreement | undefined
}

const STOPPED: StoredSubscription = { running: false, epoch: 0, cameras: [] }

/** Starts, stops and subscribes, one request after the other, and keeps the outcome over restarts. */
export class SubscriptionControl implements ServiceControl {
  readonly #options: SubscriptionControlOptions
  #current: StoredSubscription = STOPPED
  #streams = new Set<string>()
  #turn: Promise<unknown> = Promise.resolve()
  /** Why the subscription is not safe yet, or null when it is. */
  #unsaved: string | null = null
  #retryTimer: NodeJS.Timeout | undefined
  #closed = false
  #touched = false

  constructor(options: SubscriptionControlOptions) {
    this.#options = options
  }

  /** Takes up what was stored. While the store cannot be read it goes on trying, until a client decides otherwise. */
  async restore(): Promise<void> {
    try {
      await this.#inTurn(async () => {
        const stored = this.#touched ? null : await this.#options.store.load()
        if (stored !== null) await this.#apply(stored, true)
      })
      this.#unsaved = null
    } catch (cause) {
      this.#unsaved = errorText(cause)
      this.#options.log.error({ err: cause }, 'Cannot take up the stored subscription, trying again')
      this.#later(() => this.restore())
    }
  }

  start(): Promise<boolean> {
    return this.#change(newest => (newest.running ? null : { ...newest, running: true }))
  }

  stop(): Promise<boolean> {
    return this.#change(({ running, epoch }) => (running ? { running: false, epoch, cameras: [] } : null))
  }

  async subscribe(cameras: readonly Camera[]): Promise<SubscribeResult> {
    let epoch = 0
    await this.#change(newest => {
      epoch = newest.epoch + 1
      return { running: true, epoch, cameras }
    })
    return { epoch, subscribed: cameras.map(camera => camera.stream) }
  }

  /** In a fleet: another member may have changed the subscription. Carries out what is new. Never rejects. */
  async follow(): Promise<void> {
    try {
      await this.#inTurn(async () => {
        const stored = await this.#options.store.load()
        if (stored !== null && stored.epoch > this.#current.epoch && !this.#closed) await this.#apply(stored)
      })
      this.#unsaved = null
    } catch (cause) {
      this.#options.log.warn({ error: errorText(cause) }, 'Cannot read the changed subscription, trying again')
      this.#later(() => this.follow())
    }
  }

  async acceptFrame(stream: string, jpeg: Buffer, metaText: string | null): Promise<void> {
    if (jpeg.length === 0) {
      throw new AppError('frame/empty', `Frame for "${stream}" has no bytes`, { stream, messageZh: '帧数据为空' })
    }
    const meta = metaText === null ? null : Buffer.from(metaText)
    if (this.#options.writer !== null) return this.#options.writer.write(stream, jpeg, meta)
    if (!this.#streams.has(stream)) {
      const message = `Stream "${stream}" is not subscribed: name it in POST /pushhub/subscribe first`
      throw new AppError('frame/not-subscribed', message, { stream, messageZh: `流 "${stream}" 未订阅` })
    }
    this.#options.shards.accept(stream, jpeg, meta ?? Buffer.from('{}'))
  }

  async performance(stream?: string): Promise<readonly StreamPerformance[] | null> {
    if (stream !== undefined && !this.#streams.has(stream)) return null
    return this.#current.running ? this.#options.shards.performance(stream ?? null) : []
  }

  async resetPerformance(): Promise<void> {
    if (this.#current.running) await this.#options.shards.resetPerformance()
  }

  snapshot(key: string): Promise<Uint8Array> {
    return this.#options.readSnapshot(key)
  }

  async readiness(): Promise<Readiness> {
    const outside = await Promise.all(this.#options.checks.map(check => check()))
    const saved: ReadinessCheck = {
      name: 'subscription',
      ok: this.#unsaved === null,
      detail: this.#unsaved ?? `Kept in ${this.#options.store.name}`
    }
    const shards = this.#current.running ? this.#options.shards.check() : []
    const checks = [...outside, ...shards, saved]
    return { ready: checks.every(check => check.ok), running: this.#current.running, checks }
  }

  /** What the subscription sets for a camera; null when it is not subscribed. */
  settingsOf(stream: string): CameraSettings | null {
    return this.#current.cameras.find(camera => camera.stream === stream)?.settings ?? null
  }

  /** For the metrics. */
  state(): { readonly running: boolean; readonly epoch: number; readonly cameras: number } {
    const { running, epoch, cameras } = this.#current
    return { running, epoch, cameras: cameras.length }
  }

  /** Ends the shards; what is stored stays, so that the next start goes on. */
  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#retryTimer)
    await this.#inTurn(async () => {
      if (this.#current.running) await this.#options.shards.stop()
      this.#current = { ...this.#current, running: false }
    })
    await this.#options.store.close()
  }

  async #apply(next: StoredSubscription, isResumed = false): Promise<void> {
    const { shards, results } = this.#options
    const names = next.cameras.map(camera => camera.stream)
    this.#streams = new Set(names)
    results.setStreams(next.epoch, names)
    if (next.running && !this.#current.running) await shards.start()
    this.#current = next
    if (next.running) await shards.assign(next.epoch, next.cameras, isResumed)
    else await shards.stop()
  }

  /** @returns False when there was nothing to change. */
  async #change(change: (newest: StoredSubscription) => StoredSubscription | null): Promise<boolean> {
    const { agreement } = this.#options
    const isChanged = await this.#inTurn(async () => {
      this.#touched = true
      const next = agreement === undefined ? change(this.#current) : await agreement.agree(change)
      if (next === null) return false
      await this.#apply(next)
      if (agreement === undefined) await this.#save()
      return true
    })
    if (isChanged) await agreement?.carriedOut(this.#current)
    return isChanged
  }

  /** A subscription that cannot be kept is carried out all the same: watching goes before remembering. */
  async #save(): Promise<void> {
    try {
      await this.#options.store.save(this.#current)
      this.#unsaved = null
    } catch (cause) {
      if (this.#unsaved === null) this.#options.log.error({ err: cause }, 'Cannot keep the subscription, trying again')
      this.#unsaved = errorText(cause)
      this.#later(() => this.#inTurn(() => this.#save()))
    }
  }

  #later(task: () => Promise<unknown>): void {
    clearTimeout(this.#retryTimer)
    if (!this.#closed) this.#retryTimer = setTimeout(() => void task(), SAVE_RETRY_MS)
  }

  #inTurn<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(task)
    this.#turn = result.catch(() => {})
    return result
  }
}
