import { POINT_MS, type CameraNumbers } from '../model/camera-figures.ts'
import type { MeasureBatch } from '../pipeline/incidents/incident-store.ts'
import { CoarseSums } from './coarse-sums.ts'
import { toSteps, VALUES } from './measure-steps.ts'
import { type MeasurePoint, PointRing } from './point-ring.ts'
import { joinedSpans, type TimeSpan } from './time-spans.ts'

/** Points of the last hour, and points of 10 minutes over a day. About 21 KB a camera when both are full. */
const FINE_POINTS = 360
const COARSE_MS = 600_000
const COARSE_POINTS = 144
const FINE_PER_COARSE = COARSE_MS / POINT_MS
/** Measured in every picture that there is. */
const LUMA = 0
/** A point that is late is no gap, ms. */
const LATE_MS = 15_000

interface CameraPoints {
  readonly fine: PointRing
  readonly coarse: PointRing
  sums: CoarseSums
  /** A coarse point that nobody has kept yet. */
  unsaved: { readonly atMs: number; readonly lengthS: number; readonly steps: Uint16Array } | null
}

/** The measures of every camera over the last day, in memory: ten-second points for an hour, ten-minute points for a day. */
export class MeasureHistory {
  readonly #cameras = new Map<string, CameraPoints>()
  readonly #steps = new Uint16Array(VALUES)

  /** @param numbers `MEASURE_COUNT * POINT_VALUES` for each camera. @param nowMs End of the point, epoch ms. */
  take({ streams, values }: CameraNumbers, nowMs: number): void {
    for (const [i, stream] of streams.entries()) {
      const point = values.subarray(i * VALUES, (i + 1) * VALUES)
      const camera = this.#of(stream)
      toSteps(point, this.#steps)
      camera.fine.push(nowMs, POINT_MS / 1000, this.#steps)
      camera.sums.add(point)
      if (camera.sums.count >= FINE_PER_COARSE) endCoarse(camera, nowMs)
    }
  }

  /** Ends the ten minutes that go on, so that they can be kept. @param streams Of these cameras; left out, of all. */
  endCoarse(nowMs: number, streams: Iterable<string> = this.#cameras.keys()): void {
    for (const stream of streams) {
      const camera = this.#cameras.get(stream)
      if (camera !== undefined && camera.sums.count > 0) endCoarse(camera, nowMs)
    }
  }

  /** Coarse points that nobody has kept yet, the newest one of each camera; null when there are none. */
  takeUnsaved(): MeasureBatch | null {
    const unsaved = [...this.#cameras].flatMap(([stream, camera]) =>
      camera.unsaved === null ? [] : [{ stream, ...camera.unsaved }]
    )
    if (unsaved.length === 0) return null
    const steps = new Uint16Array(unsaved.length * VALUES)
    for (const [i, one] of unsaved.entries()) steps.set(one.steps, i * VALUES)
    for (const camera of this.#cameras.values()) camera.unsaved = null
    return {
      streams: unsaved.map(({ stream }) => stream),
      times: unsaved.map(({ atMs }) => atMs),
      lengths: unsaved.map(({ lengthS }) => lengthS),
      steps
    }
  }

  /**
   * Takes up coarse points of an earlier run, oldest first.
   *
   * @param isWanted Cameras whose points are taken up; left out, all.
   * @returns False when they have another form.
   */
  restore(
    { streams, times, lengths, steps }: MeasureBatch,
    isWanted: (stream: string) => boolean = () => true
  ): boolean {
    const count = streams.length
    if (steps.length !== count * VALUES || times.length !== count || lengths.length !== count) return false
    for (const [i, stream] of streams.entries()) {
      if (!isWanted(stream)) continue
      const { coarse } = this.#of(stream)
      const atMs = times[i] ?? 0
      if (atMs > coarse.newestMs) coarse.push(atMs, lengths[i] ?? 0, steps.subarray(i * VALUES, (i + 1) * VALUES))
    }
    return true
  }

  /** Forgets every camera but these. */
  keepOnly(streams: readonly string[]): void {
    const kept = new Set(streams)
    for (const stream of this.#cameras.keys()) if (!kept.has(stream)) this.#cameras.delete(stream)
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
    const coarse = camera.coarse.read(measure, fromMs, Math.min(toMs, camera.fine.oldestMs - 1))
    const points = [...coarse, ...camera.fine.read(measure, fromMs, toMs)]
    // A clock that was set back has put some before others that were earlier.
    return thinned(
      points.sort(([one], [other]) => one - other),
      most
    )
  }

  /** When pictures of a camera were measured within a period, in order. */
  seen(stream: string, fromMs: number, toMs: number): readonly TimeSpan[] {
    const camera = this.#cameras.get(stream)
    if (camera === undefined) return []
    const spans = [...camera.coarse.spans(LUMA, fromMs), ...camera.fine.spans(LUMA, fromMs)]
    return joinedSpans(spans, LATE_MS).flatMap(([beginMs, endMs]): TimeSpan[] =>
      beginMs < toMs ? [[Math.max(fromMs, beginMs), Math.min(toMs, endMs)]] : []
    )
  }

  #of(stream: string): CameraPoints {
    const known = this.#cameras.get(stream)
    if (known !== undefined) return known
    const camera: CameraPoints = {
      fine: new PointRing(FINE_POINTS),
      coarse: new PointRing(COARSE_POINTS),
      sums: new CoarseSums(),
      unsaved: null
    }
    this.#cameras.set(stream, camera)
    return camera
  }
}

function endCoarse(camera: CameraPoints, nowMs: number): void {
  const steps = new Uint16Array(VALUES)
  toSteps(camera.sums.point(), steps)
  const lengthS = (camera.sums.count * POINT_MS) / 1000
  camera.coarse.push(nowMs, lengthS, steps)
  camera.sums = new CoarseSums()
  camera.unsaved = { atMs: nowMs, lengthS, steps }
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
