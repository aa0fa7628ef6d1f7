/** Shorter byte strings cost nothing to allocate. */
const LEAST_BYTES = 16 * 1024
/** Steps from one power of two to the next: at most a fifth of a piece lies idle. */
const STEPS = 4

/**
 * Memory for large byte strings that come and go all the time, such as frames. Fresh memory costs the kernel a page fault
 * for each 4 KiB, and pieces that wait for the garbage collector make it run often; one that is given back costs neither.
 * Nothing is cleared. What is never given back is left to the garbage collector.
 */
export class BytePool {
  readonly #maxFreeBytes: number
  /** Free pieces by their length. */
  readonly #free = new Map<number, ArrayBuffer[]>()
  /** Pieces that were given out and not given back. */
  readonly #lent = new WeakSet<ArrayBufferLike>()
  #freeBytes = 0

  /** @param maxFreeBytes Most memory that is kept for later; what is given back beyond it is let go. */
  constructor(maxFreeBytes: number) {
    this.#maxFreeBytes = maxFreeBytes
  }

  /** That many bytes, with anything in them. They belong to the caller. */
  take(bytes: number): Buffer {
    if (bytes < LEAST_BYTES) return Buffer.allocUnsafe(bytes)
    const length = pieceLength(bytes)
    const free = this.#free.get(length)?.pop()
    if (free !== undefined) this.#freeBytes -= length
    const piece = free ?? Buffer.allocUnsafeSlow(length).buffer
    this.#lent.add(piece)
    return Buffer.from(piece, 0, bytes)
  }

  /**
   * Takes bytes back; nobody may look at them any more. Bytes that are not from here, or were given back before, are left
   * alone.
   */
  give(bytes: Uint8Array): void {
    const piece = bytes.buffer
    if (!(piece instanceof ArrayBuffer) || !this.#lent.delete(piece)) return
    const length = piece.byteLength
    if (length > this.#maxFreeBytes) return
    if (this.#freeBytes + length > this.#maxFreeBytes) {
      // What lies here may be of a length that nobody asks for any more.
      this.#free.clear()
      this.#freeBytes = 0
    }
    const same = this.#free.get(length)
    if (same === undefined) this.#free.set(length, [piece])
    else same.push(piece)
    this.#freeBytes += length
  }
}

function pieceLength(bytes: number): number {
  const step = 2 ** Math.floor(Math.log2(bytes)) / STEPS
  return Math.ceil(bytes / step) * step
}
