import { AppError, errorText } from '../../../errors.ts'
import type { Log } from '../../../lib/log.ts'
import { LogThrottle } from '../../../lib/log-throttle.ts'
import type { SceneMemoryStore, SceneSaveTerms } from './scene-memory-store.ts'
import type { WatchedScene } from './watched-scene.ts'

/** At most 512 KB under way. */
const SAVES_AT_ONCE = 8
/** So often that a share of the cameras is a handful. */
const TICK_MS = 100
/** Cameras that left and wait for their last turn: 0.6 GB of scenes, when the store hangs while the subscription changes. */
const MOST_LEFT = 2000
/** A scene that does not change is saved again after so long, ms: the store may have lost it, or is about to let it go. */
const REFRESH_MS = 3_600_000

export interface SceneMemorySaverOptions {
  readonly store: Pick<SceneMemoryStore, 'save' | 'name'>
  readonly saveEveryMs: number
  readonly keepMs: number
  /** Epoch ms. */
  readonly clock: () => number
  readonly log: Log
  /** What belongs to a save in a fleet. Null: the camera is not ours. Left out: no fleet. */
  readonly termsOf?: (stream: string) => SceneSaveTerms | null
}

/** Totals only grow. */
export interface SaverStats {
  readonly saved: number
  readonly savedBytes: number
  readonly failed: number
  readonly dropped: number
  /** Saves that were refused, since another member of the fleet owns the camera by now. */
  readonly fenced: number
}

interface Checkpoint {
  readonly bytes: Uint8Array
  readonly learnedMs: number
  /** Undefined without a fleet. */
  readonly terms: SceneSaveTerms | undefined
}

/**
 * Saves scenes, each once in `saveEveryMs`, evenly over that time. A scene becomes bytes only when its turn has come and
 * the store has room for it: a slow store makes turns later, and nothing waits in memory.
 */
export class SceneMemorySaver {
  readonly #options: SceneMemorySaverOptions
  /** In the order of their turns: whose turn it was goes to the end. */
  readonly #round = new Map<string, WatchedScene>()
  /** Cameras that left, oldest first. */
  readonly #left = new Map<string, WatchedScene>()
  readonly #underWay = new Map<string, { readonly watched: WatchedScene; readonly done: Promise<void> }>()
  readonly #throttle = new LogThrottle(10_000)
  /** Turns that are due. */
  #due = 0
  #timer: NodeJS.Timeout | undefined
  #saved = 0
  #savedBytes = 0
  #failed = 0
  #dropped = 0
  #fenced = 0

  constructor(options: SceneMemorySaverOptions) {
    this.#options = options
  }

  start(): void {
    this.#timer = setInterval(() => this.tick(), TICK_MS)
    this.#timer.unref()
  }

  keep(watched: WatchedScene): void {
    this.#round.set(watched.stream, watched)
  }

