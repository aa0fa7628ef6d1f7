import { MEASURE_COUNT, MEASURE_SERIES, POINT_MS, POINT_VALUES, type CameraNumbers } from '../model/camera-figures.ts'

/** Points of the last hour, and points of 10 minutes over a day. About 21 KB a camera when both are full. */
const FINE_POINTS = 360
const COARSE_MS = 600_000
const COARSE_POINTS = 144
const FINE_PER_COARSE = COARSE_MS / POINT_MS
const VALUES = MEASURE_COUNT * POINT_VALUES
/** Memory comes in parts of so many points, as it is needed. */
const PART_POINTS = 60
/** Kept as 16 bits of the measure's range; this one says that nothing was measured. */
const NOTHING = 65_535
const STEPS = 65_534

/** One point of one measure: time in epoch ms, least, mean, most. */
export type MeasurePoint = readonly [atMs: number, least: number, mean: number, most: number]

/** The measures of every camera over the last day, in memory: ten-second points for an hour, ten-minute points for a day. */
export class MeasureHistory {
  readonly #cameras = new Map<string, { readonly fine: PointRing; readonly coarse: PointRing; sums: CoarseSums }>()

  /** @param numbers `MEASURE_COUNT * POINT_VALUES` for each camera. @param nowMs End of the point, epoch ms. */
  take({ streams, values }: CameraNumbers, nowMs: number): void {
    for (const [i, stream] of streams.entries()) {
      const point = values.subarray(i * VALUES, (i + 1) * VALUES)
      const camera = this.#cameras.get(stream) ?? this.#added(stream)
      camera.fine.push(nowMs, point)
      camera.sums.add(point)
      if (camera.sums.count < FINE_PER_COARSE) continue
      camera.coarse.push(nowMs, camera.sums.point())
      camera.sums = new CoarseSums()
    }
  }

  remove(stream: string): void {
    this.#cameras.delete(stream)
  }

  /**
   * The points of one measure within a period, oldest first; finer ones where they are still there.
   *
   * @param measure Index into MEASURE_SERIES.
   * @param most Most points; neighbours are put together until there are no more.
   */
  points(stream: string, measure: number, fromMs: number, toMs: number, most: number): readonly MeasurePoint[] {
    const camera = this.#cameras.get(stream)
    if (camera === undefined) return []
    const fineFromMs = camera.fine.oldestMs
    const coarse = camera.coarse.read(measure, fromMs, Math.min(toMs, fineFromMs))
    const all = [...coarse, ...camera.fine.read(measure, fromMs, toMs)]
    return thinned(all, most)
  }

  #added(stream: string) {
    const camera = { fine: new PointRing(FINE_POINTS), coarse: new PointRing(COARSE_POINTS), sums: new CoarseSums() }
    this.#cameras.set(stream, camera)
    return camera
  }
}

/** The newest points of one camera, all measures together. */
class PointRing {
  readonly #capacity: number
  readonly #parts: Uint16Array[] = []
  readonly #times: Float64Array
  /** Points ever pushed. */
  #pushed = 0

  constructor(capacity: number) {
    this.#capacity = capacity
    this.#times = new Float64Array(capacity)
  }

  get oldestMs(): number {
    if (this.#pushed === 0) return Number.POSITIVE_INFINITY
    const oldest = Math.max(0, this.#pushed - this.#capacity)
    return this.#times[oldest % this.#capacity] ?? 0
  }

  push(atMs: number, point: Float64Array): void {
    const place = this.#pushed % this.#capacity
    const part = Math.floor(place / PART_POINTS)
    const values = this.#parts[part] ?? new Uint16Array(PART_POINTS * VALUES)
    this.#parts[part] = values
    const offset = (place % PART_POINTS) * VALUES
    for (let i = 0; i < VALUES; i++) values[offset + i] = toSteps(point[i] ?? Number.NaN, Math.floor(i / POINT_VALUES))
    this.#times[place] = atMs
    this.#pushed++
  }

  read(measure: number, fromMs: number, toMs: number): MeasurePoint[] {
    const points: MeasurePoint[] = []
    for (let i = Math.max(0, this.#pushed - this.#capacity); i < this.#pushed; i++) {
      const place = i % this.#capacity
      const atMs = this.#times[place] ?? 0
      if (atMs < fromMs || atMs > toMs) continue
      const values = this.#parts[Math.floor(place / PART_POINTS)]
      const offset = (place % PART_POINTS) * VALUES + measure * POINT_VALUES
      const [least, mean, most] = [values?.[offset], values?.[offset + 1], values?.[offset + 2]]
      if (least === undefined || mean === undefined || most === undefined || mean === NOTHING) continue
      points.push([atMs, fromSteps(least, measure), fromSteps(mean, measure), fromSteps(most, measure)])
    }
    return points
  }
}

/** Ten minutes of points, put together. */
class CoarseSums {
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

function thinned(points: readonly MeasurePoint[], most: number): readonly MeasurePoint[] {
  if (points.length <= most) return points
  const per = Math.ceil(points.length / most)
  const thin: MeasurePoint[] = []
  for (let i = 0; i < points.length; i += per) {
    const some = points.slice(i, i + per)
    const mean = some.reduce((sum, point) => sum + point[2], 0) / some.length
    const last = some.at(-1) ?? [0, 0, 0, 0]
    thin.push([last[0], Math.min(...some.map(point => point[1])), mean, Math.max(...some.map(point => point[3]))])
  }
  return thin
}

function toSteps(value: number, measure: number): number {
  if (Number.isNaN(value)) return NOTHING
  const most = MEASURE_SERIES[measure]?.most ?? 1
  return Math.round((Math.min(most, Math.max(0, value)) / most) * STEPS)
}

function fromSteps(steps: number, measure: number): number {
  const most = MEASURE_SERIES[measure]?.most ?? 1
  return Math.round((steps / STEPS) * most * 10_000) / 10_000
}
