import { errorText } from '../errors.ts'
import { withDeadline } from '../lib/deadline.ts'
import type { CameraNumbers } from '../model/camera-figures.ts'
import { type CameraProfile, EMPTY_PROFILE, groupsOf } from '../model/camera-profile.ts'
import { CAMERA_STATES, type CameraReport, type CameraStateName } from '../model/camera-state.ts'
import type { EvidenceRun } from '../model/evidence.ts'
import type { Incident } from '../model/incident.ts'
import type { KeptFrame } from '../pipeline/frame-shelf.ts'
import type { Chosen } from '../pipeline/incidents/adoption.ts'
import type { WatchedPlace } from '../pipeline/incidents/camera-case.ts'
import type { IncidentStore } from '../pipeline/incidents/incident-store.ts'
import type { Told } from '../pipeline/incidents/incident-writer.ts'
import type { StoredPicture } from '../pipeline/incidents/picture-inbox.ts'
import type { EventLog } from './event-log.ts'
import { incidentOrder, ordered } from './incident-order.ts'
import { MemoryEventLog } from './memory-event-log.ts'
import { OverviewDesk } from './overview-desk.ts'
import type { OverviewObserver } from './overview-observer.ts'
import type { OverviewOptions } from './overview-options.ts'
import { createOverviewParts, type OverviewParts } from './overview-parts.ts'

/** For the metrics. */
export interface IncidentTotals {
  readonly open: number
  /** Changes that are not in the store yet. */
  readonly waiting: number
  /** Given up while the store was down for too long. */
  readonly lost: number
  /** Opened since the start, by kind. */
  readonly opened: ReadonlyMap<string, number>
}

const TICK_MS = 1000
const CLOSE_MS = 2000
const ADOPT_MS = 2000
/** Changed cameras are told at most so often, ms. */
const TELL_CAMERAS_MS = 250

/** What people see and set: the state of every camera, incidents, settings, reports and events. Lives in the main thread. */
export class Overview {
  readonly events: EventLog
  /** What people ask of it. */
  readonly desk: OverviewDesk
  readonly #options: OverviewOptions
  readonly #parts: OverviewParts
  readonly #opened = new Map<string, number>()
  #observer: OverviewObserver | null = null
  #timers: NodeJS.Timeout[] = []

