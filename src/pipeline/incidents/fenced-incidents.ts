import type { Fence } from '../../model/fence.ts'
import type { Incident } from '../../model/incident.ts'

/** A change to be told of. */
export interface ToldChange {
  readonly what: 'opened' | 'updated' | 'closed'
  /** Grows with each change that the writer tells of. */
  readonly number: number
}

export interface FencedIncident {
  readonly incident: Incident
  /** Right to write; null asks for none. */
  readonly fence: Fence | null
  /** What the members are told with the write, in order, and each once: a write without an answer may be made again. */
  readonly told?: readonly ToldChange[]
}

/** Where the members of a fleet keep incidents: what an owner wrote that is none any more has no effect. */
export interface FencedIncidents {
  /**
   * Writes incidents as `IncidentStore.save` does, each only while its fence holds, and tells of them in the same step: an
   * owner that dies has either written and told, or neither.
   *
   * @returns Ids of those that were refused. @throws AppError `incident/store-failed`: nothing was written.
   */
  saveFenced(writes: readonly FencedIncident[]): Promise<readonly string[]>
}
