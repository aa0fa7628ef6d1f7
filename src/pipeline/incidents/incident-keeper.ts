import { AppError, errorText } from '../../errors.ts'
import type { Log } from '../../lib/log.ts'
import type { CameraReport } from '../../model/camera-state.ts'
import type { Incident } from '../../model/incident.ts'
import { Adoption, type Chosen } from './adoption.ts'
import type { CaseChange, WatchedPlace } from './camera-case.ts'
import { CameraCases } from './camera-cases.ts'
import { GroupKeeper } from './group-keeper.ts'
import { IncidentIds } from './incident-id.ts'
import type { IncidentStore } from './incident-store.ts'
import { type Told, IncidentWriter, type WritersFence } from './incident-writer.ts'
import { REPLAY_MS, ReplayGuard } from './replay-guard.ts'
import { type ServiceCheck, ServiceIncident } from './service-incident.ts'
import { PictureInbox, placePicture, type StoredPicture } from './picture-inbox.ts'

export interface IncidentKeeperOptions {
  readonly store: IncidentStore
  /** REOPEN_WINDOW_S and GROUP_WINDOW_S, ms. */
  readonly reopenWindowMs: number
  readonly groupWindowMs: number
  readonly groupMinCameras: number
  /** Groups of a camera, and whether its faults make no incidents now. */
  readonly placeOf: (stream: string, nowMs: number) => WatchedPlace
  /** Told of each change, once it is kept. */
  readonly onTold: (told: Told, incident: Incident) => void
  /** Deletes pictures that belong to no incident. */
  readonly removePictures: (keys: readonly string[]) => Promise<void>
  /** Epoch ms. */
  readonly clock: () => number
  readonly random: () => number
  readonly log: Log
  /** In a fleet; left out, all incidents are ours. */
  readonly fence?: WritersFence | undefined
}

const RETRY_MS = 1000
const TIDY_MS = 10_000
/** In a fleet a message of another member may be lost: a group must not stay open by that. */
const READ_GROUPS_MS = 60_000
/** A change of severity that is worth telling. */
const TOLD_SEVERITY = 0.1

/** The incidents of all cameras: opens, follows, groups, keeps and closes them by what the shards report. */
export class IncidentKeeper {
  readonly #options: IncidentKeeperOptions
  readonly #ids: IncidentIds
  readonly #groups: GroupKeeper
  readonly #service: ServiceIncident
  readonly #inbox = new PictureInbox()
  readonly #cases: CameraCases
  /** What was last told of each incident that goes on, but for its times. */
  readonly #told = new Map<string, string>()
  /** What the store is being asked for. */
  readonly #adoptions = new Set<Adoption>()
  readonly #replay = new ReplayGuard()
  /** Cameras that are watched here; null before the first subscription is known. */
  #cameras: ReadonlySet<string> | null = null
  /** Whether incidents of groups and of the service are kept here. */
  #leads: boolean
  #groupsReadMs = 0
  #tidyTimer: NodeJS.Timeout | undefined
  #retryTimer: NodeJS.Timeout | undefined
  #closed = false
  readonly writer: IncidentWriter