  /** A camera left: its turn comes soon and is its last. One that fails then is not tried again: an older state is kept. */
  release(watched: WatchedScene): void {
    this.#round.delete(watched.stream)
    if (!this.#isChanged(watched)) return
    this.#left.set(watched.stream, watched)
    if (this.#left.size <= MOST_LEFT) return
    const oldest = this.#left.keys().next()
    if (oldest.done !== true) this.#left.delete(oldest.value)
    this.#dropped++
  }

  /** The camera came back before its last state was saved. @returns That state, or null. */
  takeBack(stream: string): Uint8Array | null {
    // In a fleet, a save under way may be of a time before another member owned the camera.
    const underWay = this.#options.termsOf === undefined ? this.#underWay.get(stream)?.watched : undefined
    const watched = this.#left.get(stream) ?? underWay
    this.#left.delete(stream)
    return watched?.scene.checkpoint() ?? null
  }

  /** Lets those have their turn that are due. */
  tick(): void {
    const everyTicks = Math.max(1, this.#options.saveEveryMs / TICK_MS)
    this.#due = Math.min(this.#round.size, this.#due + this.#round.size / everyTicks)
    while (this.#left.size > 0 && this.#underWay.size < SAVES_AT_ONCE) this.#saveOneThatLeft()
    while (this.#due >= 1 && this.#underWay.size < SAVES_AT_ONCE) {
      this.#due--
      this.#turn()
    }
  }

  /** The camera is another's: nothing of it is saved any more. */
  forget(stream: string): void {
    this.#round.delete(stream)
    this.#left.delete(stream)
  }

  stats(): SaverStats {
    const [saved, savedBytes, failed] = [this.#saved, this.#savedBytes, this.#failed]
    return { saved, savedBytes, failed, dropped: this.#dropped, fenced: this.#fenced }
  }

  /** Saves what has changed of cameras that leave, at most for so long. */
  async saveLast(leaving: readonly WatchedScene[], deadlineMs: number): Promise<void> {
    for (const watched of leaving) {
      this.#round.delete(watched.stream)
      if (this.#isChanged(watched)) this.#left.set(watched.stream, watched)
    }
    const isUnderWay = ({ stream }: WatchedScene) => this.#left.has(stream) || this.#underWay.has(stream)
    await this.#drain(deadlineMs, () => leaving.some(isUnderWay))
  }

  /** Saves all that has changed. What is not saved in time is given up and counted. */
  async close(deadlineMs: number): Promise<void> {
    clearInterval(this.#timer)
    for (const watched of this.#round.values()) if (this.#isChanged(watched)) this.#left.set(watched.stream, watched)
    this.#round.clear()
    await this.#drain(deadlineMs, () => this.#left.size > 0 || this.#underWay.size > 0)
    this.#giveUpRest()
  }

  async #drain(deadlineMs: number, goesOn: () => boolean): Promise<void> {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<'late'>(resolve => {
      timer = setTimeout(() => resolve('late'), deadlineMs)
    })
    while (goesOn()) {
      while (this.#left.size > 0 && this.#underWay.size < SAVES_AT_ONCE) this.#saveOneThatLeft()
      // Of a scene that is still being learned there is nothing to save, and nothing to wait for.
      if (this.#underWay.size === 0) continue
      if ((await Promise.race([late, ...[...this.#underWay.values()].map(({ done }) => done)])) === 'late') break
    }
    clearTimeout(timer)
  }

  #giveUpRest(): void {
    const rest = this.#left.size + this.#underWay.size
    this.#left.clear()
    if (rest === 0) return
    this.#dropped += rest
    this.#options.log.warn({ scenes: rest }, 'Some scenes could not be saved before the end, an older state is kept')
  }

  #turn(): void {
    const first = this.#round.entries().next()
    if (first.done === true) return
    const [stream, watched] = first.value
    this.#round.delete(stream)
    this.#round.set(stream, watched)
    if (this.#isChanged(watched) || this.#isOld(watched)) this.#save(watched)
  }

  #saveOneThatLeft(): void {
    for (const [stream, watched] of this.#left) {
      this.#left.delete(stream)
      // The state before is on its way: this one has to come behind it.
      const before = this.#underWay.get(stream)
      if (before === undefined) this.#save(watched)
      else void before.done.then(() => this.#left.set(stream, watched))
      return
    }
  }

  #save(watched: WatchedScene): void {
    const { stream, scene } = watched
    if (this.#underWay.has(stream)) return
    const terms = this.#options.termsOf?.(stream)
    if (terms === null) return
    const { learnedMs } = scene
    const bytes = scene.checkpoint()
    if (bytes === null) return
    const done = this.#store(watched, { bytes, learnedMs, terms }).finally(() => this.#underWay.delete(stream))
    this.#underWay.set(stream, { watched, done })
  }

  async #store(watched: WatchedScene, { bytes, learnedMs, terms }: Checkpoint): Promise<void> {
    const { store, clock, log } = this.#options
    try {
      await (terms === undefined ? store.save(watched.stream, bytes) : store.save(watched.stream, bytes, terms))
      watched.savedLearnedMs = learnedMs
      watched.savedAtMs = clock()
      this.#saved++
      this.#savedBytes += bytes.length
    } catch (cause) {
      if (cause instanceof AppError && cause.code === 'fleet/fenced') {
        this.#fenced++
        if (this.#round.get(watched.stream) === watched) this.#round.delete(watched.stream)
        return
      }
      this.#failed++
      if (this.#round.get(watched.stream) !== watched) this.#dropped++
      this.#throttle.run(clock(), suppressed => {
        const fields = { error: errorText(cause), stream: watched.stream, store: store.name, suppressed }
        log.warn(fields, 'Cannot save what is known of a scene, an older state is kept until its next turn')
      })
    }
  }

  #isChanged({ isLoaded, scene, savedLearnedMs }: WatchedScene): boolean {
    return isLoaded && scene.learnedMs !== savedLearnedMs
  }

  #isOld({ savedAtMs }: WatchedScene): boolean {
    return this.#options.clock() - savedAtMs > Math.min(REFRESH_MS, this.#options.keepMs / 4)
  }
}
