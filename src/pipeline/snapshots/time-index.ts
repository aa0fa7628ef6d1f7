const FIRST_CAPACITY = 16
const GROWTH = 1.5

/**
 * A sorted set of numbers, 8 to 12 bytes each: 4,000 cameras with 1,000 snapshots fit into 50 MB. Made for numbers that
 * come nearly in order and leave from the small end.
 */
export class TimeIndex {
  #values = new Float64Array(FIRST_CAPACITY)
  #head = 0
  #end = 0

  get size(): number {
    return this.#end - this.#head
  }

  /** Null while it is empty. */
  get largest(): number | null {
    return this.size === 0 ? null : (this.#values[this.#end - 1] ?? null)
  }

  has(value: number): boolean {
    const at = this.#lowerBound(value)
    return at < this.#end && this.#values[at] === value
  }

  /** Adds a value; one that is there already stays once. */
  add(value: number): void {
    const at = this.#lowerBound(value)
    if (at < this.#end && this.#values[at] === value) return
    const fromEnd = this.#end - at
    if (this.#end === this.#values.length) this.#makeRoom(this.size + 1)
    const target = this.#end - fromEnd
    this.#values.copyWithin(target + 1, target, this.#end)
    this.#values[target] = value
    this.#end++
  }

  /** Adds many at once, in any order. */
  addAll(values: readonly number[]): void {
    if (values.length === 0) return
    const merged = Float64Array.from([...this.#values.subarray(this.#head, this.#end), ...values]).sort()
    let end = 0
    for (let i = 0; i < merged.length; i++) {
      const value = merged[i] ?? 0
      if (end === 0 || merged[end - 1] !== value) merged[end++] = value
    }
    this.#values = merged
    this.#head = 0
    this.#end = end
  }

  /** Takes out the `count` smallest, in order; fewer when there are not so many. */
  takeSmallest(count: number): number[] {
    const end = Math.min(this.#end, this.#head + Math.max(0, count))
    const taken = Array.from(this.#values.subarray(this.#head, end))
    this.#head = end
    return taken
  }

  /** Position of the first value that is not smaller. */
  #lowerBound(value: number): number {
    // Nearly every value is newer than all before.
    if (this.size === 0 || value > (this.#values[this.#end - 1] ?? 0)) return this.#end
    let low = this.#head
    let high = this.#end
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#values[middle] ?? 0) < value) low = middle + 1
      else high = middle
    }
    return low
  }

  /** Moves the values to the front, into a larger array when the emptied front would soon be used up. */
  #makeRoom(needed: number): void {
    const grown = Math.max(FIRST_CAPACITY, Math.ceil(needed * GROWTH))
    const values = this.#head * 4 > this.#values.length ? this.#values : new Float64Array(grown)
    values.set(this.#values.subarray(this.#head, this.#end))
    this.#values = values
    this.#end = this.size
    this.#head = 0
  }
}
