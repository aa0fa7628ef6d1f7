import { FIGURE_COUNT, FIGURES, MEASURE_COUNT, POINT_VALUES } from '../model/camera-figures.ts'

/** Rates are taken over so many seconds. */
const WINDOW_S = 10
const FPS = MEASURE_COUNT - 1

/** Rates and measures of one camera, summed up between two tellings. */
export class CameraFigures {
  readonly #received = new Uint16Array(WINDOW_S)
  readonly #analysed = new Uint16Array(WINDOW_S)
  readonly #sums = new Float64Array(MEASURE_COUNT)
  readonly #least = new Float64Array(MEASURE_COUNT).fill(Number.POSITIVE_INFINITY)
  readonly #most = new Float64Array(MEASURE_COUNT).fill(Number.NEGATIVE_INFINITY)
  readonly #counts = new Uint32Array(MEASURE_COUNT)
  readonly #newest = new Float64Array(MEASURE_COUNT).fill(Number.NaN)
  readonly #bornS: number
  #second: number
  #lastFrameAtMs = Number.NaN
  #lagMs = Number.NaN

  /** @param nowMs Epoch ms. */
  constructor(nowMs: number) {
    this.#second = Math.floor(nowMs / 1000)
    this.#bornS = this.#second
  }

  received(nowMs: number): void {
    this.#turnTo(nowMs)
    countUp(this.#received, this.#second % WINDOW_S)
    this.#lastFrameAtMs = nowMs
  }

  /** @param lagMs From capture, or from being added to the source, to the verdict. @param values As `measureValues` writes them. */
  analysed(nowMs: number, lagMs: number, values: Float64Array): void {
    this.#turnTo(nowMs)
    countUp(this.#analysed, this.#second % WINDOW_S)
    this.#lagMs = lagMs
    for (let i = 0; i < FPS; i++) this.#take(i, values[i] ?? Number.NaN)
  }

  /** Writes what FIGURES names. */
  writeFigures(nowMs: number, out: Float64Array, offset: number): void {
    this.#turnTo(nowMs)
    const seconds = Math.min(WINDOW_S, Math.max(1, this.#second - this.#bornS))
    out[offset + FIGURES.received] = sum(this.#received) / seconds
    out[offset + FIGURES.analysed] = sum(this.#analysed) / seconds
    out[offset + FIGURES.lastFrameAtMs] = this.#lastFrameAtMs
    out[offset + FIGURES.lagMs] = this.#lagMs
    this.#newest[FPS] = sum(this.#received) / seconds
    out.set(this.#newest, offset + FIGURE_COUNT - MEASURE_COUNT)
  }

  /** Writes least, mean and most of each measure since the call before, and begins anew. */
  writePoint(nowMs: number, out: Float64Array, offset: number): void {
    this.#turnTo(nowMs)
    const seconds = Math.min(WINDOW_S, Math.max(1, this.#second - this.#bornS))
    this.#take(FPS, sum(this.#received) / seconds)
    for (let i = 0; i < MEASURE_COUNT; i++) {
      const at = offset + i * POINT_VALUES
      const count = this.#counts[i] ?? 0
      const isEmpty = count === 0
      out[at] = isEmpty ? Number.NaN : (this.#least[i] ?? Number.NaN)
      out[at + 1] = isEmpty ? Number.NaN : (this.#sums[i] ?? 0) / count
      out[at + 2] = isEmpty ? Number.NaN : (this.#most[i] ?? Number.NaN)
    }
    this.#sums.fill(0)
    this.#counts.fill(0)
    this.#least.fill(Number.POSITIVE_INFINITY)
    this.#most.fill(Number.NEGATIVE_INFINITY)
    // What was not measured for the whole of a point is not the newest of anything.
    for (let i = 0; i < FPS; i++) if (Number.isNaN(out[offset + i * POINT_VALUES])) this.#newest[i] = Number.NaN
  }

  #take(measure: number, value: number): void {
    if (Number.isNaN(value)) return
    this.#newest[measure] = value
    this.#sums[measure] = (this.#sums[measure] ?? 0) + value
    this.#counts[measure] = (this.#counts[measure] ?? 0) + 1
    this.#least[measure] = Math.min(this.#least[measure] ?? value, value)
    this.#most[measure] = Math.max(this.#most[measure] ?? value, value)
  }

  /** Empties the seconds that have passed. A clock that went back begins the window anew. */
  #turnTo(nowMs: number): void {
    const second = Math.floor(nowMs / 1000)
    if (second === this.#second) return
    const passed = second - this.#second
    for (let i = 1; i <= Math.min(WINDOW_S, passed < 0 ? WINDOW_S : passed); i++) {
      const place = (((this.#second + i) % WINDOW_S) + WINDOW_S) % WINDOW_S
      this.#received[place] = 0
      this.#analysed[place] = 0
    }
    this.#second = second
  }
}

function countUp(counts: Uint16Array, place: number): void {
  counts[place] = (counts[place] ?? 0) + 1
}

function sum(counts: Uint16Array): number {
  let total = 0
  for (const count of counts) total += count
  return total
}
