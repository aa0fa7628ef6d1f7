import type { Fence } from '../../model/fence.ts'
import type { Incident } from '../../model/incident.ts'

export interface FencedIncident {
  readonly incident: Incident
  /** Right to write; null asks for none. */
  readonly fence: Fence | null
}

/** Where the members of a fleet keep incidents: what an owner wrote that is none any more has no effect. */
export interface FencedIncidents {
  /**
   * Writes incidents as `IncidentStore.save` does, each only while its fence holds.
   *
   * @returns Ids of those that were refused. @throws AppError `incident/store-failed`: nothing was written.
   */
  saveFenced(writes: readonly FencedIncident[]): Promise<readonly string[]>
}
