import { AppError } from '../errors.ts'
import { withDeadline } from '../lib/deadline.ts'
import type { AuditEntry } from '../model/audit-entry.ts'
import type { CameraProfile } from '../model/camera-profile.ts'
import type { Incident, IncidentVerdict, PictureRole } from '../model/incident.ts'
import type { KeptFrame } from '../pipeline/frame-shelf.ts'
import type { Hand } from '../pipeline/incidents/incident-change.ts'
import type { IncidentFilter } from '../pipeline/incidents/incident-store.ts'
import type { Page, PageQuery } from '../pipeline/incidents/page.ts'
import type { CameraView } from './camera-view.ts'
import type { EventLog } from './event-log.ts'
import type { PictureWish } from './live-pictures.ts'
import { makeReport } from './make-report.ts'
import type { IncidentPictureView, OverviewControl, MeasuresView, ReportWish } from './overview-control.ts'
import type { OverviewOptions } from './overview-options.ts'
import type { OverviewParts } from './overview-parts.ts'
import type { AvailabilityReport } from './report-view.ts'
import type { SystemView } from './system-view.ts'

const ASK_MS = 2000

/** Everything that people ask of the overview, each question led to the part that answers it. */
export class OverviewDesk implements OverviewControl {
  readonly events: EventLog
  readonly #options: OverviewOptions
  readonly #parts: OverviewParts

  constructor(options: OverviewOptions, parts: OverviewParts, events: EventLog) {
    this.#options = options
    this.#parts = parts
    this.events = events
  }

  cameras(): readonly CameraView[] {
    return this.#parts.cameraDesk.cameras()
  }

  camerasOf(streams: Iterable<string>): readonly CameraView[] {
    return this.#parts.cameraDesk.camerasOf(streams)
  }

  awayCameras(known: { has(stream: string): boolean }): readonly CameraView[] {
    return this.#parts.cameraDesk.awayCameras(known)
  }

  nameOf(stream: string): string | null {
    return this.#parts.cameraDesk.nameOf(stream)
  }

  camera(stream: string): CameraView {
    return this.#parts.cameraDesk.camera(stream)
  }

  measures(stream: string, fromMs: number, toMs: number, most: number): Promise<MeasuresView> {
    return this.#parts.cameraDesk.measures(stream, fromMs, toMs, most)
  }

  picture(stream: string, wish: PictureWish): Promise<KeptFrame> {
    return this.#parts.cameraDesk.picture(stream, wish)
  }

  video(stream: string, viewer: (frame: KeptFrame) => void): () => void {
    return this.#parts.cameraDesk.video(stream, viewer)
  }

  render(stream: string, frame: KeptFrame, wish: PictureWish): Promise<Uint8Array> {
    return this.#parts.cameraDesk.render(stream, frame, wish)
  }

  profile(stream: string): CameraProfile {
    return this.#parts.cameraDesk.profile(stream)
  }

  changeProfile(
    stream: string,
    action: string,
    by: string,
    edit: (profile: CameraProfile) => CameraProfile
  ): Promise<CameraProfile> {
    return this.#parts.cameraDesk.changeProfile(stream, action, by, edit)
  }

  acceptView(stream: string, by: string): Promise<void> {
    return this.#parts.cameraDesk.acceptView(stream, by)
  }

  incidents(filter: IncidentFilter, page: PageQuery): Promise<Page<Incident>> {
    return this.#parts.incidentDesk.list(filter, page)
  }

  async openCount(): Promise<number> {
    if (this.#options.share === undefined) return this.#parts.incidentDesk.openCount
    return (await this.#options.store.count()).open
  }

  incident(id: string): Promise<Incident> {
    return this.#parts.incidentDesk.get(id)
  }

  incidentPicture(id: string, role: PictureRole, wish: PictureWish): Promise<IncidentPictureView> {
    return this.#parts.incidentDesk.picture(id, role, wish)
  }

  acknowledge(id: string, hand: Hand): Promise<Incident> {
    return this.#parts.incidentDesk.acknowledge(id, hand)
  }

  unacknowledge(id: string, hand: Hand): Promise<Incident> {
    return this.#parts.incidentDesk.unacknowledge(id, hand)
  }

  judge(id: string, verdict: IncidentVerdict | null, hand: Hand): Promise<Incident> {
    return this.#parts.incidentDesk.judge(id, verdict, hand)
  }

  /** Tells in the timeline of an incident that something was done about it. */
  remark(id: string, text: { readonly en: string; readonly zh: string }, hand: Hand): Promise<Incident> {
    return this.#parts.incidentDesk.remark(id, text, hand)
  }

  async report(wish: ReportWish): Promise<AvailabilityReport> {
    const { store, settings, clock } = this.#options
    const { incidentDesk, hours, board, profiles } = this.#parts
    await incidentDesk.settle()
    return makeReport(wish, {
      store,
      hours,
      watched: [...board.subscribed],
      profileOf: stream => profiles.get(stream),
      timeZone: settings.timeZone,
      nowMs: clock()
    })
  }

  audit(stream: string | null, page: PageQuery): Promise<Page<AuditEntry>> {
    return this.#options.store.audit(stream, page)
  }

  /** Brings what was changed a moment ago into the store. */
  settle(): Promise<void> {
    return this.#parts.incidentDesk.settle()
  }

  async system(): Promise<SystemView> {
    const { store } = this.#options
    // Whoever looks at this page does so when something is wrong: nobody waits for a store that hangs.
    const [isOk, count] = await Promise.all([
      withDeadline(this.storeAnswers(), ASK_MS, 'Asking the incident store').then(
        () => true,
        () => false
      ),
      withDeadline(store.count(), ASK_MS, 'Counting incidents').catch(() => null)
    ])
    const open = this.#options.share === undefined ? this.#parts.incidentDesk.openCount : (count?.open ?? 0)
    return this.#options.system({ kind: store.name, ok: isOk, count: count?.total ?? 0, open })
  }

  /** Resolves when the store of incidents answers, and has taken what was last to be kept. @throws AppError `incident/store-failed` */
  async storeAnswers(): Promise<void> {
    const { keeper } = this.#parts
    await this.#options.store.ping()
    if (!keeper.isReady) throw new AppError('incident/store-failed', 'Open incidents have not been read yet')
    if (!keeper.writer.isFailing) return
    throw new AppError(
      'incident/store-failed',
      `${keeper.writer.waiting} incidents wait to be kept: ${keeper.writer.trouble}`
    )
  }
}
