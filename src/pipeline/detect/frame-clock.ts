import type { EncodedFrame } from '../../model/frame.ts'

// What two clocks may be apart before the producer's is not believed, ms.
const MOST_APART_MS = 10_000

/**
 * The time of a camera's frames: by the producer's own clock (`ts1`) where it runs as it should, so that frames that come
 * late or in bursts keep their distances, and else when they were added to their source.
 */
export class FrameClock {
  #capturedMs: number | null = null
  #addedMs = 0
  #atMs = 0

  /** @returns Epoch ms, near the time at which the frame was added. Never goes back unless the source's clock does. */
  timeOf({ meta, addedAtMs }: EncodedFrame): number {
    const captured = meta.capturedAtMs
    const before = this.#capturedMs
    const elapsedMs = captured === null || before === null ? 0 : captured - before
    const atMs = this.#atMs + elapsedMs
    const runs = elapsedMs > 0 && Math.abs(elapsedMs - (addedAtMs - this.#addedMs)) < MOST_APART_MS
    this.#atMs = runs && Math.abs(atMs - addedAtMs) < MOST_APART_MS ? atMs : addedAtMs
    this.#capturedMs = captured
    this.#addedMs = addedAtMs
    return this.#atMs
  }
}
