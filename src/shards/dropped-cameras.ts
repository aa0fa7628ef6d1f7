/**
 * Cameras that a shard's thread was told to drop and may not have heard of yet: what it tells of them is of before, even
 * when they have been taken again.
 */
export class DroppedCameras {
  /** By stream, how many times it waits to be heard. */
  readonly #counts = new Map<string, number>()

  /** @returns To be called once the thread has heard it. */
  add(streams: readonly string[]): () => void {
    for (const stream of streams) this.#counts.set(stream, (this.#counts.get(stream) ?? 0) + 1)
    return () => {
      for (const stream of streams) {
        const count = this.#counts.get(stream) ?? 0
        if (count > 1) this.#counts.set(stream, count - 1)
        else this.#counts.delete(stream)
      }
    }
  }

  /** What is not about one of them. */
  rest<Told extends { readonly stream: string }>(told: readonly Told[]): readonly Told[] {
    return this.#counts.size === 0 ? told : told.filter(({ stream }) => !this.#counts.has(stream))
  }
}
