import { errorText } from '../errors.ts'
import type { Log } from '../lib/log.ts'
import type { Fence } from '../model/fence.ts'
import type { FleetHooks } from './fleet-hooks.ts'
import { type FleetTime, HAND_OVER_MS, STAND_IN_MS, settledWithin } from './fleet-timing.ts'
import type { FleetView } from './fleet-view.ts'
import type { LeasePort } from './lease-port.ts'
import type { SessionLease } from './session-lease.ts'
import { SlotTurns } from './slot-turns.ts'

/** Changes that a claim's answer speaks of are here by pub/sub within this time, or were lost, ms. */
const CATCH_UP_MS = 300

interface Held {
  readonly fence: Fence
  /** Of the claim: an older state does not know of it yet. */
  readonly revision: number
  /** `owned`; `leaving`: being handed over; `ended`: handed over, and to be given back until the state shows that it was. */
  phase: 'owned' | 'leaving' | 'ended'
  /** Claimed in the heir's place: not handed over before then; local clock, ms. */
  readonly keepUntilMs: number
  /** The last hook that was called for it. */
  hook: Promise<unknown>
}

export interface KeeperOptions {
  readonly id: string
  readonly lease: LeasePort
  readonly view: FleetView
  readonly hooks: FleetHooks
  readonly time: FleetTime
  readonly log: Log
  readonly renewMs: number
}

/** What a member counts. */
export interface FleetCounts {
  /** Slots claimed from owners whose lease had run out. */
  takeovers: number
  /** Slots handed over as planned. */
  handovers: number
  /** Slots that were lost with a lease. */
  lost: number
}

/** Claims the free slots that are this member's turn, and hands over those that are another's. */
export class SlotKeeper {
  readonly counts: FleetCounts = { takeovers: 0, handovers: 0, lost: 0 }
  readonly #options: KeeperOptions
  readonly #session: SessionLease
  readonly #turns: SlotTurns
  readonly #held = new Map<number, Held>()
  #claimsFromRevision = 0
  #adoptedOf = -1
  readonly #handOvers = new Set<Promise<void>>()
  #isClosing = false
  #isClaiming = false
  #stopTimer = () => {}

  constructor(options: KeeperOptions, session: SessionLease) {
    this.#options = options
    this.#session = session
    this.#turns = new SlotTurns(options.view, options.renewMs)
  }

  /** How many slots it owns. */
  get size(): number {
    return this.fences().length
  }

