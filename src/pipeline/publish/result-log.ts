/** A result's place in the log: grows by one with each; a reader keeps the number of the next one it wants. */
export type Position = number

interface Entry {
  readonly stream: string
  readonly message: Buffer
}

/**
 * The newest results, once for all subscribers: each reads on at its own position, so a result costs the same memory
 * and the same append for a thousand subscribers as for one. Bounded in messages and bytes; the oldest go first.
 */
export class ResultLog {
  readonly #maxMessages: number
  readonly #maxBytes: number
  #entries: Entry[] = []
  /** Index in #entries of the oldest one; those before it are gone. */
  #oldest = 0
  #end: Position = 0
  #bytes = 0

  /**
   * @param maxMessages Most messages kept, >= 1.
   * @param maxBytes Most bytes kept; the newest message is kept even when it alone is larger.
   */
  constructor(maxMessages: number, maxBytes: number) {
    this.#maxMessages = maxMessages
    this.#maxBytes = maxBytes
  }

  /** Position of the oldest result kept. */
  get start(): Position {
    return this.#end - this.length
  }

  /** Position that the next result will get. */
  get end(): Position {
    return this.#end
  }

  get length(): number {
    return this.#entries.length - this.#oldest
  }

  get bytes(): number {
    return this.#bytes
  }

  append(stream: string, message: Buffer): void {
    this.#entries.push({ stream, message })
    this.#bytes += message.length
    this.#end++
    while (this.length > 1 && (this.length > this.#maxMessages || this.#bytes > this.#maxBytes)) this.#forgetOldest()
    this.#compact()
  }

  /** @returns undefined when the result is gone or not there yet. */
  at(position: Position): Buffer | undefined {
    return position < this.start ? undefined : this.#entries[this.#oldest + position - this.start]?.message
  }

  /** Forgets what every reader has passed. */
  forgetBefore(position: Position): void {
    while (this.length > 0 && this.start < position) this.#forgetOldest()
    this.#compact()
  }

  /**
   * Takes out the results of some streams.
   *
   * @returns Where a reader goes on that stood at the given position: the same results lie before and behind it.
   */
  keepOnly(isKept: (stream: string) => boolean): (position: Position) => Position {
    const oldStart = this.start
    const flags = this.#entries.slice(this.#oldest).map(entry => isKept(entry.stream))
    // keptBehind[i]: how many kept results lie at or behind the i-th.
    const keptBehind: number[] = new Array(flags.length + 1).fill(0)
    for (let i = flags.length - 1; i >= 0; i--) keptBehind[i] = (keptBehind[i + 1] ?? 0) + (flags[i] === true ? 1 : 0)
    this.#entries = this.#entries.slice(this.#oldest).filter((_, i) => flags[i] === true)
    this.#oldest = 0
    this.#bytes = this.#entries.reduce((sum, entry) => sum + entry.message.length, 0)
    const newStart = this.start
    return position =>
      position < oldStart ? newStart - (oldStart - position) : this.#end - (keptBehind[position - oldStart] ?? 0)
  }

  #forgetOldest(): void {
    this.#bytes -= this.#entries[this.#oldest]?.message.length ?? 0
    this.#oldest++
  }

  /** Gives memory back once the gone part is the larger one, so that an append costs constant time on average. */
  #compact(): void {
    if (this.#oldest < 64 || this.#oldest * 2 < this.#entries.length) return
    this.#entries = this.#entries.slice(this.#oldest)
    this.#oldest = 0
  }
}
