import type { MaskArea } from '../api/types.ts'

export type Point = readonly [number, number]

/** What the service takes. */
export const POINTS_MIN = 3
export const POINTS_MAX = 64
export const AREAS_MAX = 20

/** A new area for who draws by keyboard: a box in the middle, to be moved corner by corner. */
const BOX: readonly Point[] = [
  [0.4, 0.4],
  [0.6, 0.4],
  [0.6, 0.6],
  [0.4, 0.6]
]

export function withBox(areas: readonly MaskArea[]): readonly MaskArea[] {
  return areas.length >= AREAS_MAX ? areas : [...areas, { points: BOX.map(([x, y]) => [x, y] as const) }]
}

export function withArea(areas: readonly MaskArea[], points: readonly Point[]): readonly MaskArea[] {
  return points.length < POINTS_MIN || areas.length >= AREAS_MAX ? areas : [...areas, { points }]
}

export function withoutArea(areas: readonly MaskArea[], at: number): readonly MaskArea[] {
  return areas.toSpliced(at, 1)
}

/** Moves a corner; it stays within the picture. */
export function withPoint(areas: readonly MaskArea[], at: number, corner: number, point: Point): readonly MaskArea[] {
  const area = areas[at]
  if (area?.points[corner] === undefined) return areas
  return areas.with(at, { ...area, points: area.points.with(corner, inPicture(point)) })
}

/** Takes a corner away; an area with too few of them goes as a whole. */
export function withoutPoint(areas: readonly MaskArea[], at: number, corner: number): readonly MaskArea[] {
  const area = areas[at]
  if (area === undefined) return areas
  if (area.points.length <= POINTS_MIN) return withoutArea(areas, at)
  return areas.with(at, { ...area, points: area.points.toSpliced(corner, 1) })
}

/** Shares 0..1, with as many digits as a wide picture has pixels. */
export function inPicture([x, y]: Point): Point {
  const share = (value: number) => Math.round(Math.min(1, Math.max(0, value)) * 10_000) / 10_000
  return [share(x), share(y)]
}

/** How much of the picture the areas take, 0..1; overlaps count twice. */
export function coveredShare(areas: readonly MaskArea[]): number {
  return Math.min(
    1,
    areas.reduce((sum, { points }) => sum + areaOf(points), 0)
  )
}

/** Shoelace formula. */
function areaOf(points: readonly Point[]): number {
  let twice = 0
  points.forEach(([x, y], index) => {
    const [nextX, nextY] = points[(index + 1) % points.length] ?? [x, y]
    twice += x * nextY - nextX * y
  })
  return Math.abs(twice) / 2
}