  fences(): readonly Fence[] {
    return [...this.#held.values()].filter(({ phase }) => phase !== 'ended').map(({ fence }) => fence)
  }

  /** Null when the slot is not held, or the lease may have ended. */
  fenceOf(slot: number): Fence | null {
    const held = this.#held.get(slot)
    return held === undefined || held.phase === 'ended' || this.#session.session !== held.fence.session
      ? null
      : held.fence
  }

  joined(): void {
    this.#claimsFromRevision = 0
    this.#adoptedOf = -1
    this.#turns.joined(this.#session.session, this.#options.time.clock())
    this.settle()
  }

  lost(): void {
    const { hooks, id } = this.#options
    this.#turns.lost()
    const fences = this.fences()
    this.#held.clear()
    this.#stopTimer()
    this.counts.lost += fences.length
    if (fences.length > 0) this.#call(() => hooks.lose(fences))
    this.#options.log.debug({ id, slots: fences.length }, 'Slots dropped with the session')
  }

  /** Does what the view asks for. Called after every change of it. */
  settle(): void {
    if (this.#session.session === null) return
    this.#dropLost()
    this.#turns.follow()
    if (this.#isClosing) return
    this.#adoptOrGiveBack()
    const nowMs = this.#options.time.clock()
    const nextMs = Math.min(this.#claim(nowMs), this.#giveAway(nowMs))
    this.#stopTimer()
    if (nextMs === Number.POSITIVE_INFINITY) return
    this.#stopTimer = this.#options.time.after(Math.max(1, nextMs - nowMs), () => this.settle())
  }

  /** Gives back once more what was handed over and, by the newest state, still stands here. */
  retry(): void {
    const ended = [...this.#held.values()].filter(({ phase, fence }) => phase === 'ended' && this.#isMine(fence))
    if (ended.length > 0) void this.#release(ended.map(({ fence }) => fence))
  }

  /** Hands everything over; nothing is claimed any more. */
  async close(): Promise<void> {
    this.#isClosing = true
    this.#stopTimer()
    // Nothing is left to hand over when the lease is over: it may be another's by now.
    this.#session.endIfOver()
    this.#startHandOver([...this.#held.values()].filter(({ phase }) => phase === 'owned'))
    await Promise.all(this.#handOvers)
  }

  /** After the session has been left. */
  end(): void {
    this.#held.clear()
  }

  #isMine(fence: Fence): boolean {
    return this.#options.view.isOwnedBy(fence)
  }

  #dropLost(): void {
    const { view, hooks } = this.#options
    const lost: Fence[] = []
    for (const [slot, { fence, revision, phase }] of this.#held) {
      if (view.revision < revision || this.#isMine(fence)) continue
      this.#held.delete(slot)
      if (phase !== 'ended') lost.push(fence)
    }
    if (lost.length === 0) return
    this.counts.lost += lost.length
    this.#options.log.warn({ slots: lost.length }, 'The state Redis has other owners for slots held here: dropped')
    this.#call(() => hooks.lose(lost))
  }

  /** Slots that the store says are ours and that are not held: the answer to a claim was lost, or the store went back. */
  #adoptOrGiveBack(): void {
    const session = this.#session.session
    const { view } = this.#options
    if (session === null || this.#isClaiming || this.#adoptedOf === view.revision) return
    this.#adoptedOf = view.revision
    const unheld = view.slotsOf(session).filter(({ slot }) => !this.#held.has(slot))
    if (unheld.length === 0) return
    this.#hold(
      unheld.filter(({ slot }) => this.#turns.isHeir(slot)),
      view.revision,
      0
    )
    const surplus = unheld.filter(({ slot }) => !this.#turns.isHeir(slot))
    for (const fence of surplus) {
      this.#held.set(fence.slot, {
        fence,
        revision: view.revision,
        phase: 'ended',
        keepUntilMs: 0,
        hook: Promise.resolve()
      })
    }
    this.retry()
  }

  /** @returns When the next slot is due, local clock, ms. */
  #claim(nowMs: number): number {
    const isBehind = this.#options.view.revision < this.#claimsFromRevision
    if (this.#isClaiming || isBehind) return Number.POSITIVE_INFINITY
    const due = this.#turns.due(nowMs, slot => this.#held.has(slot))
    if (due.heirs.length + due.standIns.length > 0) void this.#claimNow(due.heirs, due.standIns)
    return due.nextMs
  }

  async #claimNow(heirs: readonly number[], standIns: readonly number[]): Promise<void> {
    const { lease, view, time, log } = this.#options
    const session = this.#session.session
    if (session === null) return
    this.#isClaiming = true
    const wereOwned = new Set(heirs.concat(standIns).filter(slot => view.hasDeadOwner(slot)))
    try {
      const answer = await lease.claim(session, [...heirs, ...standIns], view.tokenFloor)
      if (answer === null) return this.#session.expired(session)
      // Lost in the meantime: what was claimed ends with the session.
      if (this.#session.session !== session) return
      if (this.#isClosing) return await this.#release(answer.fences)
      this.#claimsFromRevision = answer.revision
      for (const { token } of answer.fences) view.sawToken(token)
      this.counts.takeovers += answer.fences.filter(({ slot }) => wereOwned.has(slot)).length
      const isHeir = new Set(heirs)
      this.#hold(
        answer.fences.filter(({ slot }) => isHeir.has(slot)),
        answer.revision,
        0
      )
      const others = answer.fences.filter(({ slot }) => !isHeir.has(slot))
      this.#hold(others, answer.revision, time.clock() + STAND_IN_MS)
      if (view.revision < answer.revision) this.#checkCaughtUp(answer.revision)
    } catch (error) {
      log.warn({ err: error, slots: heirs.length + standIns.length }, 'Slots could not be claimed')
      this.#session.doubt()
    } finally {
      this.#isClaiming = false
    }
    this.settle()
  }

  #checkCaughtUp(revision: number): void {
    const { time, view } = this.#options
    time.after(CATCH_UP_MS, () => {
      if (view.revision < revision) this.#session.soon(CATCH_UP_MS)
    })
  }

  #hold(fences: readonly Fence[], revision: number, keepUntilMs: number): void {
    if (fences.length === 0) return
    const { hooks, log } = this.#options
    const hook = (async () => hooks.take(fences))().catch((error: unknown) => {
      log.error({ err: error, slots: fences.length }, `Slots were not taken up: ${errorText(error)}`)
    })
    for (const fence of fences) this.#held.set(fence.slot, { fence, revision, phase: 'owned', keepUntilMs, hook })
    this.#call(() => hooks.changed())
  }

  /** @returns When the next slot may go, local clock, ms. */
  #giveAway(nowMs: number): number {
    const away: Held[] = []
    let nextMs = Number.POSITIVE_INFINITY
    for (const [slot, held] of this.#held) {
      if (held.phase !== 'owned' || !this.#turns.isOthers(slot)) continue
      if (held.keepUntilMs <= nowMs) away.push(held)
      else nextMs = Math.min(nextMs, held.keepUntilMs)
    }
    this.#startHandOver(away)
    return nextMs
  }

  #startHandOver(helds: readonly Held[]): void {
    if (helds.length === 0) return
    const handOver: Promise<void> = this.#handOver(helds).finally(() => this.#handOvers.delete(handOver))
    this.#handOvers.add(handOver)
  }

  async #handOver(helds: readonly Held[]): Promise<void> {
    const { time, hooks, log } = this.#options
    for (const held of helds) held.phase = 'leaving'
    await settledWithin(time, Promise.all(helds.map(({ hook }) => hook)), HAND_OVER_MS)
    this.#session.endIfOver()
    const still = helds.filter(held => this.#held.get(held.fence.slot) === held)
    if (still.length === 0) return
    const fences = still.map(({ fence }) => fence)
    const hook = (async () => hooks.handOver(fences))()
    for (const held of still) held.hook = hook
    const how = await settledWithin(time, hook, HAND_OVER_MS)
    if (how !== 'done') log.error({ how, slots: fences.length }, 'Slots are given away without having been handed over')
    const left = still.filter(held => this.#held.get(held.fence.slot) === held)
    for (const held of left) held.phase = 'ended'
    this.counts.handovers += left.length
    if (!this.#isClosing) await this.#release(left.map(({ fence }) => fence))
  }

  async #release(fences: readonly Fence[]): Promise<void> {
    const { lease, log } = this.#options
    try {
      await lease.release(fences)
    } catch (error) {
      // With the next renewal comes the next try.
      log.warn({ err: error, slots: fences.length }, 'Slots could not be given back')
    }
  }

  /** A hook that throws must not stop the keeping of leases. */
  #call(hook: () => void): void {
    try {
      hook()
    } catch (error) {
      this.#options.log.error({ err: error }, `The fleet's hook failed: ${errorText(error)}`)
    }
  }
}
