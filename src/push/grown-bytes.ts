const FIRST_BYTES = 64 * 1024

/** Bytes that wait to be read: chunks go in at the end, what was read goes out in front. Grows to what it has to hold, and no further. */
export class GrownBytes {
  #bytes = Buffer.allocUnsafe(FIRST_BYTES)
  #start = 0
  #end = 0

  get length(): number {
    return this.#end - this.#start
  }

  append(chunk: Uint8Array): void {
    if (this.#end + chunk.length > this.#bytes.length) this.#makeRoom(chunk.length)
    this.#bytes.set(chunk, this.#end)
    this.#end += chunk.length
  }

  /** What waits, valid until the next `append`. */
  view(): Buffer {
    return this.#bytes.subarray(this.#start, this.#end)
  }

  /** A copy of the first bytes. */
  copy(length: number): Buffer {
    return Buffer.from(this.#bytes.subarray(this.#start, this.#start + length))
  }

  drop(length: number): void {
    this.#start = Math.min(this.#end, this.#start + length)
    if (this.#start === this.#end) {
      this.#start = 0
      this.#end = 0
    }
  }

  #makeRoom(more: number): void {
    const { length } = this
    const old = this.view()
    const needed = length + more
    // Moved to the front when half of it is free by then; twice as large otherwise, so that each byte is moved a few times at most.
    const target =
      needed * 2 <= this.#bytes.length ? this.#bytes : Buffer.allocUnsafe(Math.max(needed * 2, FIRST_BYTES))
    target.set(old, 0)
    this.#bytes = target
    this.#start = 0
    this.#end = length
  }
}
