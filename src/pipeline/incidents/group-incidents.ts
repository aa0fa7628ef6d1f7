import type { Incident } from '../../model/incident.ts'
import { closedIncident } from './incident-change.ts'
import { type GroupRules, GroupWatch, withMember } from './group-watch.ts'

export interface GroupChange {
  readonly told: 'opened' | 'updated' | 'closed'
  readonly incident: Incident
}

interface OpenGroup {
  incident: Incident
  /** Members that go on. */
  readonly open: Set<string>
}

/** The group incidents that go on: founded, joined and closed as their members' incidents are opened and closed. */
export class GroupIncidents {
  readonly #rules: GroupRules
  #watch: GroupWatch
  readonly #groups = new Map<string, OpenGroup>()

  constructor(rules: GroupRules) {
    this.#rules = rules
    this.#watch = new GroupWatch(rules)
  }

  /** Takes up what the store has. @param open All incidents that go on. */
  resume(open: readonly Incident[]): void {
    for (const incident of open) {
      if (incident.group === null) continue
      this.#groups.set(incident.id, { incident, open: new Set() })
      this.#watch.resume(incident)
    }
    this.refresh(open)
  }

  /** Finds out anew which members go on, when some that closed may have been missed. @param open All incidents that go on. */
  refresh(open: readonly Incident[]): void {
    for (const group of this.#groups.values()) group.open.clear()
    for (const { id, parentId } of open) if (parentId !== null) this.#groups.get(parentId)?.open.add(id)
    // In a fleet, an incident says later than its group that it belongs to it.
    const ids = new Set(open.map(({ id }) => id))
    for (const { incident, open: going } of this.#groups.values()) {
      for (const { incidentId } of incident.members) if (ids.has(incidentId)) going.add(incidentId)
    }
  }

  /** Somebody else keeps them from now on. */
  forget(): void {
    this.#groups.clear()
    this.#watch = new GroupWatch(this.#rules)
  }

  get(id: string): Incident | undefined {
    return this.#groups.get(id)?.incident
  }

  /** Whether an incident that goes on is a member of one. */
  hasOpen(id: string): boolean {
    return this.#groupWith(id) !== undefined
  }

  /** Puts a changed group incident in the place of its old form. */
  replace(incident: Incident): void {
    const group = this.#groups.get(incident.id)
    if (group !== undefined) group.incident = incident
  }

  /**
   * @param member Just opened.
   * @param current The present form of another camera's incident, or undefined when it is over.
   * @returns What has changed, the members that now belong to a group included.
   */
  opened(
    member: Incident,
    nowMs: number,
    current: (incident: Incident) => Incident | undefined
  ): readonly GroupChange[] {
    const gathering = this.#watch.opened(member, nowMs)
    if (gathering.what === 'alone') return []
    if (gathering.what === 'joins') return this.#join(gathering.groupId, [member], nowMs)
    const members = gathering.members.flatMap(one => (one.id === member.id ? [member] : (current(one) ?? [])))
    this.#groups.set(gathering.group.id, { incident: gathering.group, open: new Set() })
    const changes = this.#join(gathering.group.id, members, nowMs)
    return changes.map(change => (change.incident.id === gathering.group.id ? { ...change, told: 'opened' } : change))
  }

  /** @param member One that came back. */
  reopened({ id, parentId }: Incident): void {
    if (parentId !== null) this.#groups.get(parentId)?.open.add(id)
  }

  /** @param member Just closed. @returns The group incident, when that was its last one. */
  closed(member: Incident, nowMs: number): readonly GroupChange[] {
    const { id, parentId } = member
    this.#watch.left(member)
    const group = parentId === null ? this.#groupWith(id) : this.#groups.get(parentId)
    if (group === undefined || !group.open.delete(id) || group.open.size > 0) return []
    return [this.#close(group, nowMs)]
  }

  /** Closes groups of an earlier run none of whose members goes on. */
  closeEmpty(nowMs: number): readonly GroupChange[] {
    return [...this.#groups.values()].filter(({ open }) => open.size === 0).map(group => this.#close(group, nowMs))
  }

  /** The group of which an incident is a member that goes on. */
  #groupWith(id: string): OpenGroup | undefined {
    return [...this.#groups.values()].find(({ open }) => open.has(id))
  }

  #close(group: OpenGroup, nowMs: number): GroupChange {
    this.#groups.delete(group.incident.id)
    this.#watch.closed(group.incident.id)
    return { told: 'closed', incident: closedIncident(group.incident, 'members', nowMs) }
  }

  #join(groupId: string, members: readonly Incident[], nowMs: number): readonly GroupChange[] {
    const group = this.#groups.get(groupId)
    if (group === undefined) return []
    const changes: GroupChange[] = []
    for (const member of members) {
      // One of which the coordinator before had heard, too.
      const isListed = group.incident.members.some(({ incidentId }) => incidentId === member.id)
      if (!isListed) group.incident = withMember(group.incident, member, nowMs)
      group.open.add(member.id)
      changes.push({ told: 'updated', incident: { ...member, parentId: groupId } })
    }
    return [{ told: 'updated', incident: group.incident }, ...changes]
  }
}
