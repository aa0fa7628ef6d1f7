/** Random numbers that a seed repeats. */
export class Random {
  #state

  constructor(seed) {
    this.#state = seed >>> 0
  }

  /** From 0 to below `below`. */
  next = below => {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((this.#state / 2 ** 32) * below)
  }

  pick(items) {
    return items[this.next(items.length)]
  }

  /** True once in so many times. */
  once(inTimes) {
    return this.next(inTimes) === 0
  }

  bytes(length) {
    return Buffer.from(Array.from({ length }, () => this.next(256)))
  }

  text(length) {
    const codes = [32, 47, 48, 65, 97, 0, 10, 34, 92, 127, 160, 0x202e, 0x4e2d, 0xd83d, 0xde00, 0xdc00, 0xfeff, 0xffff]
    return String.fromCharCode(...Array.from({ length }, () => (this.once(2) ? 97 + this.next(26) : this.pick(codes))))
  }
}
