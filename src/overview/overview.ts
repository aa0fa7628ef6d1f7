import { AppError } from '../errors.ts'
import type { Log } from '../lib/log.ts'
import type { AuditEntry } from '../model/audit-entry.ts'
import type { CameraNumbers } from '../model/camera-figures.ts'
import { type CameraProfile, EMPTY_PROFILE, groupsOf } from '../model/camera-profile.ts'
import type { CameraReport, CameraStateName } from '../model/camera-state.ts'
import type { Incident, IncidentVerdict, PictureRole } from '../model/incident.ts'
import type { KeptFrame } from '../pipeline/frame-shelf.ts'
import type { WatchedPlace } from '../pipeline/incidents/camera-case.ts'
import type { Hand } from '../pipeline/incidents/incident-change.ts'
import { IncidentKeeper } from '../pipeline/incidents/incident-keeper.ts'
import type { IncidentFilter, IncidentStore, Page, PageQuery } from '../pipeline/incidents/incident-store.ts'
import type { ServiceCheck } from '../pipeline/incidents/service-incident.ts'
import type { Told } from '../pipeline/incidents/incident-writer.ts'
import type { StoredPicture } from '../pipeline/incidents/picture-inbox.ts'
import type { SnapshotStore } from '../pipeline/snapshots/snapshot-store.ts'
import type { AvailabilityReport } from './availability-report.ts'
import { CameraBoard } from './camera-board.ts'
import { CameraProfiles } from './camera-profiles.ts'
import type { CameraView } from './camera-view.ts'
import { EventLog } from './event-log.ts'
import { IncidentDesk } from './incident-desk.ts'
import { type FrameShards, LivePictures, type PictureWish } from './live-pictures.ts'
import { makeReport } from './make-report.ts'
import { MeasureHistory } from './measure-history.ts'
import { measureSeries } from './measure-series.ts'
import type { IncidentPictureView, OverviewControl, ReportWish, SeriesView } from './overview-control.ts'
import { IncidentRetention } from './incident-retention.ts'
import type { SystemView } from './system-view.ts'
import { WatchedHours } from './watched-hours.ts'

export interface OverviewShards extends FrameShards {
  setProfile(stream: string, profile: CameraProfile | null): void
  acceptView(stream: string): Promise<void>
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
    readonly keptIncidents: number
    readonly timeZone: string
    readonly maxPixels: number
  }
  readonly clock: () => number
  readonly random: () => number
  readonly log: Log
}

const TICK_MS = 1000
/** Changed cameras are told at most so often, ms. */
const TELL_CAMERAS_MS = 250

/** What people see and set: the state of every camera, incidents, settings, reports and events. Lives in the main thread. */
export class Overview implements OverviewControl {
  readonly events: EventLog
  readonly #options: OverviewOptions
  readonly #keeper: IncidentKeeper
  readonly #profiles: CameraProfiles
  readonly #board: CameraBoard
  readonly #history = new MeasureHistory()
  readonly #hours: WatchedHours
  readonly #pictures: LivePictures
  readonly #retention: IncidentRetention
  readonly #desk: IncidentDesk
  #timers: NodeJS.Timeout[] = []