  constructor(options: IncidentKeeperOptions) {
    const { store, log, random, onTold, fence } = options
    this.#options = options
    this.#leads = fence === undefined
    if (fence === undefined) this.#adoptions.add(new Adoption(() => true))
    this.#ids = new IncidentIds(random)
    this.#cases = new CameraCases(options.reopenWindowMs, nowMs => this.#ids.next(nowMs))
    this.writer = new IncidentWriter({ store, log, random, onTold, fence })
    this.#service = new ServiceIncident(nowMs => this.#ids.next(nowMs))
    this.#groups = new GroupKeeper({
      rules: {
        windowMs: options.groupWindowMs,
        minCameras: options.groupMinCameras,
        newId: nowMs => this.#ids.next(nowMs)
      },
      openOf: stream => this.openOf(stream),
      isOurs: incident => fence === undefined || fence.of(incident) !== null,
      replace: (incident, told) => this.replace(incident, told)
    })
  }

  /** False until it is known what the store has. */
  get isReady(): boolean {
    return this.#adoptions.size === 0
  }

  /** Takes up what the store has; goes on trying while it is down. In a fleet, what is ours is taken up with `adopt`. */
  async start(): Promise<void> {
    this.#tidyTimer ??= setInterval(() => this.#tidy(), TIDY_MS).unref()
    await this.#readStore()
  }

  /** Incidents are ours from now on: takes them up; goes on trying while the store is down. Their cameras' reports wait. */
  async adopt(isTaken: Chosen): Promise<void> {
    this.#adoptions.add(new Adoption(isTaken))
    await this.#readStore()
  }

  /** Incidents are another member's soon: resolves once they are written, and forgets them as they are. */
  async letGo(isLeaving: Chosen): Promise<void> {
    await this.writer.flush()
    this.drop(isLeaving)
  }

  /** Incidents are another member's by now: forgets them, and writes nothing. */
  drop(isLost: Chosen): void {
    for (const adoption of this.#adoptions) adoption.forget(isLost)
    for (const { id } of this.#cases.forget(isLost)) this.#told.delete(id)
    this.#replay.forget(isLost)
    this.writer.drop(incident => isLost(incident.stream))
    if (this.#cameras !== null) this.#cameras = new Set([...this.#cameras].filter(stream => !isLost(stream)))
    if (!isLost(null)) return
    this.#leads = false
    this.#service.forget()
    this.#groups.forget()
  }

  /** Replaces the cameras that are watched; incidents of others are closed. */
  setCameras(streams: readonly string[]): void {
    this.#cameras = new Set(streams)
    if (this.isReady) this.#closeUnwatched()
  }

  take(report: CameraReport): void {
    if (this.#cameras?.has(report.stream) === false) return
    for (const adoption of this.#adoptions) if (adoption.holds(report)) return
    if (this.#replay.holds(report)) return
    const place = this.#options.placeOf(report.stream, report.atMs)
    const changes = this.#cases.take(report, place)
    for (const change of changes) this.#changed(change, report.atMs)
    if (changes.some(({ what }) => what === 'opened')) this.#placeWaiting(report.stream)
  }

  /** In a fleet: changes an incident of a camera of ours. @returns False: it is not ours, or not yet. */
  async changeOwn(id: string, change: (incident: Incident) => Incident): Promise<boolean> {
    const incident = await this.get(id)
    if (!this.isReady || this.#options.fence?.of(incident) === null) return false
    const changed = change(incident)
    if (changed !== incident) this.replace(changed, 'updated')
    return true
  }

  /** In a fleet: an incident of another member has changed. */
  hear(told: Told, incident: Incident): void {
    for (const adoption of this.#adoptions) adoption.hears({ told, incident })
    this.#groups.hear(told, incident, this.#options.clock())
  }

  /** In a fleet, what other members told may have been missed: looks into the store how groups are. */
  async readGroups(): Promise<void> {
    if (this.#leads) await this.adopt(stream => stream === null)
  }

  /** Looks at what changes by itself; about every second. */
  tick(nowMs: number): void {
    for (const report of this.#replay.due(nowMs)) this.take(report)
  }

  /** How what the service depends on is; about every second. */
  takeChecks(checks: readonly ServiceCheck[]): void {
    if (!this.isReady || !this.#leads) return
    const change = this.#service.advance(checks, this.#options.clock())
    if (change !== null) this.writer.put(change.incident, change.told)
  }

  /** A picture of an incident lies in the store. */
  takePicture(picture: StoredPicture): void {
    const placed = placePicture(picture, this.#cases.picturedOf(picture.stream))
    if (placed === null) {
      this.#inbox.add(picture, this.#options.clock())
      return
    }
    const { incident, kept, replaced } = placed
    const unused = [...(kept ? [] : [picture.key]), ...(replaced === null ? [] : [replaced])]
    if (unused.length > 0) this.#remove(unused)
    if (kept) this.replace(incident, 'updated')
  }

  /** Incidents of a camera that go on, in order of opening. */
  openOf(stream: string): readonly Incident[] {
    return this.#cases.openOf(stream)
  }

  get openCount(): number {
    return this.#cases.openCount
  }

  /** @throws AppError `incident/not-found`, `incident/store-failed` */
  async get(id: string): Promise<Incident> {
    const found = this.writer.get(id) ?? this.#held(id) ?? (await this.#options.store.get(id))
    if (found === null) {
      throw new AppError('incident/not-found', `There is no incident ${id}`, { messageZh: `没有事件 ${id}` })
    }
    return found
  }

  /** Puts a changed incident in the place of its old form. */
  replace(incident: Incident, told: Told): void {
    this.#cases.replace(incident)
    this.#groups.replace(incident)
    this.#service.replace(incident)
    this.writer.put(incident, told)
  }

  newId(nowMs: number): string {
    return this.#ids.next(nowMs)
  }

  /** Keeps what there is to keep. */
  async close(): Promise<void> {
    this.#closed = true
    clearInterval(this.#tidyTimer)
    clearTimeout(this.#retryTimer)
    await this.writer.close()
  }

  async #readStore(): Promise<void> {
    const { store, clock, reopenWindowMs, log } = this.#options
    const asked = [...this.#adoptions]
    try {
      await store.open()
      if (asked.length === 0) return
      const incidents = await store.current(clock() - Math.max(reopenWindowMs, REPLAY_MS))
      for (const adoption of asked) this.#resume(adoption, incidents)
    } catch (cause) {
      log.error({ error: errorText(cause) }, 'Cannot read the open incidents, trying again')
      if (this.#closed) return
      clearTimeout(this.#retryTimer)
      this.#retryTimer = setTimeout(() => void this.#readStore(), RETRY_MS).unref()
    }
  }

  #resume(adoption: Adoption, incidents: readonly Incident[]): void {
    if (!this.#adoptions.delete(adoption)) return
    const { fence, clock } = this.#options
    const taken = incidents.filter(
      incident =>
        incident.stream !== null &&
        adoption.isTaken(incident.stream) &&
        // What was lost while the store was being read is not ours.
        (fence === undefined || fence.of(incident) !== null)
    )
    this.#cases.resume(taken)
    this.#replay.resume(taken, clock())
    if (adoption.leads) this.#lead(adoption, incidents, clock())
    if (this.isReady) this.#closeUnwatched()
    for (const report of adoption.early) this.take(report)
  }

  /** Takes up the incidents of groups and of the service, by what the store has and what has become of it since. */
  #lead(adoption: Adoption, incidents: readonly Incident[], nowMs: number): void {
    // What is ours is known better here than there: its newest form may not have been written yet.
    const others = incidents.filter(({ id, stream }) => stream === null || this.#cases.find(id) === undefined)
    const open = [...others.filter(({ state }) => state !== 'closed'), ...this.#cases.allOpen()]
    if (!this.#leads || this.#options.fence === undefined) this.#service.resume(open)
    this.#leads = true
    this.#groups.lead(open, adoption.heard, nowMs)
  }

  #closeUnwatched(): void {
    const cameras = this.#cameras
    // Before the first subscription is known nobody can say which cameras left it.
    if (cameras === null) return
    const nowMs = this.#options.clock()
    for (const change of this.#cases.keepOnly(cameras, nowMs)) this.#changed(change, nowMs)
  }

  #changed({ what, incident }: CaseChange, nowMs: number): void {
    this.writer.put(incident, this.#isNews(what, incident) ? toldAs(what) : null)
    this.#groups.changed({ what, incident }, nowMs)
  }

  /** A fault that goes on changes its figures with every report: what nobody would see is kept, and not told. */
  #isNews(what: CaseChange['what'], { id, severity, kind, explained }: Incident): boolean {
    const before = this.#told.get(id)
    const now = `${kind} ${Math.round(severity / TOLD_SEVERITY)} ${explained.join()}`
    if (what === 'closed') this.#told.delete(id)
    else this.#told.set(id, now)
    return what !== 'updated' || before !== now
  }

  #held(id: string): Incident | undefined {
    return this.#groups.get(id) ?? this.#service.get(id) ?? this.#cases.find(id)
  }

  #placeWaiting(stream: string): void {
    if (this.#inbox.size === 0) return
    for (const picture of this.#inbox.takeOf(stream)) this.takePicture(picture)
  }

  #tidy(): void {
    const nowMs = this.#options.clock()
    const unused = this.#inbox.takeOld(nowMs).map(({ key }) => key)
    if (unused.length > 0) this.#remove(unused)
    this.#cases.tidy(nowMs)
    if (this.#options.fence === undefined || nowMs - this.#groupsReadMs < READ_GROUPS_MS) return
    this.#groupsReadMs = nowMs
    void this.readGroups()
  }

  #remove(keys: readonly string[]): void {
    this.#options.removePictures(keys).catch(cause => {
      this.#options.log.warn({ error: errorText(cause), pictures: keys.length }, 'Pictures of no incident stay behind')
    })
  }
}

function toldAs(what: CaseChange['what']): Told {
  return what === 'reopened' ? 'updated' : what
}
