import { AppError } from '../errors.ts'
import { withDeadline } from '../lib/deadline.ts'
import type { CameraProfile } from '../model/camera-profile.ts'
import type { Incident, IncidentVerdict, PictureRole } from '../model/incident.ts'
import {
  acknowledgedIncident,
  type Hand,
  judgedIncident,
  unacknowledgedIncident
} from '../pipeline/incidents/incident-change.ts'
import type { IncidentKeeper } from '../pipeline/incidents/incident-keeper.ts'
import type { IncidentFilter, IncidentStore, Page, PageQuery } from '../pipeline/incidents/incident-store.ts'
import { renderPicture } from '../pipeline/snapshots/render-picture.ts'
import type { SnapshotStore } from '../pipeline/snapshots/snapshot-store.ts'
import { ignoredCells, type PictureWish } from './live-pictures.ts'
import type { IncidentPictureView } from './overview-control.ts'

export interface IncidentDeskOptions {
  readonly store: Pick<IncidentStore, 'addAudit' | 'list'>
  readonly snapshots: Pick<SnapshotStore, 'get'>
  readonly keeper: Pick<IncidentKeeper, 'get' | 'replace' | 'newId' | 'writer' | 'openCount'>
  readonly profileOf: (stream: string) => CameraProfile
  readonly maxPixels: number
  readonly clock: () => number
}

const SETTLE_MS = 1000

/** What people do with incidents: look at their pictures, take them, give them back, say what they were. */
export class IncidentDesk {
  readonly #options: IncidentDeskOptions

  constructor(options: IncidentDeskOptions) {
    this.#options = options
  }

  /** Brings what was told a moment ago into the store, so that lists have it. Waits for a store that hangs a second at most. */
  async settle(): Promise<void> {
    const { writer } = this.#options.keeper
    if (writer.isFailing) return
    await withDeadline(writer.flush(), SETTLE_MS, 'Keeping incidents').catch(() => undefined)
  }

  async list(filter: IncidentFilter, page: PageQuery): Promise<Page<Incident>> {
    await this.settle()
    return this.#options.store.list(filter, page)
  }

  /** @throws AppError `incident/not-found`, `incident/store-failed` */
  get(id: string): Promise<Incident> {
    return this.#options.keeper.get(id)
  }

  get openCount(): number {
    return this.#options.keeper.openCount
  }

  /** @throws AppError `incident/not-found`, `snapshot/not-found` and those of the snapshot store */
  async picture(id: string, role: PictureRole, wish: PictureWish): Promise<IncidentPictureView> {
    const incident = await this.#options.keeper.get(id)
    const picture = incident.pictures[role]
    if (picture === null) {
      throw new AppError('snapshot/not-found', `Incident ${id} has no picture "${role}"`, {
        messageZh: `事件 ${id} 没有“${role}”图片`
      })
    }
    const jpeg = await this.#options.snapshots.get(picture.key)
    const isFaulty = role === 'first' || role === 'worst'
    const region = wish.mask && isFaulty ? (incident.fault?.mask ?? null) : null
    const ignored = wish.mask ? ignoredCells(this.#options.profileOf(incident.stream ?? '')) : null
    const { maxPixels } = this.#options
    return { atMs: picture.atMs, jpeg: await renderPicture(jpeg, { width: wish.width, region, ignored, maxPixels }) }
  }

  acknowledge(id: string, hand: Hand): Promise<Incident> {
    return this.#changeIncident(id, 'acknowledge', hand, (incident, nowMs) =>
      acknowledgedIncident(incident, hand, nowMs)
    )
  }

  unacknowledge(id: string, hand: Hand): Promise<Incident> {
    return this.#changeIncident(id, 'unacknowledge', hand, (incident, nowMs) =>
      unacknowledgedIncident(incident, hand, nowMs)
    )
  }

  judge(id: string, verdict: IncidentVerdict | null, hand: Hand): Promise<Incident> {
    return this.#changeIncident(
      id,
      'verdict',
      hand,
      (incident, nowMs) => judgedIncident(incident, verdict, hand, nowMs),
      { verdict }
    )
  }

  async #changeIncident(
    id: string,
    action: string,
    hand: Hand,
    change: (incident: Incident, nowMs: number) => Incident,
    details: object = {}
  ): Promise<Incident> {
    const nowMs = this.#options.clock()
    const changed = change(await this.#options.keeper.get(id), nowMs)
    this.#options.keeper.replace(changed, 'updated')
    for (const { incidentId } of changed.members) {
      const member = await this.#options.keeper.get(incidentId).catch(() => null)
      if (member !== null) this.#options.keeper.replace(change(member, nowMs), 'updated')
    }
    await this.note(action, changed.stream, hand.by, { incident: id, ...details, note: hand.note })
    await this.settle()
    return changed
  }

  /** Writes into the audit list. @throws AppError `incident/store-failed` */
  async note(action: string, stream: string | null, by: string, change: object): Promise<void> {
    const atMs = this.#options.clock()
    await this.#options.store.addAudit({ id: this.#options.keeper.newId(atMs), atMs, by, action, stream, change })
  }
}
