import type { Incident } from '../../model/incident.ts'
import type { Heard } from './adoption.ts'
import type { CaseChange } from './camera-case.ts'
import { type GroupChange, GroupIncidents } from './group-incidents.ts'
import type { GroupRules } from './group-watch.ts'
import type { Told } from './incident-writer.ts'
import { REPLAY_MS } from './replay-guard.ts'

export interface GroupKeeperOptions {
  readonly rules: GroupRules
  /** Incidents of a camera of ours that go on. */
  readonly openOf: (stream: string) => readonly Incident[]
  /** Whether it is ours to write an incident. */
  readonly isOurs: (incident: Incident) => boolean
  /** Puts a changed incident in the place of its old form. */
  readonly replace: (incident: Incident, told: Told) => void
}

/** Incidents of other members that are remembered: those that open within GROUP_WINDOW_S are enough. */
const MOST_HEARD = 5000

/**
 * Keeps the incidents of groups. In a fleet the member with slot 0 does, by what it sees itself and what it hears of the
 * others; that an incident belongs to a group is written by who owns its camera.
 */
export class GroupKeeper {
  readonly #options: GroupKeeperOptions
  readonly #groups: GroupIncidents
  /** Incidents of other members that go on, by id, oldest first. */
  readonly #heard = new Map<string, Incident>()
  /** Whether it is here that groups are kept. */
  #leads = false

  constructor(options: GroupKeeperOptions) {
    this.#options = options
    this.#groups = new GroupIncidents(options.rules)
  }

  /**
   * Takes up what the store has; who leads already takes from it which members go on.
   *
   * @param open All incidents that go on. @param heard What others told while the store was asked.
   */
  lead(open: readonly Incident[], heard: Iterable<Heard>, nowMs: number): void {
    const since = [...heard].filter(({ incident }) => incident.stream !== null && !this.#options.isOurs(incident))
    const going = new Map([...open, ...since.map(({ incident }) => incident)].map(one => [one.id, one]))
    const alive = [...going.values()].filter(({ state }) => state !== 'closed')
    if (this.#leads) this.#groups.refresh(alive)
    else this.#groups.resume(alive)
    for (const { told, incident } of since) {
      if (!this.#leads || told === 'closed') this.#hearMember(told, incident, nowMs)
    }
    this.#leads = true
    this.#tell(this.#groups.closeEmpty(nowMs))
    this.#gatherLeft(alive, nowMs)
  }

  /** Another member keeps them from now on. */
  forget(): void {
    this.#leads = false
    this.#groups.forget()
    this.#heard.clear()
  }

  get(id: string): Incident | undefined {
    return this.#groups.get(id)
  }

  /** Puts a changed group incident in the place of its old form. */
  replace(incident: Incident): void {
    this.#groups.replace(incident)
  }

  /** An incident of a camera of ours has changed. */
  changed({ what, incident }: CaseChange, nowMs: number): void {
    if (!this.#leads) return
    // Its camera was another member's before: what was heard of it then is old.
    this.#heard.delete(incident.id)
    if (what === 'opened') this.#opened(incident, nowMs)
    if (what === 'reopened') this.#groups.reopened(incident)
    if (what === 'closed') this.#tell(this.#groups.closed(incident, nowMs))
  }

  /** An incident of another member has changed. */
  hear(told: Told, incident: Incident, nowMs: number): void {
    if (this.#options.isOurs(incident)) return
    if (incident.group !== null) this.#join(incident)
    else if (this.#leads && incident.stream !== null) this.#hearMember(told, incident, nowMs)
  }

  #hearMember(told: Told, incident: Incident, nowMs: number): void {
    // One that is over may still be told of, with its last picture: it does not go on by that.
    if (told === 'closed' || incident.state === 'closed') {
      this.#heard.delete(incident.id)
      this.#tell(this.#groups.closed(incident, nowMs))
      return
    }
    this.#heard.set(incident.id, incident)
    const oldest = this.#heard.keys().next()
    if (this.#heard.size > MOST_HEARD && oldest.done !== true) this.#heard.delete(oldest.value)
    if (told === 'opened') this.#opened(incident, nowMs)
    else this.#groups.reopened(incident)
  }

  /** Who kept groups before may have died before it put together what had just been opened. */
  #gatherLeft(open: readonly Incident[], nowMs: number): void {
    const { windowMs } = this.#options.rules
    const left = open
      .filter(({ openedAtMs }) => nowMs - openedAtMs < windowMs + REPLAY_MS)
      .filter(({ id, stream, parentId }) => stream !== null && parentId === null && !this.#groups.hasOpen(id))
      .toSorted((a, b) => a.openedAtMs - b.openedAtMs)
    const current = ({ id }: Incident) => left.find(incident => incident.id === id)
    for (const incident of left) {
      if (!this.#options.isOurs(incident)) this.#heard.set(incident.id, incident)
      this.#tell(this.#groups.opened(incident, incident.openedAtMs, current))
    }
  }

  #opened(incident: Incident, nowMs: number): void {
    const current = ({ id, stream }: Incident) =>
      this.#options.openOf(stream ?? '').find(own => own.id === id) ?? this.#heard.get(id)
    this.#tell(this.#groups.opened(incident, nowMs, current))
  }

  /** Another member has a group incident: those of its members that are ours say so. */
  #join(group: Incident): void {
    if (group.state === 'closed') return
    for (const { stream, incidentId } of group.members) {
      const own = this.#options.openOf(stream).find(({ id }) => id === incidentId)
      if (own !== undefined && own.parentId !== group.id) {
        this.#options.replace({ ...own, parentId: group.id }, 'updated')
      }
    }
  }

  #tell(changes: readonly GroupChange[]): void {
    for (const { told, incident } of changes) {
      // Of others' cameras, their owners write it: they hear of the group.
      if (incident.stream === null || this.#options.isOurs(incident)) this.#options.replace(incident, told)
    }
  }
}
