interface Entry {
  readonly atMs: number
  readonly order: number
  run: (() => void) | null
}

/** Time that passes only when everything before it has been done: events in a heap, and the promises that each wakes. */
export class VirtualTime {
  readonly #heap: Entry[] = []
  #order = 0
  #nowMs = 0
  #events = 0

  get nowMs(): number {
    return this.#nowMs
  }

  /** Events so far. */
  get events(): number {
    return this.#events
  }

  /** @returns Takes it back. */
  at(atMs: number, run: () => void): () => void {
    const entry: Entry = { atMs: Math.max(atMs, this.#nowMs), order: this.#order++, run }
    this.#push(entry)
    return () => {
      entry.run = null
    }
  }

  after(delayMs: number, run: () => void): () => void {
    return this.at(this.#nowMs + delayMs, run)
  }

  /** Lets time pass in which nothing is done. */
  skip(ms: number): void {
    this.#nowMs += ms
  }

  async run(untilMs: number): Promise<void> {
    // What was begun before this waits for promises of its own.
    await settled()
    for (let first = this.#heap[0]; first !== undefined && first.atMs <= untilMs; first = this.#heap[0]) {
      this.#pop()
      if (first.run === null) continue
      this.#nowMs = Math.max(this.#nowMs, first.atMs)
      this.#events++
      first.run()
      // Everything that waits for a promise of this moment goes on before the next event.
      await settled()
    }
    this.#nowMs = Math.max(this.#nowMs, untilMs)
  }

  #push(entry: Entry): void {
    const heap = this.#heap
    let place = heap.push(entry) - 1
    while (place > 0) {
      const parent = (place - 1) >> 1
      if (!isBefore(entry, heap[parent]!)) break
      heap[place] = heap[parent]!
      place = parent
    }
    heap[place] = entry
  }

  #pop(): void {
    const heap = this.#heap
    const last = heap.pop()!
    if (heap.length === 0) return
    let place = 0
    for (;;) {
      let child = 2 * place + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child++
      if (!isBefore(heap[child]!, last)) break
      heap[place] = heap[child]!
      place = child
    }
    heap[place] = last
  }
}

function isBefore(one: Entry, other: Entry): boolean {
  return one.atMs === other.atMs ? one.order < other.order : one.atMs < other.atMs
}

function settled(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve))
}
