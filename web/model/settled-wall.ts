import type { WallSection } from './wall-sections.ts'

/** Tiles change their place at most so often, ms. */
export const REORDER_MS = 5000

/** What is on the wall, and since when it is in this order. */
export interface SettledWall {
  readonly sections: readonly WallSection[]
  readonly atMs: number
}

export interface WallMoment {
  readonly nowMs: number
  /** Somebody is about to click or has the focus on the wall. */
  readonly isHeld: boolean
  /** Parts of the first loading are still coming: they take their places at once. */
  readonly isLoading: boolean
}

export interface WallStep {
  /** The very same wall when nothing may change. */
  readonly wall: SettledWall
  /** Tiles that wait for the one who holds the wall. */
  readonly waiting: number
  /** Whether the wall is as it should be. */
  readonly isDone: boolean
}

/** Whether the wall takes another order now: never under a pointer, and not sooner than 5 s after the last change. */
export function nextWall(before: SettledWall, next: readonly WallSection[], moment: WallMoment): WallStep {
  if (orderOf(before.sections) === orderOf(next)) return { wall: before, waiting: 0, isDone: true }
  const { nowMs, isHeld, isLoading } = moment
  if (!isLoading && (isHeld || nowMs - before.atMs < REORDER_MS)) {
    return { wall: before, waiting: isHeld ? movedTiles(before.sections, next) : 0, isDone: false }
  }
  return { wall: { sections: next, atMs: nowMs }, waiting: 0, isDone: true }
}

function orderOf(sections: readonly WallSection[]): string {
  return sections.map(({ id, items }) => `${id}\n${items.map(({ key }) => key).join('\n')}`).join('\n\n')
}

/** Tiles that are new, gone or in another section; the order within a section is not counted. */
function movedTiles(before: readonly WallSection[], after: readonly WallSection[]): number {
  const places = placesOf(before)
  let moved = 0
  for (const [key, section] of placesOf(after)) {
    if (places.get(key) !== section) moved++
    places.delete(key)
  }
  return moved + places.size
}

function placesOf(sections: readonly WallSection[]): Map<string, string> {
  return new Map(sections.flatMap(({ id, items }) => items.map(({ key }) => [key, id] as const)))
}
