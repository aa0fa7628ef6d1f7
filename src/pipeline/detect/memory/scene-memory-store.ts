import type { Fence } from '../../../model/fence.ts'

/** Most bytes that are kept of one camera's scene; what is longer was not written by this service. */
export const MAX_SCENE_MEMORY_BYTES = 64 * 1024

/** What belongs to a save in a fleet, all in one step. */
export interface SceneSaveTerms {
  /** Right to write. */
  readonly fence: Fence
  /** How far the camera has been judged; null when that is not known. */
  readonly cursor: string | null
}

/**
 * Where what is known of each camera's scene is kept over restarts. What is inside the bytes is no concern of the store.
 *
 * @example
 * await store.save('gate-1', scene.checkpoint())
 * const isKnown = scene.restore((await store.load('gate-1')) ?? new Uint8Array(0))
 */
export interface SceneMemoryStore {
  /** Short name for logs: `redis`, `folder`. */
  readonly name: string
  /**
   * Reads what was saved last. The time for which it is kept begins anew.
   *
   * @param stream Any non-empty text.
   * @returns At most MAX_SCENE_MEMORY_BYTES, or null when nothing is kept of this camera.
   * @throws AppError `scene-memory/refused` when what lies in its place cannot be of this service,
   *   `scene-memory/store-failed` when the store cannot be read just now.
   */
  load(stream: string): Promise<Uint8Array | null>
  /**
   * Replaces what is kept, wholly or not at all.
   *
   * @param bytes At most MAX_SCENE_MEMORY_BYTES; read until the promise has settled.
   * @param terms In a fleet; left out, everybody may write.
   * @throws AppError `scene-memory/refused` when they are more, `fleet/fenced` when another member owns the camera by now,
   *   `scene-memory/store-failed`
   */
  save(stream: string, bytes: Uint8Array, terms?: SceneSaveTerms): Promise<void>
  /** Forgets a camera, also when nothing is kept of it. @throws AppError `scene-memory/store-failed` */
  remove(stream: string): Promise<void>
  close(): Promise<void>
}
