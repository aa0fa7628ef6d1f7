import { type Incident, type IncidentKind, NEW_INCIDENT } from '../../model/incident.ts'
import { entry, noted } from './incident-change.ts'
import { TEXTS } from './incident-texts.ts'

export interface GroupRules {
  /** GROUP_WINDOW_S, ms: cameras that fail within it fail together; 0 makes no group incidents. */
  readonly windowMs: number
  /** GROUP_MIN_CAMERAS */
  readonly minCameras: number
  readonly newId: (nowMs: number) => string
}

/** Most members that are listed: a fleet that goes dark must not make an incident of megabytes. */
const MOST_MEMBERS = 2000

/** Cameras of one group that failed with one kind, within the window. */
interface Cluster {
  /** Ids and streams of incidents that stand by themselves so far, with the time of their opening. */
  readonly single: Map<string, { readonly incident: Incident; readonly atMs: number }>
  /** The group incident, once there are enough, and when its last member joined. */
  groupId: string | null
  lastMs: number
}

/** What became of an incident that was just opened. */
export type Gathering =
  | { readonly what: 'alone' }
  | { readonly what: 'joins'; readonly groupId: string }
  | { readonly what: 'founds'; readonly group: Incident; readonly members: readonly Incident[] }

/** Watches for cameras of one group that fail with the same kind at once: that is one event, and not one each. */
export class GroupWatch {
  readonly #rules: GroupRules
  readonly #clusters = new Map<string, Cluster>()

  constructor(rules: GroupRules) {
    this.#rules = rules
  }

  /** @param incident Just opened, of one camera. */
  opened(incident: Incident, nowMs: number): Gathering {
    const { windowMs, minCameras } = this.#rules
    if (windowMs <= 0) return { what: 'alone' }
    this.#forgetOld(nowMs)
    let founding: Gathering = { what: 'alone' }
    for (const group of incident.groups) {
      const cluster = this.#clusterOf(group, incident.kind)
      cluster.lastMs = nowMs
      if (cluster.groupId !== null) return { what: 'joins', groupId: cluster.groupId }
      cluster.single.set(incident.stream ?? incident.id, { incident, atMs: nowMs })
      for (const [stream, { atMs }] of cluster.single) if (nowMs - atMs > windowMs) cluster.single.delete(stream)
      if (founding.what === 'alone' && cluster.single.size >= minCameras) {
        founding = this.#found(group, cluster, nowMs)
      }
    }
    return founding
  }

  /** A group incident of an earlier run, or of another member: what fails soon after its last member joins it. */
  resume({ id, group, kind, lastSeenAtMs }: Incident): void {
    if (group === null) return
    const cluster = this.#clusterOf(group, kind)
    cluster.groupId = id
    cluster.lastMs = lastSeenAtMs
  }

  /** An incident is over: it founds no group any more. */
  left({ id, stream, groups, kind }: Incident): void {
    for (const group of groups) {
      const cluster = this.#clusters.get(JSON.stringify([group, kind]))
      if (cluster?.single.get(stream ?? id)?.incident.id === id) cluster.single.delete(stream ?? id)
    }
  }

  /** The group incident is over: what fails from now on is another event. */
  closed(groupId: string): void {
    for (const [key, cluster] of this.#clusters) if (cluster.groupId === groupId) this.#clusters.delete(key)
  }

  #found(group: string, cluster: Cluster, nowMs: number): Gathering {
    const singles = [...cluster.single.values()].map(({ incident }) => incident)
    const [first] = singles
    if (first === undefined) return { what: 'alone' }
    const founded = groupIncident(this.#rules.newId(nowMs), group, first, nowMs)
    cluster.groupId = founded.id
    cluster.single.clear()
    return { what: 'founds', group: founded, members: singles }
  }

  #clusterOf(group: string, kind: IncidentKind): Cluster {
    const key = JSON.stringify([group, kind])
    const known = this.#clusters.get(key)
    if (known !== undefined) return known
    const cluster: Cluster = { single: new Map(), groupId: null, lastMs: 0 }
    this.#clusters.set(key, cluster)
    return cluster
  }

  #forgetOld(nowMs: number): void {
    for (const [key, { lastMs }] of this.#clusters) {
      if (Math.abs(nowMs - lastMs) > this.#rules.windowMs) this.#clusters.delete(key)
    }
  }
}

/** The group incident with one more member. */
export function withMember(group: Incident, member: Incident, nowMs: number): Incident {
  if (member.stream === null || group.members.length >= MOST_MEMBERS) return group
  const members = [...group.members, { stream: member.stream, incidentId: member.id }]
  const { en, zh } = TEXTS.groupWhy(group.kind, group.group ?? '', members.length)
  return {
    ...group,
    members,
    why: en,
    whyZh: zh,
    lastSeenAtMs: Math.max(group.lastSeenAtMs, nowMs),
    severity: Math.max(group.severity, member.severity),
    peakSeverity: Math.max(group.peakSeverity, member.peakSeverity)
  }
}

function groupIncident(id: string, group: string, first: Incident, nowMs: number): Incident {
  const { en, zh } = TEXTS.groupWhy(first.kind, group, 0)
  const empty: Incident = {
    ...first,
    ...NEW_INCIDENT,
    id,
    stream: null,
    group,
    groups: [group],
    openedAtMs: nowMs,
    lastSeenAtMs: nowMs,
    why: en,
    whyZh: zh
  }
  return noted(empty, entry('opened', nowMs, TEXTS.opened(first.kind)))
}
