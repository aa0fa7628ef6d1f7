import type { AuditEntry } from '../model/audit-entry.ts'
import type { FaultKind } from '../model/fault.ts'
import type { CameraProfile } from '../model/camera-profile.ts'
import type { Incident, IncidentVerdict, PictureRole } from '../model/incident.ts'
import type { Hand } from '../pipeline/incidents/incident-change.ts'
import type { IncidentFilter } from '../pipeline/incidents/incident-store.ts'
import type { Page, PageQuery } from '../pipeline/incidents/page.ts'
import type { KeptFrame } from '../pipeline/frame-shelf.ts'
import type { AvailabilityReport } from './report-view.ts'
import type { CameraView } from './camera-view.ts'
import type { EventLog } from './event-log.ts'
import type { PictureWish } from './live-pictures.ts'
import type { MeasurePoint } from './point-ring.ts'
import type { TimeSpan } from './time-spans.ts'
import type { SystemView } from './system-view.ts'

/** One measure of one camera over a period. */
export interface SeriesView {
  readonly measure: string
  readonly unit: string
  readonly kind: FaultKind | null
  readonly points: readonly MeasurePoint[]
  readonly limit: number | null
  /** What is usual, null where that differs from camera to camera. */
  readonly usual: number | null
  /** While an incident of its kind went on, epoch ms. */
  readonly alarms: readonly (readonly [fromMs: number, toMs: number])[]
}

/** The measures of one camera over a period. */
export interface MeasuresView {
  readonly series: readonly SeriesView[]
  /** When its pictures were measured, in order: of the rest nothing is known. */
  readonly seen: readonly TimeSpan[]
}

/** Which cameras and when, for a report. Lists that are left out mean all. */
export interface ReportWish {
  readonly fromMs: number
  readonly toMs: number
  readonly streams?: readonly string[]
  readonly groups?: readonly string[]
}

/** A picture of an incident, with what is to be drawn on it. */
export interface IncidentPictureView {
  readonly jpeg: Uint8Array
  readonly atMs: number
}

/** What the dashboard's API asks of the service. Times are epoch ms. */
export interface OverviewControl {
  readonly events: EventLog
  cameras(): readonly CameraView[]
  /** Those of some cameras that are watched. */
  camerasOf(streams: Iterable<string>): readonly CameraView[]
  /** Subscribed cameras that nobody here knows of: another member of the fleet watches them, or none does. @param known Those that are. */
  awayCameras(known: { has(stream: string): boolean }): readonly CameraView[]
  /** What people call a camera; null when it has no name of its own, or is not subscribed. */
  nameOf(stream: string): string | null
  /** @throws AppError `camera/not-found` */
  camera(stream: string): CameraView
  /** @throws AppError `camera/not-found`, `incident/store-failed` */
  measures(stream: string, fromMs: number, toMs: number, most: number): Promise<MeasuresView>
  /** @throws AppError `camera/not-found`, `camera/no-frame` */
  picture(stream: string, wish: PictureWish): Promise<KeptFrame>
  /** Gives each frame to a viewer. @returns Ends it. @throws AppError `camera/not-found` */
  video(stream: string, viewer: (frame: KeptFrame) => void): () => void
  render(stream: string, frame: KeptFrame, wish: PictureWish): Promise<Uint8Array>
  /** @throws AppError `camera/not-found` */
  profile(stream: string): CameraProfile
  /** @param action For the audit list. @throws AppError `camera/not-found`, `incident/store-failed` */
  changeProfile(
    stream: string,
    action: string,
    by: string,
    edit: (profile: CameraProfile) => CameraProfile
  ): Promise<CameraProfile>
  /** Takes what the camera shows now as what it usually shows. @throws AppError `camera/not-found`, `camera/no-frame` */
  acceptView(stream: string, by: string): Promise<void>

  incidents(filter: IncidentFilter, page: PageQuery): Promise<Page<Incident>>
  /** Incidents of cameras that go on; in a fleet those of groups and of the service too. */
  openCount(): Promise<number>
  /** @throws AppError `incident/not-found`, `incident/store-failed` */
  incident(id: string): Promise<Incident>
  /** @throws AppError `incident/not-found`, `snapshot/not-found` and those of the snapshot store */
  incidentPicture(id: string, role: PictureRole, wish: PictureWish): Promise<IncidentPictureView>
  /** Of a group incident: its members too. @throws AppError `incident/not-found`, `incident/store-failed` */
  acknowledge(id: string, hand: Hand): Promise<Incident>
  unacknowledge(id: string, hand: Hand): Promise<Incident>
  judge(id: string, verdict: IncidentVerdict | null, hand: Hand): Promise<Incident>

  /** @throws AppError `incident/store-failed` */
  report(wish: ReportWish): Promise<AvailabilityReport>
  audit(stream: string | null, page: PageQuery): Promise<Page<AuditEntry>>
  system(): Promise<SystemView>
}
