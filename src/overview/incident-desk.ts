import { AppError } from '../errors.ts'
import { withDeadline } from '../lib/deadline.ts'
import type { CameraProfile } from '../model/camera-profile.ts'
import type { Incident, IncidentVerdict, PictureRole } from '../model/incident.ts'
import type { Hand } from '../pipeline/incidents/incident-change.ts'
import type { IncidentKeeper } from '../pipeline/incidents/incident-keeper.ts'
import type { IncidentFilter, IncidentStore } from '../pipeline/incidents/incident-store.ts'
import type { Page, PageQuery } from '../pipeline/incidents/page.ts'
import { renderPicture } from '../pipeline/snapshots/render-picture.ts'
import type { SnapshotStore } from '../pipeline/snapshots/snapshot-store.ts'
import { type IncidentOrder, ordered } from './incident-order.ts'
import type { OverviewShare } from './overview-options.ts'
import { ignoredCells, type PictureWish } from './live-pictures.ts'
import { withUnkept } from './with-unkept.ts'
import type { IncidentPictureView } from './overview-control.ts'

export interface IncidentDeskOptions {
  readonly store: Pick<IncidentStore, 'addAudit' | 'list'>
  readonly snapshots: Pick<SnapshotStore, 'get'>
  readonly keeper: Pick<IncidentKeeper, 'get' | 'replace' | 'newId' | 'writer' | 'openCount'>
  readonly profileOf: (stream: string) => CameraProfile
  readonly maxPixels: number
  readonly clock: () => number
  /** In a fleet. */
  readonly share?: Pick<OverviewShare, 'give' | 'owns'> | undefined
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
    const kept = await this.#options.store.list(filter, page)
    const { writer } = this.#options.keeper
    return writer.isFailing ? withUnkept(kept, writer.unkept(), filter, page) : kept
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
    return this.#changeIncident(id, { what: 'acknowledge', hand, atMs: this.#options.clock() })
  }

  unacknowledge(id: string, hand: Hand): Promise<Incident> {
    return this.#changeIncident(id, { what: 'unacknowledge', hand, atMs: this.#options.clock() })
  }

  judge(id: string, verdict: IncidentVerdict | null, hand: Hand): Promise<Incident> {
    return this.#changeIncident(id, { what: 'verdict', verdict, hand, atMs: this.#options.clock() }, { verdict })
  }

  /** Tells in its timeline that something was done about it. */
  remark(id: string, text: { readonly en: string; readonly zh: string }, hand: Hand): Promise<Incident> {
    return this.#changeIncident(id, { what: 'remark', text, hand, atMs: this.#options.clock() })
  }

  async #changeIncident(id: string, order: IncidentOrder, details: object = {}): Promise<Incident> {
    const { keeper, share } = this.#options
    const { what, hand } = order
    const { stream } = await keeper.get(id)
    // First, so that nothing has changed where it cannot be written.
    await this.note(what, stream, hand.by, { incident: id, ...details, note: hand.note })
    const changed = ordered(await keeper.get(id), order)
    const isOurs = (member: { readonly stream: string }) => share?.owns(member.stream) ?? true
    const ownMembers = changed.members.filter(isOurs)
    const kept = keeper.writer.vouchFor([id, ...ownMembers.map(({ incidentId }) => incidentId)])
    keeper.replace(changed, 'updated')
    for (const { incidentId } of ownMembers) {
      const member = await keeper.get(incidentId).catch(() => null)
      if (member !== null) keeper.replace(ordered(member, order), 'updated')
    }
    const others = changed.members.filter(member => !isOurs(member))
    if (others.length > 0) await share?.give(others, order)
    // Whoever is told that it is done relies on it.
    await kept()
    return changed
  }

  /** Writes into the audit list. @throws AppError `incident/store-failed` */
  async note(action: string, stream: string | null, by: string, change: object): Promise<void> {
    const atMs = this.#options.clock()
    await this.#options.store.addAudit({ id: this.#options.keeper.newId(atMs), atMs, by, action, stream, change })
  }
}
