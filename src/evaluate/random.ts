/** Random numbers from a seed: the same seed gives the same numbers on every machine (JSF32 of Bob Jenkins, 2007). */
export class Random {
  readonly #seed: string
  #a = 0xf1ea5eed
  #b: number
  #c: number
  #d: number

  constructor(seed: string) {
    this.#seed = seed
    const hash = textHash(seed)
    this.#b = hash
    this.#c = hash
    this.#d = hash
    for (let i = 0; i < 20; i++) this.next()
  }

  /** Numbers of their own for a part of the work; what else was drawn makes no difference to them. */
  fork(label: string | number): Random {
    return new Random(`${this.#seed}/${label}`)
  }

  /** 0 <= value < 1. */
  next(): number {
    const e = (this.#a - rotate(this.#b, 27)) | 0
    this.#a = this.#b ^ rotate(this.#c, 17)
    this.#b = (this.#c + this.#d) | 0
    this.#c = (this.#d + e) | 0
    this.#d = (e + this.#a) | 0
    return (this.#d >>> 0) / 4294967296
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.next()
  }

  /** A whole number, both ends included. */
  whole(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1))
  }

  chance(share: number): boolean {
    return this.next() < share
  }

  /** @param list Not empty. */
  pick<Item>(list: readonly Item[]): Item {
    const item = list[Math.floor(this.next() * list.length)]
    if (item === undefined) throw new RangeError('Cannot pick from an empty list')
    return item
  }

  /** Bell-shaped, mean 0, standard deviation 1 (Box and Muller, 1958). */
  normal(): number {
    const distance = Math.sqrt(-2 * Math.log(1 - this.next()))
    return distance * Math.cos(2 * Math.PI * this.next())
  }

  shuffled<Item>(list: readonly Item[]): Item[] {
    const order = list.map(item => ({ item, at: this.next() }))
    return order.sort((one, other) => one.at - other.at).map(({ item }) => item)
  }
}

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits))
}

/** FNV-1a over the UTF-16 units. */
function textHash(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash >>> 0
}