  constructor(options: OverviewOptions) {
    const { clock, random } = options
    this.#options = options
    this.events =
      options.events?.(streams => this.desk.camerasOf(streams)) ??
      new MemoryEventLog(`${clock().toString(36)}${Math.floor(random() * 1296).toString(36)}`)
    this.#parts = createOverviewParts(options, {
      placeOf: (stream, nowMs) => this.#placeOf(stream, nowMs),
      onIncident: (told, incident) => this.#onIncident(told, incident),
      onProfile: (stream, profile, isSetHere) => this.#onProfile(stream, profile, isSetHere)
    })
    this.desk = new OverviewDesk(options, this.#parts, this.events)
  }

  /** @param observer Is told of everything from now on, in place of any before. */
  observe(observer: OverviewObserver): void {
    this.#observer = observer
  }

  /** Takes up what is kept; what cannot be read now is read later. */
  async start(): Promise<void> {
    const { profiles, keeper, hours, measures, evidence, retention } = this.#parts
    // At once, so that a store that is down holds up the start of the service no longer than one of them waits.
    const nowMs = this.#options.clock()
    await Promise.all([profiles.start(), keeper.start(), hours.start(nowMs), measures.start()])
    retention.start()
    evidence.start()
    this.events.start()
    this.#timers = [
      setInterval(() => this.tick(), TICK_MS).unref(),
      setInterval(() => this.#tellCameras(), TELL_CAMERAS_MS).unref()
    ]
  }

  /** Keeps what there is to keep. The shards must have ended: nothing is taken any more. */
  async close(): Promise<void> {
    const { profiles, keeper, hours, measures, evidence, retention } = this.#parts
    for (const timer of this.#timers) clearInterval(timer)
    const histories = [hours.save(), measures.close(), evidence.close()]
    const kept = Promise.all([retention.close(), profiles.close(), keeper.close(), ...histories])
    // A store that does not answer must not keep the process from ending in its time.
    await withDeadline(kept, CLOSE_MS, 'Keeping what people see').catch(cause => {
      this.#options.log.warn({ error: errorText(cause) }, 'Ending without the incident store')
    })
    await this.events.close()
    await this.#options.store.close()
  }

  /**
   * Replaces the cameras that are watched.
   *
   * @param subscribed In a fleet: those of all members.
   */
  setCameras(streams: readonly string[], subscribed: Iterable<string> = streams): void {
    const { board, history, keeper } = this.#parts
    const nowMs = this.#options.clock()
    for (const stream of board.setCameras(streams, subscribed)) {
      this.events.add({ type: 'camera-removed', stream }, nowMs)
      this.#observer?.removed(stream)
    }
    history.keepOnly(streams)
    keeper.setCameras(streams)
  }

  /**
   * In a fleet: cameras are ours from now on. Takes up what the member before has left, which goes on behind this where
   * the store is slow; `setCameras` has named the cameras before.
   */
  async adopt(streams: readonly string[], isTaken: Chosen): Promise<void> {
    const { profiles, keeper, measures } = this.#parts
    void measures.adopt(streams)
    const taken = Promise.all([profiles.adopt(streams), keeper.adopt(isTaken)])
    await withDeadline(taken, ADOPT_MS, 'Taking up cameras').catch(cause => {
      this.#options.log.warn(
        { error: errorText(cause) },
        'Cameras are watched before all of what was known of them is read'
      )
    })
  }

  /** In a fleet: cameras are another member's soon. Resolves once all that is known of them is kept. */
  async letGo(streams: readonly string[], isLeaving: Chosen): Promise<void> {
    const { keeper, measures, evidence } = this.#parts
    await Promise.all([keeper.letGo(isLeaving), measures.letGo(streams), evidence.letGo(streams)])
  }

  /** In a fleet: cameras are another member's by now; nothing of them is kept. */
  drop(isLost: Chosen): void {
    this.#parts.keeper.drop(isLost)
  }

  /** In a fleet: an incident of another member has changed. */
  hear(told: Told, incident: Incident): void {
    this.#parts.keeper.hear(told, incident)
  }

  /** In a fleet: changes of incidents of other members may have been missed. */
  missed(): void {
    void this.#parts.keeper.readGroups()
  }

  takeReport(report: CameraReport): void {
    if (!this.#isOurs(report.stream)) return
    this.#parts.keeper.take(report)
    this.#parts.board.take(report)
  }

  takePicture(picture: StoredPicture): void {
    // It might otherwise delete a picture of an incident that another member goes on with.
    if (!this.#isOurs(picture.stream)) return
    this.#parts.keeper.takePicture(picture)
  }

  takeFigures(numbers: CameraNumbers): void {
    this.#parts.board.takeFigures(numbers)
  }

  takePoints(numbers: CameraNumbers): void {
    this.#parts.history.take(numbers, this.#options.clock())
  }

  takeEvidence(runs: readonly EvidenceRun[]): void {
    this.#parts.evidence.take(runs.filter(({ stream }) => this.#isOurs(stream)))
  }

  takeFrame(stream: string, frame: KeptFrame): void {
    this.#parts.pictures.take(stream, frame)
  }

  /** A shard was started again. */
  resumeVideos(): void {
    this.#parts.pictures.resume()
  }

  /** In a fleet: reads anew what other members have set. @param streams Null for all. */
  async readSettings(streams: readonly string[] | null): Promise<void> {
    await this.#parts.profiles.adopt(streams ?? [...this.#parts.board.subscribed])
  }

  /** What was set for a camera, null when nothing was. */
  ownProfile(stream: string): CameraProfile | null {
    const profile = this.#parts.profiles.get(stream)
    return profile === EMPTY_PROFILE ? null : profile
  }

  /** What frames of a camera were judged by, as far as it is kept. @throws AppError `incident/store-failed` */
  evidence(stream: string): Promise<readonly EvidenceRun[]> {
    return this.#parts.evidence.read(stream)
  }

  /** Where self-tests of cameras are kept. */
  get selfTestStore(): Pick<IncidentStore, 'selfTests' | 'saveSelfTest'> {
    return this.#options.store
  }

  /** Frames a second of the camera that sends most. */
  get fastestFps(): number {
    return this.#parts.board.fastestFps
  }

  /** By whichever member of a fleet it is watched. */
  isSubscribed(stream: string): boolean {
    return this.#parts.board.subscribed.has(stream)
  }

  /** How many cameras are in each state; those in which none is are told as 0. */
  cameraCounts(): ReadonlyMap<CameraStateName, number> {
    const counts = new Map<CameraStateName, number>(CAMERA_STATES.map(state => [state, 0]))
    for (const stream of this.#parts.board.streams) {
      const state = this.#parts.board.stateOf(stream)
      if (state !== null) counts.set(state, (counts.get(state) ?? 0) + 1)
    }
    return counts
  }

  totals(): IncidentTotals {
    const { waiting, lost } = this.#parts.keeper.writer
    return { open: this.#parts.keeper.openCount, waiting, lost, opened: this.#opened }
  }

  /** Looks at what changes by itself. Runs every second. */
  tick(): void {
    const { board, hours, keeper } = this.#parts
    const nowMs = this.#options.clock()
    board.tick(nowMs)
    const watched = Array.from(board.streams, stream => ({
      stream,
      state: board.stateOf(stream) ?? ('waiting' as const),
      isWatched: this.#options.shards.watches(stream)
    }))
    hours.tick(watched, nowMs)
    keeper.tick(nowMs)
    this.#lookAtService()
  }

  #lookAtService(): void {
    const own = this.#options.checks()
    const { share } = this.#options
    const checks = share === undefined ? own : share.mergeChecks(own)
    if (checks !== null) this.#parts.keeper.takeChecks(checks)
  }

  /** In a fleet: another member has this done. @returns Ids of the incidents of ours that it was done to. */
  async carryOut(items: readonly { stream: string; incidentId: string }[], value: unknown): Promise<readonly string[]> {
    const order = incidentOrder(value)
    const own = items.filter(({ stream }) => this.#isOurs(stream))
    if (order === null) return []
    const change = (incident: Incident): Incident => ordered(incident, order)
    const done = own.map(async ({ incidentId }) => {
      const isDone = await this.#parts.keeper.changeOwn(incidentId, change).catch(() => false)
      return isDone ? [incidentId] : []
    })
    const ids = (await Promise.all(done)).flat()
    await this.desk.settle()
    return ids
  }

  #isOurs(stream: string): boolean {
    return this.#options.share?.owns(stream) ?? true
  }

  #placeOf(stream: string, nowMs: number): WatchedPlace {
    const profile = this.#parts.profiles.get(stream)
    const isSilent = profile.maintenanceUntilMs !== null && nowMs < profile.maintenanceUntilMs
    return { stream, groups: groupsOf(stream, profile), silent: isSilent ? 'maintenance' : null }
  }

  #onIncident(told: Told, incident: Incident): void {
    // In a fleet the store has told everybody in the same step in which it took the incident.
    if (this.#options.share === undefined) {
      this.events.add({ type: `incident-${told}`, incident }, this.#options.clock())
    }
    this.#observer?.incident(incident)
    this.#options.onIncident?.(told, incident)
    if (told === 'opened') this.#opened.set(incident.kind, (this.#opened.get(incident.kind) ?? 0) + 1)
    if (incident.stream !== null) this.#parts.board.touch(incident.stream)
  }

  #onProfile(stream: string, profile: CameraProfile, isSetHere: boolean): void {
    const { board } = this.#parts
    this.#options.shards.setProfile(stream, profile)
    board.touch(stream)
    board.tick(this.#options.clock())
    if (!isSetHere) return
    this.events.add({ type: 'settings', stream }, this.#options.clock())
    this.#options.share?.tellSettings(stream)
  }

  #tellCameras(): void {
    const streams = this.#parts.board.takeChanged()
    if (streams.length === 0) return
    this.events.add({ type: 'cameras', streams }, this.#options.clock())
    this.#observer?.changed(streams)
  }
}
