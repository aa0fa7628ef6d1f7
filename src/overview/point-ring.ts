import { POINT_VALUES } from '../model/camera-figures.ts'
import { fromStep, VALUES } from './measure-steps.ts'
import type { TimeSpan } from './time-spans.ts'

/** One point of one measure: time in epoch ms, least, mean, most. */
export type MeasurePoint = readonly [atMs: number, least: number, mean: number, most: number]

/** Memory comes in parts of so many points, as it is needed. */
const PART_POINTS = 60

interface KeptPoint {
  readonly atMs: number
  readonly lengthS: number
  readonly values: Uint16Array
  readonly offset: number
}

/** The newest points of one camera, all measures together. */
export class PointRing {
  readonly #capacity: number
  readonly #parts: Uint16Array[] = []
  readonly #times: Float64Array
  /** How long each point took, s. */
  readonly #lengths: Uint16Array
  /** Points ever pushed. */
  #pushed = 0

  constructor(capacity: number) {
    this.#capacity = capacity
    this.#times = new Float64Array(capacity)
    this.#lengths = new Uint16Array(capacity)
  }

  get oldestMs(): number {
    if (this.#pushed === 0) return Number.POSITIVE_INFINITY
    return this.#times[this.#first % this.#capacity] ?? 0
  }

  get newestMs(): number {
    if (this.#pushed === 0) return Number.NEGATIVE_INFINITY
    return this.#times[(this.#pushed - 1) % this.#capacity] ?? 0
  }

  /** @param atMs Its end, not before the point before. @param lengthS What it stands for. @param steps `VALUES`, as `toSteps` makes them. */
  push(atMs: number, lengthS: number, steps: Uint16Array): void {
    const place = this.#pushed % this.#capacity
    const part = Math.floor(place / PART_POINTS)
    const values = this.#parts[part] ?? new Uint16Array(PART_POINTS * VALUES)
    this.#parts[part] = values
    values.set(steps, (place % PART_POINTS) * VALUES)
    this.#times[place] = atMs
    this.#lengths[place] = lengthS
    this.#pushed++
  }

  /** Points of one measure in a period, oldest first. @param measure Index into MEASURE_SERIES. */
  read(measure: number, fromMs: number, toMs: number): MeasurePoint[] {
    const points: MeasurePoint[] = []
    this.#each(fromMs, toMs, ({ atMs, values, offset }) => {
      const at = offset + measure * POINT_VALUES
      const [least, mean, most] = [at, at + 1, at + 2].map(i => fromStep(values[i], measure))
      if (least == null || mean == null || most == null) return
      points.push([atMs, least, mean, most])
    })
    return points
  }

  /** When there was something to measure, of points that end after a moment. */
  spans(measure: number, fromMs: number): TimeSpan[] {
    const spans: TimeSpan[] = []
    this.#each(fromMs, Number.POSITIVE_INFINITY, ({ atMs, lengthS, values, offset }) => {
      if (fromStep(values[offset + measure * POINT_VALUES], measure) !== null) spans.push([atMs - lengthS * 1000, atMs])
    })
    return spans
  }

  get #first(): number {
    return Math.max(0, this.#pushed - this.#capacity)
  }

  #each(fromMs: number, toMs: number, take: (point: KeptPoint) => void): void {
    for (let i = this.#first; i < this.#pushed; i++) {
      const place = i % this.#capacity
      const atMs = this.#times[place] ?? 0
      const values = this.#parts[Math.floor(place / PART_POINTS)]
      if (values === undefined || atMs < fromMs || atMs > toMs) continue
      take({ atMs, lengthS: this.#lengths[place] ?? 0, values, offset: (place % PART_POINTS) * VALUES })
    }
  }
}
