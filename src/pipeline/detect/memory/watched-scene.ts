import type { KeepableScene } from './keepable-scene.ts'

/** A scene that is being kept, and how far. */
export interface WatchedScene {
  readonly stream: string
  readonly scene: KeepableScene
  /** False until the store has answered: nothing is saved before, or a young memory would replace an old one. */
  isLoaded: boolean
  /** `learnedMs` of what the store holds; null when it holds nothing of this scene. */
  savedLearnedMs: number | null
  /** Epoch ms of the last save, or of the load. */
  savedAtMs: number
}
