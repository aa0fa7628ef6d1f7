import type { Incident } from '../model/incident.ts'
import type { IncidentFilter } from '../pipeline/incidents/incident-store.ts'
import type { Page, PageQuery } from '../pipeline/incidents/page.ts'
import { passesFilter } from '../pipeline/incidents/passes-filter.ts'

/**
 * A page of the store with what the store could not take so far: a disk that is full hides no incident.
 *
 * @param unkept Incidents in their newest form, in any order.
 */
export function withUnkept(
  page: Page<Incident>,
  unkept: readonly Incident[],
  filter: IncidentFilter,
  { cursor, limit }: PageQuery
): Page<Incident> {
  const newest = new Map(unkept.map(incident => [incident.id, incident]))
  // What is older than the last of a page belongs to the next one.
  const lastId = page.next === null ? '' : (page.items.at(-1)?.id ?? '')
  const isOnPage = ({ id }: Incident) => id >= lastId && (cursor === null || id < cursor)
  const all = new Map(page.items.map(incident => [incident.id, newest.get(incident.id) ?? incident]))
  for (const incident of unkept) if (isOnPage(incident)) all.set(incident.id, incident)
  const items = [...all.values()].filter(incident => passesFilter(incident, filter)).sort(newestFirst)
  if (items.length <= limit) return { items, next: page.next }
  const cut = items.slice(0, limit)
  return { items: cut, next: cut.at(-1)?.id ?? null }
}

function newestFirst(one: Incident, other: Incident): number {
  return one.id < other.id ? 1 : -1
}
