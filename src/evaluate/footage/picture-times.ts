import { basename } from 'node:path'

/** A name that begins so begins with its time, epoch ms: as snapshots and fetched frames are called. */
const TIME = /^(\d{13})(?!\d)/
/** Pictures further apart than this are a collection, not the stream of a camera, ms. */
const MOST_APART_MS = 10_000

/**
 * When each picture was taken, ms since the first one, by the names of the files.
 *
 * @param paths In the order of their names.
 * @returns Null where the names say nothing, or the pictures are too far apart to be one stream.
 */
export function pictureTimes(paths: readonly string[]): readonly number[] | null {
  const times = paths.map(path => Number(TIME.exec(basename(path))?.[1] ?? Number.NaN))
  const [first] = times
  if (first === undefined || times.length < 2 || times.some(Number.isNaN)) return null
  const step = typicalStep(times)
  return step > 0 && step <= MOST_APART_MS ? times.map(time => time - first) : null
}

/** Median time between two neighbours, ms. @param times Rising; at least two. */
export function typicalStep(times: readonly number[]): number {
  const steps = times.slice(1).map((time, i) => time - (times[i] ?? time))
  return steps.sort((one, other) => one - other)[steps.length >> 1] ?? 0
}
