/** Shortest emptied front that is worth moving the rest for. */
const MIN_COMPACTION = 64

/** First in, first out, in constant time on average: `Array.shift` moves every element behind it. */
export class Fifo<T> {
  #items: (T | undefined)[] = []
  #head = 0

  get length(): number {
    return this.#items.length - this.#head
  }

  /** Adds behind the last. */
  push(item: T): void {
    this.#items.push(item)
  }

  /** Adds before the first. */
  unshift(item: T): void {
    if (this.#head > 0) this.#items[--this.#head] = item
    else this.#items.unshift(item)
  }

  /** Takes the first; undefined when there is none. */
  shift(): T | undefined {
    if (this.length === 0) return undefined
    const item = this.#items[this.#head]
    // Or the element could not be collected before the front is cut off.
    this.#items[this.#head++] = undefined
    if (this.#head >= MIN_COMPACTION && this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head)
      this.#head = 0
    }
    return item
  }
}
