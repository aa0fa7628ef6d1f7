import type { CameraState, Incident } from '../api/types.ts'
import { byUrgency } from './kinds.ts'

/** One tile: a camera, or the cameras of one group that fail together. */
export interface WallItem {
  /** `camera:<stream>` or `group:<incident id>`. */
  readonly key: string
  /** The camera whose picture stands for the tile. */
  readonly stream: string
  /** The group incident, when the tile is a stack. */
  readonly incident: Incident | null
}

export const SECTIONS = [
  'new',
  'taken',
  'learning',
  'waiting',
  'maintenance',
  'off-schedule',
  'healthy',
  'all'
] as const

export interface WallSection {
  readonly id: (typeof SECTIONS)[number]
  readonly items: readonly WallItem[]
  /** How many cameras stand behind the tiles: a stack has several. */
  readonly cameras: number
}

interface Ranked {
  readonly item: WallItem
  readonly kind: string
  readonly since: string
  readonly name: string
  readonly cameras: number
}

/**
 * Puts cameras that passed the filter into the wall's sections, worst first. Cameras of a group incident that nobody has
 * taken make one stack.
 */
export function wallSections(cameras: readonly CameraState[], openIncidents: readonly Incident[]): WallSection[] {
  const shown = new Map(cameras.map(camera => [camera.stream, camera]))
  const stacks = openIncidents
    .filter(incident => incident.stream === null && incident.state === 'open')
    .map(incident => stackOf(incident, shown))
    .filter(stack => stack !== null)
  const stacked = new Set(stacks.flatMap(stack => stack.streams))
  const ranked = new Map<WallSection['id'], Ranked[]>(SECTIONS.map(id => [id, []]))
  for (const { rank } of stacks) ranked.get('new')?.push(rank)
  for (const camera of cameras) {
    if (!stacked.has(camera.stream)) ranked.get(sectionOf(camera))?.push(rankOf(camera))
  }
  return [...ranked].filter(([, members]) => members.length > 0).map(([id, members]) => inOrder(id, members))
}

/** All cameras in one section by name. */
export function wallByName(cameras: readonly CameraState[]): WallSection[] {
  const ranked = cameras.map(rankOf).sort((one, other) => compareNames(one.name, other.name))
  return ranked.length === 0 ? [] : [sectionFrom('all', ranked)]
}

const compareNames = new Intl.Collator(undefined, { numeric: true }).compare

function inOrder(id: WallSection['id'], members: Ranked[]): WallSection {
  const isFaulty = id === 'new' || id === 'taken'
  return sectionFrom(
    id,
    members.sort((one, other) => (isFaulty ? byUrgency(one, other) : compareNames(one.name, other.name)))
  )
}

function sectionFrom(id: WallSection['id'], ranked: readonly Ranked[]): WallSection {
  return { id, items: ranked.map(({ item }) => item), cameras: ranked.reduce((sum, { cameras }) => sum + cameras, 0) }
}

function sectionOf(camera: CameraState): WallSection['id'] {
  if (camera.state !== 'faulty') return camera.state
  return camera.acknowledged ? 'taken' : 'new'
}

function rankOf(camera: CameraState): Ranked {
  return {
    item: { key: `camera:${camera.stream}`, stream: camera.stream, incident: null },
    kind: camera.fault?.kind ?? '',
    since: camera.fault?.since ?? camera.since,
    name: camera.name,
    cameras: 1
  }
}

/** Null when fewer than two of its cameras are shown and failing: a stack of one is no stack. */
function stackOf(incident: Incident, shown: ReadonlyMap<string, CameraState>) {
  const streams = incident.members.map(({ stream }) => stream).filter(stream => shown.get(stream)?.state === 'faulty')
  const [first] = streams
  if (first === undefined || streams.length < 2) return null
  const rank: Ranked = {
    item: { key: `group:${incident.id}`, stream: first, incident },
    kind: incident.kind,
    since: incident.openedAt,
    name: incident.group ?? first,
    cameras: streams.length
  }
  return { streams, rank }
}
