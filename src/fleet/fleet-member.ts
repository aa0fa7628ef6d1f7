import type { Log } from '../lib/log.ts'
import type { Fence } from '../model/fence.ts'
import { FleetBalancer } from './fleet-balancer.ts'
import type { FleetHooks } from './fleet-hooks.ts'
import type { FleetReader } from './fleet-reader.ts'
import type { FleetTime } from './fleet-timing.ts'
import { FleetView } from './fleet-view.ts'
import type { FleetChange, LeasePort } from './lease-port.ts'
import type { MemberCard, MemberInfo, MemberVitals } from './member-info.ts'
import { SessionLease } from './session-lease.ts'
import { slotOf } from './slot.ts'
import { type FleetCounts, SlotKeeper } from './slot-keeper.ts'

/** After changes were missed, the state is asked for within this time, ms. */
const CATCH_UP_MS = 200

export interface FleetMemberOptions {
  readonly card: MemberCard
  /** Asked with every renewal. */
  readonly vitals: () => MemberVitals
  readonly hooks: FleetHooks
  readonly lease: LeasePort
  readonly time: FleetTime
  readonly log: Log
  /** Life of a lease, ms; the same for the lease port and on every member. */
  readonly leaseTtlMs: number
  /** Time between renewals, ms; at most a third of it. */
  readonly leaseRenewMs: number
  /** A name that was never used before: a random one. */
  readonly newSession: () => string
}

/**
 * One member of the fleet: keeps its session alive, claims the slots that are its turn, hands over those that are
 * another's, and knows who owns which.
 *
 * @example
 * const member = new FleetMember({ card, vitals, hooks, lease, time: processTime, log, leaseTtlMs: 10_000, ... })
 * await member.start()
 * member.ownerOf('gate-1')?.url
 */
export class FleetMember implements FleetReader {
  readonly #options: FleetMemberOptions
  readonly #view = new FleetView()
  readonly #session: SessionLease
  readonly #keeper: SlotKeeper
  readonly #balancer: FleetBalancer
  #shownRevision = -1

  constructor(options: FleetMemberOptions) {
    this.#options = options
    const { card, vitals, lease, time, log, leaseTtlMs: ttlMs, leaseRenewMs: renewMs, newSession, hooks } = options
    const view = this.#view
    this.#session = new SessionLease(
      { lease, view, time, log, ttlMs, renewMs, card, vitals, newSession },
      {
        joined: () => {
          this.#keeper.joined()
          this.#tellChanged()
        },
        viewed: () => {
          this.#keeper.retry()
          this.#keeper.settle()
          this.#tellChanged()
        },
        lost: () => {
          this.#keeper.lost()
          hooks.changed()
        }
      }
    )
    this.#keeper = new SlotKeeper({ id: card.id, lease, view, hooks, time, log, renewMs }, this.#session)
    const isCoordinator = () => this.isCoordinator()
    this.#balancer = new FleetBalancer({ lease, view, session: this.#session, time, log, isCoordinator })
  }

  /**
   * Joins. A state Redis that does not answer is tried again for ever, and is no error here: until it answers this member
   * owns nothing.
   */
  async start(): Promise<void> {
    await this.#options.lease.open({
      changed: change => this.#changed(change),
      reconnected: () => this.#session.soon(CATCH_UP_MS)
    })
    this.#balancer.start()
    await this.#session.start()
  }

  /** Hands over what it owns, HAND_OVER_MS at most, leaves, and lets go of the lease port. */
  async close(): Promise<void> {
    this.#balancer.close()
    await this.#keeper.close()
    await this.#session.stop()
    this.#keeper.end()
    await this.#options.lease.close()
  }

  get self(): MemberInfo {
    return {
      ...this.#options.card,
      ...this.#options.vitals(),
      session: this.#session.session ?? '',
      sinceMs: this.#session.sinceMs
    }
  }

  members(): readonly MemberInfo[] {
    const self = this.self
    return [self, ...this.#view.members().filter(({ session }) => session !== self.session)]
  }

  ownerOf(stream: string): MemberInfo | null {
    return this.#ownerOfSlot(slotOf(stream))
  }

  coordinator(): MemberInfo | null {
    return this.#ownerOfSlot(0)
  }

  #ownerOfSlot(slot: number): MemberInfo | null {
    if (this.#keeper.fenceOf(slot) !== null) return this.self
    const owner = this.#view.ownerOf(slot)?.member ?? null
    // Ours by the store, but not held here: not taken up yet, or handed over and not yet given back.
    return owner?.session === this.#session.session ? null : owner
  }

  fenceOf(stream: string): Fence | null {
    return this.#keeper.fenceOf(slotOf(stream))
  }

  /** The fence of a slot, as `fenceOf`. */
  fenceOfSlot(slot: number): Fence | null {
    return this.#keeper.fenceOf(slot)
  }

  isCoordinator(): boolean {
    return this.#keeper.fenceOf(0) !== null
  }

  /** Ms for which it has been no member; null while it is one. */
  get lostForMs(): number | null {
    return this.#session.lostForMs
  }

  /** How many slots it owns. */
  get slots(): number {
    return this.#keeper.size
  }

  get counts(): Readonly<FleetCounts> {
    return this.#keeper.counts
  }

  /** The fleet's slots by session, as far as this member knows. */
  slotCounts(): ReadonlyMap<string, number> {
    return this.#view.slotCounts()
  }

  announce(): Promise<void> {
    return this.#session.now(false)
  }

  refresh(): Promise<void> {
    return this.#session.now(true)
  }

  #changed(change: FleetChange): void {
    const session = this.#session.session
    if (!this.#view.apply(change)) {
      this.#session.soon(CATCH_UP_MS)
    } else if (session !== null && change.gone.includes(session)) {
      this.#session.expired(session)
    } else {
      this.#keeper.settle()
      this.#tellChanged()
    }
  }

  #tellChanged(): void {
    if (this.#shownRevision === this.#view.revision) return
    this.#shownRevision = this.#view.revision
    this.#options.hooks.changed()
  }
}
