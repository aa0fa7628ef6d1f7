import type { FootageScene, Reel } from './footage/footage.ts'

/** Keeps the last few reels open: opening one reads a whole clip, and scenarios of one scene follow each other. */
export class ReelShelf {
  readonly #scenes: ReadonlyMap<string, FootageScene>
  readonly #most: number
  readonly #reels = new Map<string, Promise<Reel>>()

  constructor(scenes: readonly FootageScene[], most: number) {
    this.#scenes = new Map(scenes.map(scene => [scene.id, scene]))
    this.#most = most
  }

  /** @throws {RangeError} for a scene that is not in the footage. */
  scene(id: string): FootageScene {
    const scene = this.#scenes.get(id)
    if (scene === undefined) throw new RangeError(`Cannot open scene ${id}: it is not in the footage`)
    return scene
  }

  async open(id: string, widthPx: number, fps: number): Promise<Reel> {
    const key = `${id} ${widthPx} ${fps}`
    const reel = this.#reels.get(key) ?? this.scene(id).open(widthPx, fps)
    // The newest stand at the end; the oldest goes.
    this.#reels.delete(key)
    this.#reels.set(key, reel)
    const [oldest] = this.#reels.keys()
    if (this.#reels.size > this.#most && oldest !== undefined) this.#reels.delete(oldest)
    return await reel
  }
}
