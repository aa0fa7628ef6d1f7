const SECONDS = 10

/** How often something has happened in each of the last ten seconds. */
export class RateMeter {
  readonly #counts = new Array<number>(SECONDS).fill(0)
  #second: number | null = null
  #firstMs: number | null = null

  count(nowMs: number): void {
    this.#advance(nowMs)
    this.#firstMs ??= nowMs
    const place = this.#place(nowMs)
    this.#counts[place] = (this.#counts[place] ?? 0) + 1
  }

  /** A second. */
  rate(nowMs: number): number {
    this.#advance(nowMs)
    if (this.#firstMs === null) return 0
    const spanMs = Math.min(Math.max(nowMs - this.#firstMs, 1000), (SECONDS - 1) * 1000 + (nowMs % 1000))
    return (this.#counts.reduce((sum, count) => sum + count, 0) * 1000) / spanMs
  }

  #place(nowMs: number): number {
    return Math.floor(nowMs / 1000) % SECONDS
  }

  #advance(nowMs: number): void {
    const second = Math.floor(nowMs / 1000)
    const last = this.#second ?? second
    // A clock that was set, back or far ahead, begins anew.
    const steps = second < last ? SECONDS : Math.min(SECONDS, second - last)
    for (let i = 0; i < steps; i++) this.#counts[(second - i) % SECONDS] = 0
    this.#second = second
  }
}
