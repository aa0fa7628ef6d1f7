import { AppError, errorText } from '../../../errors.ts'
import { backoffMs } from '../../../lib/backoff.ts'
import { Fifo } from '../../../lib/fifo.ts'
import type { Log } from '../../../lib/log.ts'
import { LogThrottle } from '../../../lib/log-throttle.ts'
import type { SceneMemoryStore } from './scene-memory-store.ts'

/** Enough to keep a server busy; more would only wait there, and hold up the saves. */
const LOADS_AT_ONCE = 16
const BACKOFF = { firstMs: 250, mostMs: 10_000 }

export interface SceneMemoryLoaderOptions {
  readonly store: Pick<SceneMemoryStore, 'load' | 'name'>
  /** Epoch ms. */
  readonly clock: () => number
  /** 0..1, as Math.random. */
  readonly random: () => number
  readonly log: Log
}

interface Wanted {
  readonly stream: string
  /** False when nobody waits for it any more. */
  readonly isWanted: () => boolean
  /** Called once at the most: with the bytes, null when there are none, or that they are of no use. */
  readonly onLoaded: (bytes: Uint8Array | null | 'refused') => void
}

/**
 * Reads what is kept of cameras: a few at a time, in the order in which they are asked for. What fails is tried again for
 * as long as somebody waits, behind those that were not tried yet: one file that cannot be read holds up no other.
 */
export class SceneMemoryLoader {
  readonly #options: SceneMemoryLoaderOptions
  readonly #fresh = new Fifo<Wanted>()
  readonly #again = new Fifo<Wanted>()
  readonly #throttle = new LogThrottle(10_000)
  #underWay = 0
  /** Whether the store answered when it was asked last. */
  #answers = true
  #failuresInARow = 0
  #failed = 0
  #timer: NodeJS.Timeout | null = null
  #closed = false

  constructor(options: SceneMemoryLoaderOptions) {
    this.#options = options
  }

  /** Attempts that failed. */
  get failed(): number {
    return this.#failed
  }

  load(wanted: Wanted): void {
    this.#fresh.push(wanted)
    this.#pump()
  }

  /** Begins nothing more. */
  close(): void {
    this.#closed = true
    if (this.#timer !== null) clearTimeout(this.#timer)
  }

  #pump(): void {
    while (!this.#closed && this.#underWay < LOADS_AT_ONCE) {
      const wanted = this.#fresh.shift()
      if (wanted === undefined) return
      if (!wanted.isWanted()) continue
      this.#underWay++
      void this.#load(wanted).finally(() => {
        this.#underWay--
        this.#pump()
      })
    }
  }

  async #load(wanted: Wanted): Promise<void> {
    try {
      const bytes = await this.#options.store.load(wanted.stream)
      this.#noteAnswer()
      if (!this.#closed) wanted.onLoaded(bytes)
    } catch (cause) {
      if (cause instanceof AppError && cause.code === 'scene-memory/refused') {
        this.#noteAnswer()
        this.#options.log.warn({ stream: wanted.stream, error: cause }, `${cause.message}; the scene is learned anew`)
        if (!this.#closed) wanted.onLoaded('refused')
        return
      }
      this.#failed++
      this.#answers = false
      this.#again.push(wanted)
      this.#tryLater(cause)
    }
  }

  #noteAnswer(): void {
    this.#answers = true
    this.#failuresInARow = 0
  }

  #tryLater(cause: unknown): void {
    if (this.#timer !== null || this.#closed) return
    this.#failuresInARow++
    const waitMs = backoffMs(this.#failuresInARow, BACKOFF, this.#options.random())
    this.#timer = setTimeout(() => {
      this.#timer = null
      // While the store does not answer, one asks for all.
      for (let room = this.#answers ? this.#again.length : 1; room > 0; room--) {
        const wanted = this.#again.shift()
        if (wanted !== undefined) this.#fresh.push(wanted)
      }
      this.#pump()
      if (this.#again.length > 0) this.#tryLater(cause)
    }, waitMs)
    this.#timer.unref()
    const { clock, log, store } = this.#options
    this.#throttle.run(clock(), () => {
      const fields = { error: errorText(cause), store: store.name, cameras: this.#again.length }
      log.warn(
        fields,
        'Cannot read what is remembered of scenes, trying again; cameras are judged without it meanwhile'
      )
    })
  }
}