  constructor(options: OverviewOptions) {
    const { store, snapshots, shards, settings, clock, random, log } = options
    this.#options = options
    this.events = new EventLog(`${clock().toString(36)}${Math.floor(random() * 1296).toString(36)}`)
    this.#keeper = new IncidentKeeper({
      store,
      reopenWindowMs: settings.reopenWindowMs,
      groupWindowMs: settings.groupWindowMs,
      groupMinCameras: settings.groupMinCameras,
      placeOf: (stream, nowMs) => this.#placeOf(stream, nowMs),
      onTold: (told, incident) => this.#onIncident(told, incident),
      removePictures: keys => snapshots.remove(keys),
      clock,
      random,
      log
    })
    this.#profiles = new CameraProfiles({
      store,
      newId: nowMs => this.#keeper.newId(nowMs),
      clock,
      onChange: (stream, profile) => this.#onProfile(stream, profile),
      log
    })
    this.#board = new CameraBoard({
      profileOf: stream => this.#profiles.get(stream),
      openIncidentsOf: stream => this.#keeper.openOf(stream),
      clock
    })
    this.#hours = new WatchedHours({ store, log })
    this.#retention = new IncidentRetention({ store, snapshots, settings, clock, log })
    this.#desk = new IncidentDesk({
      store,
      snapshots,
      keeper: this.#keeper,
      profileOf: stream => this.#profiles.get(stream),
      maxPixels: settings.maxPixels,
      clock
    })
    this.#pictures = new LivePictures({
      shards,
      profileOf: stream => this.#profiles.get(stream),
      regionOf: stream => this.#board.view(stream)?.faults.find(({ mask }) => mask !== null)?.mask ?? null,
      maxPixels: settings.maxPixels
    })
  }

  /** Takes up what is kept; what cannot be read now is read later. */
  async start(): Promise<void> {
    await this.#profiles.start()
    await this.#keeper.start()
    await this.#hours.start(this.#options.clock())
    this.#retention.start()
    this.#timers = [
      setInterval(() => this.#tick(), TICK_MS).unref(),
      setInterval(() => this.#tellCameras(), TELL_CAMERAS_MS).unref()
    ]
  }

  /** Keeps what there is to keep. The shards must have ended: nothing is taken any more. */
  async close(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer)
    await Promise.all([this.#retention.close(), this.#profiles.close()])
    await this.#keeper.close()
    await this.#hours.save()
    await this.#options.store.close()
  }

  /** Replaces the cameras that are watched. */
  setCameras(streams: readonly string[]): void {
    const nowMs = this.#options.clock()
    for (const stream of this.#board.setCameras(streams)) {
      this.#history.remove(stream)
      this.events.add({ type: 'camera-removed', stream }, nowMs)
    }
    this.#keeper.setCameras(streams)
  }

  takeReport(report: CameraReport): void {
    this.#keeper.take(report)
    this.#board.take(report)
  }

  takePicture(picture: StoredPicture): void {
    this.#keeper.takePicture(picture)
  }

  takeFigures(numbers: CameraNumbers): void {
    this.#board.takeFigures(numbers)
  }

  takePoints(numbers: CameraNumbers): void {
    this.#history.take(numbers, this.#options.clock())
  }

  takeFrame(stream: string, frame: KeptFrame): void {
    this.#pictures.take(stream, frame)
  }

  /** A shard was started again. */
  resumeVideos(): void {
    this.#pictures.resume()
  }

  /** What was set for a camera, null when nothing was. */
  ownProfile(stream: string): CameraProfile | null {
    const profile = this.#profiles.get(stream)
    return profile === EMPTY_PROFILE ? null : profile
  }

  cameras(): readonly CameraView[] {
    return this.#board.views()
  }

  camerasOf(streams: Iterable<string>): readonly CameraView[] {
    return [...streams].flatMap(stream => this.#board.view(stream) ?? [])
  }

  camera(stream: string): CameraView {
    const view = this.#board.view(stream)
    if (view !== null) return view
    const message = `There is no subscribed camera ${JSON.stringify(stream)}`
    throw new AppError('camera/not-found', message, { stream, messageZh: `没有订阅摄像机 ${JSON.stringify(stream)}` })
  }

  async measures(stream: string, fromMs: number, toMs: number, most: number): Promise<readonly SeriesView[]> {
    this.camera(stream)
    await this.#keeper.writer.flush()
    const incidents = await this.#options.store.list({ streams: [stream], toMs }, { cursor: null, limit: 200 })
    const profile = this.#profiles.get(stream)
    return measureSeries(this.#history, { stream, fromMs, toMs, most, profile, incidents: incidents.items })
  }

  async picture(stream: string, wish: PictureWish): Promise<KeptFrame> {
    this.camera(stream)
    const frame = await this.#pictures.picture(stream, wish)
    if (frame === null) throw noFrame(stream)
    return frame
  }

  video(stream: string, viewer: (frame: KeptFrame) => void): () => void {
    this.camera(stream)
    return this.#pictures.watch(stream, viewer)
  }

  render(stream: string, frame: KeptFrame, wish: PictureWish): Promise<Uint8Array> {
    return this.#pictures.render(stream, frame, wish)
  }

  profile(stream: string): CameraProfile {
    this.camera(stream)
    return this.#profiles.get(stream)
  }

  changeProfile(
    stream: string,
    action: string,
    by: string,
    edit: (profile: CameraProfile) => CameraProfile
  ): Promise<CameraProfile> {
    this.camera(stream)
    return this.#profiles.change(stream, action, by, edit)
  }

  async acceptView(stream: string, by: string): Promise<void> {
    if (this.camera(stream).shape === null) throw noFrame(stream)
    await this.#options.shards.acceptView(stream)
    await this.#desk.note('accept-view', stream, by, {})
  }

  async incidents(filter: IncidentFilter, page: PageQuery): Promise<Page<Incident>> {
    // What was told a moment ago is on the list.
    await this.#keeper.writer.flush()
    return this.#options.store.list(filter, page)
  }

  openCount(): number {
    return this.#keeper.openCount
  }

  incident(id: string): Promise<Incident> {
    return this.#keeper.get(id)
  }

  incidentPicture(id: string, role: PictureRole, wish: PictureWish): Promise<IncidentPictureView> {
    return this.#desk.picture(id, role, wish)
  }

  acknowledge(id: string, hand: Hand): Promise<Incident> {
    return this.#desk.acknowledge(id, hand)
  }

  unacknowledge(id: string, hand: Hand): Promise<Incident> {
    return this.#desk.unacknowledge(id, hand)
  }

  judge(id: string, verdict: IncidentVerdict | null, hand: Hand): Promise<Incident> {
    return this.#desk.judge(id, verdict, hand)
  }

  async report(wish: ReportWish): Promise<AvailabilityReport> {
    await this.#keeper.writer.flush()
    const { store, settings, clock } = this.#options
    return makeReport(wish, {
      store,
      hours: this.#hours,
      watched: [...this.#board.streams],
      profileOf: stream => this.#profiles.get(stream),
      timeZone: settings.timeZone,
      nowMs: clock()
    })
  }

  audit(stream: string | null, page: PageQuery): Promise<Page<AuditEntry>> {
    return this.#options.store.audit(stream, page)
  }

  async system(): Promise<SystemView> {
    const { store } = this.#options
    const isWriting = this.#keeper.isReady && !this.#keeper.writer.isFailing
    const count = await store.count().catch(() => null)
    return this.#options.system({
      kind: store.name,
      ok: isWriting && count !== null,
      count: count?.total ?? 0,
      open: this.#keeper.openCount
    })
  }

  #placeOf(stream: string, nowMs: number): WatchedPlace {
    const profile = this.#profiles.get(stream)
    const isSilent = profile.maintenanceUntilMs !== null && nowMs < profile.maintenanceUntilMs
    return { stream, groups: groupsOf(stream, profile), silent: isSilent ? 'maintenance' : null }
  }

  #onIncident(told: Told, incident: Incident): void {
    this.events.add({ type: `incident-${told}`, incident }, this.#options.clock())
    if (incident.stream !== null) this.#board.touch(incident.stream)
  }

  #onProfile(stream: string, profile: CameraProfile): void {
    this.#options.shards.setProfile(stream, profile)
    this.#board.touch(stream)
    this.#board.tick(this.#options.clock())
    this.events.add({ type: 'settings', stream }, this.#options.clock())
  }

  #tick(): void {
    const nowMs = this.#options.clock()
    this.#board.tick(nowMs)
    const states: [string, CameraStateName][] = []
    for (const stream of this.#board.streams) states.push([stream, this.#board.stateOf(stream) ?? 'waiting'])
    this.#hours.tick(states, nowMs)
    this.#keeper.takeChecks(this.#options.checks())
  }

  #tellCameras(): void {
    const streams = this.#board.takeChanged()
    if (streams.length > 0) this.events.add({ type: 'cameras', streams }, this.#options.clock())
  }
}

function noFrame(stream: string): AppError {
  const message = `Camera ${JSON.stringify(stream)} has sent no frame yet`
  return new AppError('camera/no-frame', message, {
    stream,
    messageZh: `摄像机 ${JSON.stringify(stream)} 尚未发来画面`
  })
}
