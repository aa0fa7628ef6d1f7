import type { Log } from '../lib/log.ts'
import type { Fence } from '../model/fence.ts'
import type { CameraProfile } from '../model/camera-profile.ts'
import type { Incident } from '../model/incident.ts'
import type { IncidentStore } from '../pipeline/incidents/incident-store.ts'
import type { Told, WritersFence } from '../pipeline/incidents/incident-writer.ts'
import type { ServiceCheck } from '../pipeline/incidents/service-incident.ts'
import type { SnapshotStore } from '../pipeline/snapshots/snapshot-store.ts'
import type { CameraView } from './camera-view.ts'
import type { EventLog } from './event-log.ts'
import type { IncidentOrder } from './incident-order.ts'
import type { FrameShards } from './live-pictures.ts'
import type { SystemView } from './system-view.ts'

export interface OverviewShards extends FrameShards {
  setProfile(stream: string, profile: CameraProfile | null): void
  acceptView(stream: string): Promise<void>
  /** Whether frames of a camera can be read and judged now. */
  watches(stream: string): boolean
}

/** In a fleet: what of everything is this member's. */
export interface OverviewShare {
  readonly fence: WritersFence
  /** Whether a camera is this member's now. */
  readonly owns: (stream: string) => boolean
  /** Sweeps by age, and incidents of groups and of the service, are its. */
  readonly isCoordinator: () => boolean
  /** Has something done to incidents of others' cameras by the members that own them; see `IncidentOrder`. */
  readonly give: (items: readonly { stream: string; incidentId: string }[], order: IncidentOrder) => Promise<void>
  /** How everything that the members depend on is, for the coordinator; null while nobody can say. */
  readonly mergeChecks: (own: readonly ServiceCheck[]) => readonly ServiceCheck[] | null
  /** Tells the other members that somebody has set something for a camera. */
  readonly tellSettings: (stream: string) => void
  /** Right to write for a camera; null when it is not ours. */
  readonly fenceOf: (stream: string) => Fence | null
  /** Of the fleet; measures are kept by slot. */
  readonly slotOf: (stream: string) => number
}

export interface OverviewOptions {
  readonly store: IncidentStore
  readonly snapshots: Pick<SnapshotStore, 'get' | 'remove'>
  readonly shards: OverviewShards
  /** How what the service depends on is, as far as that is known without asking. */
  readonly checks: () => readonly ServiceCheck[]
  readonly system: (incidents: SystemView['incidents']) => Promise<SystemView>
  readonly settings: {
    readonly reopenWindowMs: number
    readonly groupWindowMs: number
    readonly groupMinCameras: number
    readonly retentionMs: number
    /** MEASURE_DAYS, ms. */
    readonly evidenceMs: number
    readonly keptIncidents: number
    readonly timeZone: string
    readonly maxPixels: number
  }
  /** Where events are kept; left out: in the memory of this process. @param viewsOf How some cameras are now. */
  readonly events?: (viewsOf: (streams: readonly string[]) => readonly CameraView[]) => EventLog
  /** Told that an incident of this process was opened or closed, or has changed; left out: nobody is. */
  readonly onIncident?: (told: Told, incident: Incident) => void
  readonly clock: () => number
  /** Epoch ms, for what is deleted by its age. */
  readonly ageClock: () => number
  /** Rising, ms. */
  readonly steadyClock: () => number
  readonly random: () => number
  readonly log: Log
  /** Left out: no fleet, all is ours. */
  readonly share?: OverviewShare | undefined
}
