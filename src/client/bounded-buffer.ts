/** What one consumer has not taken yet: of too many the oldest go, and are counted. */
export class BoundedBuffer<T> {
  readonly #most: number
  #items: T[] = []
  /** Where the oldest stands: shifting a list of thousands for each item would move them all. */
  #first = 0

  /** @param most Items that may wait, >= 1. */
  constructor(most: number) {
    this.#most = most
  }

  get length(): number {
    return this.#items.length - this.#first
  }

  /** @returns How many were dropped for it: 0 or 1. */
  push(item: T): number {
    this.#items.push(item)
    if (this.length <= this.#most) return 0
    this.#advance()
    return 1
  }

  /** Takes the oldest out; undefined when nothing waits. */
  take(): T | undefined {
    if (this.length === 0) return undefined
    const item = this.#items[this.#first]
    this.#advance()
    return item
  }

  #advance(): void {
    this.#first++
    if (this.#first < this.#most && this.#first < this.#items.length) return
    this.#items = this.#items.slice(this.#first)
    this.#first = 0
  }
}
