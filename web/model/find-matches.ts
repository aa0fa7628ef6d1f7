import type { CameraState, Incident } from '../api/types.ts'
import type { Route } from '../routing/route.ts'

/** A camera or an incident that was found. */
export interface Found {
  readonly key: string
  readonly route: Route
  readonly name: string
  /** What tells it from others of the same name. */
  readonly detail: string
  /** Its fault, or null. */
  readonly kind: string | null
  /** When the incident began; null on a camera. */
  readonly since: string | null
}

/** Cameras first, those whose name begins with the text before those that only hold it; then open incidents. */
export function findMatches(
  text: string,
  all: Iterable<CameraState>,
  open: Iterable<Incident>,
  atMost: number
): readonly Found[] {
  const wanted = text.trim().toLowerCase()
  const begins: Found[] = []
  const holds: Found[] = []
  for (const camera of all) {
    const place = placeOf(camera, wanted)
    if (place === 0) begins.push(foundCamera(camera))
    else if (place > 0) holds.push(foundCamera(camera))
  }
  const incidents: Found[] = []
  for (const incident of open) {
    if (holdsIncident(incident, wanted)) incidents.push(foundIncident(incident))
  }
  const byName = (one: Found, other: Found) => (one.name < other.name ? -1 : 1)
  return [...begins.sort(byName), ...holds.sort(byName), ...incidents].slice(0, atMost)
}

function placeOf({ name, stream, groups }: CameraState, wanted: string): number {
  const places = [name, stream, ...groups].map(part => part.toLowerCase().indexOf(wanted)).filter(place => place >= 0)
  return places.length === 0 ? -1 : Math.min(...places)
}

function holdsIncident({ id, name, stream, group, note }: Incident, wanted: string): boolean {
  return [id, name, stream, group, note].some(part => part?.toLowerCase().includes(wanted) === true)
}

function foundCamera({ stream, name, groups, fault }: CameraState): Found {
  return {
    key: `camera:${stream}`,
    route: { page: 'camera', stream },
    name,
    detail: [name === stream ? '' : stream, ...groups].filter(part => part !== '').join(' · '),
    kind: fault?.kind ?? null,
    since: null
  }
}

function foundIncident(incident: Incident): Found {
  return {
    key: `incident:${incident.id}`,
    route: { page: 'incident', id: incident.id },
    name: incident.name ?? incident.stream ?? incident.group ?? incident.id,
    detail: '',
    kind: incident.kind,
    since: incident.openedAt
  }
}
