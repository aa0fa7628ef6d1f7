import { MEASURE_COUNT, POINT_VALUES } from '../model/camera-figures.ts'
import { VALUES } from './measure-steps.ts'

/** Ten minutes of points, put together. */
export class CoarseSums {
  readonly #least = new Float64Array(MEASURE_COUNT).fill(Number.NaN)
  readonly #most = new Float64Array(MEASURE_COUNT).fill(Number.NaN)
  readonly #sums = new Float64Array(MEASURE_COUNT)
  readonly #counts = new Uint16Array(MEASURE_COUNT)
  count = 0

  add(point: Float64Array): void {
    this.count++
    for (let i = 0; i < MEASURE_COUNT; i++) {
      const mean = point[i * POINT_VALUES + 1] ?? Number.NaN
      if (Number.isNaN(mean)) continue
      const isFirst = this.#counts[i] === 0
      const least = point[i * POINT_VALUES] ?? mean
      const most = point[i * POINT_VALUES + 2] ?? mean
      this.#least[i] = isFirst ? least : Math.min(this.#least[i] ?? least, least)
      this.#most[i] = isFirst ? most : Math.max(this.#most[i] ?? most, most)
      this.#sums[i] = (this.#sums[i] ?? 0) + mean
      this.#counts[i] = (this.#counts[i] ?? 0) + 1
    }
  }

  point(): Float64Array {
    const point = new Float64Array(VALUES).fill(Number.NaN)
    for (let i = 0; i < MEASURE_COUNT; i++) {
      const count = this.#counts[i] ?? 0
      if (count === 0) continue
      point[i * POINT_VALUES] = this.#least[i] ?? Number.NaN
      point[i * POINT_VALUES + 1] = (this.#sums[i] ?? 0) / count
      point[i * POINT_VALUES + 2] = this.#most[i] ?? Number.NaN
    }
    return point
  }
}
