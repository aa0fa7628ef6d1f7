import type { CameraCounts, CameraState } from '../api/types.ts'
import { createStore } from './store.ts'

export interface CameraBook {
  readonly byStream: ReadonlyMap<string, CameraState>
  /** From the service, of all cameras; null before the first answer. */
  readonly counts: CameraCounts | null
  /** How many there are, also those not loaded yet. */
  readonly total: number
  /** Another one whenever something changed that a camera's place on the wall or a count depends on. */
  readonly places: number
  /** Whether all of them are loaded. */
  readonly isComplete: boolean
  /** Why the last loading failed. */
  readonly error: Error | null
}

export const EMPTY_BOOK: CameraBook = {
  byStream: new Map(),
  counts: null,
  total: 0,
  places: 0,
  isComplete: false,
  error: null
}

export const cameras = createStore<CameraBook>(EMPTY_BOOK)

/** The book with some cameras replaced or added. */
export function withCameras(book: CameraBook, changed: readonly CameraState[]): CameraBook {
  const byStream = new Map(book.byStream)
  let hasMoved = false
  for (const camera of changed) {
    hasMoved ||= !isAtSamePlace(byStream.get(camera.stream), camera)
    byStream.set(camera.stream, camera)
  }
  // Figures change with every frame, places seldom: counting thousands of cameras each time would be felt.
  return hasMoved ? counted({ ...book, byStream }) : { ...book, byStream }
}

function isAtSamePlace(before: CameraState | undefined, now: CameraState): boolean {
  return (
    before !== undefined &&
    before.state === now.state &&
    before.acknowledged === now.acknowledged &&
    before.fault?.kind === now.fault?.kind &&
    before.fault?.since === now.fault?.since &&
    before.name === now.name &&
    before.groups.join('\n') === now.groups.join('\n')
  )
}

export function withoutCamera(book: CameraBook, stream: string): CameraBook {
  if (!book.byStream.has(stream)) return book
  const byStream = new Map(book.byStream)
  byStream.delete(stream)
  return counted({ ...book, byStream })
}

/** Once every camera is here, counts are made from them: then no figure on the wall contradicts a tile. */
function counted(book: CameraBook): CameraBook {
  const places = book.places + 1
  if (!book.isComplete) return { ...book, places }
  return { ...book, places, total: book.byStream.size, counts: countsOf(book.byStream.values()) }
}

export function countsOf(all: Iterable<CameraState>): CameraCounts {
  const states = { healthy: 0, learning: 0, faulty: 0, waiting: 0, maintenance: 0, offSchedule: 0 }
  const byKind: Record<string, number> = {}
  const byGroup: Record<string, { total: number; faulty: number }> = {}
  for (const { state, fault, groups } of all) {
    states[state === 'off-schedule' ? 'offSchedule' : state]++
    const isFaulty = state === 'faulty'
    if (isFaulty && fault !== null) byKind[fault.kind] = (byKind[fault.kind] ?? 0) + 1
    for (const group of groups) {
      byGroup[group] ??= { total: 0, faulty: 0 }
      byGroup[group].total++
      if (isFaulty) byGroup[group].faulty++
    }
  }
  return { ...states, byKind, byGroup }
}
