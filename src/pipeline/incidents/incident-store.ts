import type { AuditEntry } from '../../model/audit-entry.ts'
import type { CameraProfile } from '../../model/camera-profile.ts'
import type { SelfTest } from '../../model/self-test.ts'
import type { Incident, IncidentKind, IncidentState, IncidentVerdict } from '../../model/incident.ts'
import type { AlarmStore } from './alarm-store.ts'
import type { EvidenceStore } from './evidence-store.ts'
import type { Page, PageQuery } from './page.ts'

/** Which incidents are asked for. A list of values means any of them; one that is left out, all. */
export interface IncidentFilter {
  readonly streams?: readonly string[]
  readonly groups?: readonly string[]
  readonly kinds?: readonly IncidentKind[]
  readonly states?: readonly IncidentState[]
  readonly verdicts?: readonly (IncidentVerdict | 'none')[]
  /** Opened at or after, epoch ms. */
  readonly fromMs?: number
  /** Opened before, epoch ms. */
  readonly toMs?: number
}

/** Seconds in which a camera was judged, was in maintenance, and was off its schedule. */
export type WatchedSeconds = readonly [judgedS: number, maintenanceS: number, offScheduleS: number]

/** What is kept of one hour. */
export interface WatchedHour {
  /** When any camera could be seen, in order, in seconds since the hour began. */
  readonly spans: readonly (readonly [fromS: number, toS: number])[]
  readonly cameras: Readonly<Record<string, WatchedSeconds>>
}

/** Points of the measures of many cameras, as their history keeps them. */
export interface MeasureBatch {
  readonly streams: readonly string[]
  /** End of each camera's point, epoch ms, and what it stands for, s. */
  readonly times: readonly number[]
  readonly lengths: readonly number[]
  /** As many for each camera. */
  readonly steps: Uint16Array
}

/** Whose counts are asked for: this member's of a fleet, those of all the others, or all put together. */
export type Whose = 'all' | 'own' | 'others'

/**
 * Where incidents, what people set for cameras, and what people did are kept. One process writes; where the members of a
 * fleet share a store, each writes of its own cameras, and what belongs to a fleet alone is said with each method.
 *
 * Every method rejects with AppError `incident/store-failed` when the store cannot be used.
 *
 * @example
 * await store.open()
 * await store.save([incident])
 * const { items, next } = await store.list({ kinds: ['black'] }, { cursor: null, limit: 50 })
 */
export interface IncidentStore extends EvidenceStore {
  /** Short name for logs: `libsql`, `redis`. */
  readonly name: string
  /** Where the alarms of its incidents are kept; open as long as it is. */
  readonly alarms: AlarmStore
  /** Makes what is missing. Safe to call again after it failed. */
  open(): Promise<void>
  /** Writes incidents, new ones or in place of those with their ids: all of them or none. Resolves once they are safe. */
  save(incidents: readonly Incident[]): Promise<void>
  get(id: string): Promise<Incident | null>
  /** Newest first. */
  list(filter: IncidentFilter, page: PageQuery): Promise<Page<Incident>>
  /** All that go on, and those that were closed at or after a moment, in order of opening. */
  current(closedSinceMs: number): Promise<readonly Incident[]>
  /** All that went on at some moment of a period, in order of opening. */
  during(fromMs: number, toMs: number): Promise<readonly Incident[]>
  /** `open`: of cameras, that go on; a group or the service is none. */
  count(): Promise<{ readonly total: number; readonly open: number }>
  /**
   * Deletes closed incidents that were opened before a moment, and the oldest of too many.
   *
   * @param keep Most incidents that stay; open ones stay in any case.
   * @param most Deletes no more than this at once.
   * @returns What was deleted.
   */
  removeOld(beforeMs: number, keep: number, most: number): Promise<readonly Incident[]>
  /** What was set, by stream. @param streams In a fleet: of these alone. */
  profiles(streams?: readonly string[]): Promise<ReadonlyMap<string, CameraProfile>>
  /** Keeps what was set, and that somebody did it: both or none. */
  saveProfile(stream: string, profile: CameraProfile, entry: AuditEntry): Promise<void>
  addAudit(entry: AuditEntry): Promise<void>
  /** The last self-test of some cameras, of those that had one. */
  selfTests(streams: readonly string[]): Promise<ReadonlyMap<string, SelfTest>>
  /** Replaces the last self-test of a camera. */
  saveSelfTest(stream: string, test: SelfTest): Promise<void>
  /** Newest first. @param stream Null for all. */
  audit(stream: string | null, page: PageQuery): Promise<Page<AuditEntry>>
  /** Deletes entries of before a moment. */
  removeOldAudit(beforeMs: number): Promise<void>
  /** Replaces what is kept of one hour. @param hourMs Its beginning, epoch ms. */
  saveHour(hourMs: number, hour: WatchedHour): Promise<void>
  /** Hours that begin within a period, by their beginning. @param whose In a fleet; `all` when left out. */
  hours(fromMs: number, toMs: number, whose?: Whose): Promise<ReadonlyMap<number, WatchedHour>>
  removeOldHours(beforeMs: number): Promise<void>
  /**
   * Keeps points of measures.
   *
   * @param atMs Whole ms; replaces what was kept of this very moment.
   * @param slot In a fleet: of the cameras.
   */
  saveMeasures(atMs: number, batch: MeasureBatch, slot?: number): Promise<void>
  /** What was kept at or after a moment, oldest first. What cannot be read is left out. @param slots In a fleet. */
  measures(sinceMs: number, slots?: readonly number[]): Promise<readonly MeasureBatch[]>
  removeOldMeasures(beforeMs: number, slots?: readonly number[]): Promise<void>
  /** Resolves when the store answers. */
  ping(): Promise<void>
  close(): Promise<void>
}
