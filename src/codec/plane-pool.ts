/**
 * Memory for planes that is used again: who decodes takes it, who has no more use for a picture gives it back. Nothing is
 * cleared. What is never given back is left to the garbage collector.
 */
export class PlanePool {
  readonly #maxFreeBytes: number
  /** Free memory by its exact length in bytes: cameras of one kind ask for the same lengths all day. */
  readonly #free = new Map<number, ArrayBuffer[]>()
  #freeBytes = 0

  /** @param maxFreeBytes Most memory that is kept for later; what is given back beyond it is let go. */
  constructor(maxFreeBytes: number) {
    this.#maxFreeBytes = maxFreeBytes
  }

  /** Memory of that length, with anything in it. It belongs to the caller. */
  take(bytes: number): ArrayBuffer {
    const buffer = this.#free.get(bytes)?.pop()
    if (buffer === undefined) return new ArrayBuffer(bytes)
    this.#freeBytes -= bytes
    return buffer
  }

  /** Takes memory back. The caller must not read or write it any more, and must not give it twice. */
  give(buffer: ArrayBuffer): void {
    const bytes = buffer.byteLength
    if (bytes > this.#maxFreeBytes) return
    if (this.#freeBytes + bytes > this.#maxFreeBytes) {
      // What lies here may be of a length that nobody asks for any more.
      this.#free.clear()
      this.#freeBytes = 0
    }
    const same = this.#free.get(bytes)
    if (same === undefined) this.#free.set(bytes, [buffer])
    else same.push(buffer)
    this.#freeBytes += bytes
  }
}
