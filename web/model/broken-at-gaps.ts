/** [epoch ms, least, mean, most] */
export type Point = readonly [number, number, number, number]
/** The same, or a moment at which nothing is known. */
export type PointOrGap = Point | readonly [number, null, null, null]

/** So many times the usual distance of two points is a gap. */
const GAP_FACTOR = 2.5

/** Puts a moment without values into every gap: a line across it would tell of what nobody has measured. */
export function brokenAtGaps(points: readonly Point[]): readonly PointOrGap[] {
  const usualMs = medianStepMs(points)
  return points.flatMap((point, index): PointOrGap[] => {
    const before = points[index - 1]
    if (before === undefined || point[0] - before[0] <= usualMs * GAP_FACTOR) return [point]
    return [[(before[0] + point[0]) / 2, null, null, null], point]
  })
}

function medianStepMs(points: readonly Point[]): number {
  const steps = points.slice(1).map(([at], index) => at - (points[index]?.[0] ?? at))
  return steps.sort((one, other) => one - other)[steps.length >> 1] ?? 0
}
