import type { Incident } from '../api/types.ts'
import { createStore } from './store.ts'

export interface IncidentBook {
  /** Those that go on, by id. */
  readonly open: ReadonlyMap<string, Incident>
  /** The newest ones, also ended, newest first. */
  readonly latest: readonly Incident[]
  readonly isLoaded: boolean
}

/** Most incidents of the list beside the wall. */
export const LATEST_MAX = 40

export const incidents = createStore<IncidentBook>({ open: new Map(), latest: [], isLoaded: false })

/** The book after an incident was opened, changed or closed. */
export function withIncident(book: IncidentBook, incident: Incident): IncidentBook {
  const open = new Map(book.open)
  if (incident.state === 'closed') open.delete(incident.id)
  else open.set(incident.id, incident)
  return { ...book, open, latest: latestWith(book.latest, incident) }
}

function latestWith(latest: readonly Incident[], incident: Incident): readonly Incident[] {
  const at = latest.findIndex(({ id }) => id === incident.id)
  if (at >= 0) return latest.with(at, incident)
  const newest = [incident, ...latest].sort((one, other) => (one.id < other.id ? 1 : -1))
  return newest.slice(0, LATEST_MAX)
}

/** How many incidents nobody has taken; the cameras of a group incident count once. */
export function untakenCount(book: IncidentBook): number {
  let count = 0
  for (const { state, parentId } of book.open.values()) if (state === 'open' && parentId === null) count++
  return count
}
