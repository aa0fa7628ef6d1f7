/** A camera's scene, as far as it is kept over restarts. */
export interface KeepableScene {
  /** Time of healthy frames that it was learned from, ms: what has changed since it was saved has another. */
  readonly learnedMs: number
  /** @returns null while there is nothing to keep. */
  checkpoint(): Uint8Array | null
  /** @returns False when the bytes are of no use. */
  restore(bytes: Uint8Array): boolean
}
