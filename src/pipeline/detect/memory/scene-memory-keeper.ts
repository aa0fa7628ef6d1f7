import { errorText } from '../../../errors.ts'
import type { Log } from '../../../lib/log.ts'
import type { KeepableScene } from './keepable-scene.ts'
import { SceneMemoryLoader } from './scene-memory-loader.ts'
import { SceneMemorySaver } from './scene-memory-saver.ts'
import type { SceneMemoryStore, SceneSaveTerms } from './scene-memory-store.ts'
import type { WatchedScene } from './watched-scene.ts'

export interface SceneMemoryKeeperOptions {
  readonly store: SceneMemoryStore
  /** Each scene is saved once in so long, when it has changed, ms. */
  readonly saveEveryMs: number
  /** How long the store keeps a scene that is neither saved nor loaded, ms. */
  readonly keepMs: number
  /** Epoch ms. */
  readonly clock: () => number
  /** 0..1, as Math.random. */
  readonly random: () => number
  readonly log: Log
  /** What belongs to a save in a fleet. Null: the camera is not ours. Left out: no fleet. */
  readonly termsOf?: (stream: string) => SceneSaveTerms | null
}

/** Totals only grow. */
export interface SceneMemoryStats {
  readonly restored: number
  /** What the store held was of no use: the scene is learned anew. */
  readonly refused: number
  readonly saved: number
  readonly savedBytes: number
  /** Attempts to load or save that failed; each is tried again. */
  readonly failed: number
  /** Last states that were given up: of too many cameras that left, or when time ran out at the end. */
  readonly dropped: number
  /** Saves that were refused, since another member of the fleet owns the camera by now. */
  readonly fenced: number
}

/** Lets what is known of the cameras' scenes outlive this process: restores each once, saves it now and then and at the end. */
export class SceneMemoryKeeper {
  readonly #options: SceneMemoryKeeperOptions
  readonly #loader: SceneMemoryLoader
  readonly #saver: SceneMemorySaver
  readonly #scenes = new Map<string, WatchedScene>()
  #restored = 0
  #refused = 0

  constructor(options: SceneMemoryKeeperOptions) {
    this.#options = options
    this.#loader = new SceneMemoryLoader(options)
    this.#saver = new SceneMemorySaver(options)
  }

  start(): void {
    this.#saver.start()
  }

  /**
   * Begins to keep a camera's scene.
   *
   * @param onAnswered Called once, when the scene is restored or it is certain that there is nothing to restore. It may be
   *   called before this returns, and late or never while the store cannot be read.
   */
  add(stream: string, scene: KeepableScene, onAnswered: () => void): void {
    const watched: WatchedScene = { stream, scene, isLoaded: false, savedLearnedMs: null, savedAtMs: 0 }
    this.#scenes.set(stream, watched)
    const left = this.#saver.takeBack(stream)
    if (left !== null) {
      this.#answer(watched, left, onAnswered)
      // What it is restored from has not reached the store.
      watched.savedLearnedMs = null
      return
    }
    this.#loader.load({
      stream,
      isWanted: () => this.#scenes.get(stream) === watched,
      onLoaded: bytes => {
        if (this.#scenes.get(stream) === watched) this.#answer(watched, bytes, onAnswered)
      }
    })
  }

  /** A camera left: its last state is saved, and goes on being kept for a while. */
  remove(stream: string): void {
    const watched = this.#scenes.get(stream)
    if (watched === undefined) return
    this.#scenes.delete(stream)
    this.#saver.release(watched)
  }

  /** Cameras leave for another member of the fleet: their last state is saved at once, at most for so long. */
  async letGo(streams: readonly string[], deadlineMs: number): Promise<void> {
    const leaving = streams.flatMap(stream => this.#scenes.get(stream) ?? [])
    for (const stream of streams) this.#scenes.delete(stream)
    await this.#saver.saveLast(leaving, deadlineMs)
  }

  /** Cameras are another member's by now: nothing of them is saved. */
  forget(streams: readonly string[]): void {
    for (const stream of streams) {
      this.#scenes.delete(stream)
      this.#saver.forget(stream)
    }
  }

  stats(): SceneMemoryStats {
    const saver = this.#saver.stats()
    return { restored: this.#restored, refused: this.#refused, ...saver, failed: saver.failed + this.#loader.failed }
  }

  /** Saves every scene that has changed, at most for so long. */
  async close(deadlineMs: number): Promise<void> {
    this.#loader.close()
    await this.#saver.close(deadlineMs)
    await this.#options.store.close()
  }

  #answer(watched: WatchedScene, bytes: Uint8Array | null | 'refused', onAnswered: () => void): void {
    watched.isLoaded = true
    watched.savedAtMs = this.#options.clock()
    if (bytes === 'refused') this.#refuse(watched.stream)
    else if (bytes !== null) this.#restore(watched, bytes)
    this.#saver.keep(watched)
    onAnswered()
  }

  #restore(watched: WatchedScene, bytes: Uint8Array): void {
    const { stream, scene } = watched
    if (scene.restore(bytes)) {
      watched.savedLearnedMs = scene.learnedMs
      this.#restored++
      return
    }
    const fields = { stream, bytes: bytes.length, store: this.#options.store.name }
    this.#options.log.warn(fields, 'What was kept of this scene is damaged or of another version, learning it anew')
    this.#refuse(stream)
  }

  /** What is of no use must not be read at every start, until the scene is known. */
  #refuse(stream: string): void {
    this.#refused++
    const { store, log } = this.#options
    store.remove(stream).catch((cause: unknown) => log.debug({ stream, error: errorText(cause) }, 'Cannot delete it'))
  }
}
