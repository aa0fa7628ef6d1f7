import { AppError } from '../../../../src/errors.ts'
import type { KeepableScene } from '../../../../src/pipeline/detect/memory/keepable-scene.ts'
import type { SceneMemoryStore } from '../../../../src/pipeline/detect/memory/scene-memory-store.ts'

/** A store in memory that can be slow, down, or hold what is of no use. */
export class ControlledStore implements SceneMemoryStore {
  readonly name = 'controlled'
  readonly kept = new Map<string, Uint8Array>()
  readonly loads: string[] = []
  readonly saves: string[] = []
  readonly removed: string[] = []
  readonly refused = new Set<string>()
  /** Streams that cannot be read or written. */
  readonly broken = new Set<string>()
  isDown = false
  isClosed = false
  /** Ms that each call takes; null for calls that never end. */
  takesMs: number | null = 0
  underWay = 0
  mostUnderWay = 0

  async load(stream: string): Promise<Uint8Array | null> {
    this.loads.push(stream)
    await this.#answer(stream)
    if (this.refused.has(stream)) throw new AppError('scene-memory/refused', 'Cannot take it', { stream })
    return this.kept.get(stream) ?? null
  }

  async save(stream: string, bytes: Uint8Array): Promise<void> {
    this.saves.push(stream)
    await this.#answer(stream)
    this.kept.set(stream, bytes)
  }

  async remove(stream: string): Promise<void> {
    this.removed.push(stream)
    this.refused.delete(stream)
    this.kept.delete(stream)
  }

  async close(): Promise<void> {
    this.isClosed = true
  }

  async #answer(stream: string): Promise<void> {
    this.mostUnderWay = Math.max(this.mostUnderWay, ++this.underWay)
    if (this.takesMs !== 0) {
      await new Promise(resolve => {
        if (this.takesMs !== null) setTimeout(resolve, this.takesMs)
      })
    }
    this.underWay--
    if (this.isDown || this.broken.has(stream)) throw new AppError('scene-memory/store-failed', 'The store is down')
  }
}

/** A scene that says what it has learned, in one byte for each second. */
export class CountingScene implements KeepableScene {
  learnedMs: number
  checkpoints = 0

  constructor(learnedMs = 0) {
    this.learnedMs = learnedMs
  }

  checkpoint(): Uint8Array | null {
    this.checkpoints++
    return this.learnedMs < 12_000 ? null : new Uint8Array(this.learnedMs / 1000).fill(1)
  }

  restore(bytes: Uint8Array): boolean {
    if (bytes.some(byte => byte !== 1)) return false
    this.learnedMs = bytes.length * 1000
    return true
  }
}
