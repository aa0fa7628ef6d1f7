import { errorText } from '../errors.ts'
import type { Log } from '../lib/log.ts'
import { Assignment } from './assignment.ts'
import { type BalanceMember, type BalanceState, NO_BALANCE, planMoves } from './balance.ts'
import type { FleetTime } from './fleet-timing.ts'
import type { FleetView } from './fleet-view.ts'
import type { LeasePort } from './lease-port.ts'
import type { SessionLease } from './session-lease.ts'

const ROUND_MS = 30_000
/** A move to a member that is away is kept so long: it may be only restarting. */
const AWAY_MS = 600_000

export interface BalancerOptions {
  readonly lease: LeasePort
  readonly view: FleetView
  readonly session: SessionLease
  readonly time: FleetTime
  readonly log: Log
  readonly isCoordinator: () => boolean
}

/** Lets the coordinator move slots from the most to the least loaded members, round by round. */
export class FleetBalancer {
  readonly #options: BalancerOptions
  readonly #assignment = new Assignment()
  readonly #awaySinceMs = new Map<string, number>()
  #state: BalanceState = NO_BALANCE
  #stopRound = () => {}

  constructor(options: BalancerOptions) {
    this.#options = options
  }

  start(): void {
    this.#stopRound = this.#options.time.after(ROUND_MS, () => {
      this.start()
      this.#round().catch((error: unknown) => {
        this.#options.log.warn({ err: error }, `Slots could not be moved: ${errorText(error)}`)
      })
    })
  }

  close(): void {
    this.#stopRound()
  }

  async #round(): Promise<void> {
    const { lease, session, isCoordinator, view, log } = this.#options
    if (!isCoordinator()) {
      this.#state = NO_BALANCE
      return
    }
    if (view.candidates().length < 2 && view.moves.size === 0) return
    await session.now(true)
    const name = session.session
    const moves = new Map([...this.#oldMoves(), ...this.#newMoves()])
    if (moves.size === 0 || name === null || !isCoordinator()) return
    if (await lease.move(name, moves)) log.info({ moves: Object.fromEntries(moves) }, 'Slots move to level the load')
  }

  #newMoves(): Map<number, string | null> {
    const { view, time } = this.#options
    const loads = new Map(view.members().map(({ session, load }) => [session, load]))
    const members: BalanceMember[] = view.candidates().map(({ session, card }) => ({
      id: card.id,
      capacity: card.capacity,
      load: loads.get(session) ?? 0,
      slots: view.slotsOf(session).map(({ slot }) => slot)
    }))
    const { moves, state } = planMoves(members, this.#state, time.clock())
    this.#state = state
    // Where hashing alone would put it no move is needed.
    const natural = this.#assignment.owners(members, new Map())
    return new Map([...moves].map(([slot, id]) => [slot, natural[slot] === id ? null : id]))
  }

  /** Moves to members that have been away for long. */
  #oldMoves(): Map<number, null> {
    const { view, time } = this.#options
    const live = new Set(view.candidates().map(({ card }) => card.id))
    const nowMs = time.clock()
    for (const id of live) this.#awaySinceMs.delete(id)
    const old = new Map<number, null>()
    for (const [slot, id] of view.moves) {
      if (live.has(id)) continue
      const sinceMs = this.#awaySinceMs.get(id) ?? nowMs
      this.#awaySinceMs.set(id, sinceMs)
      if (nowMs - sinceMs >= AWAY_MS) old.set(slot, null)
    }
    for (const id of this.#awaySinceMs.keys()) if (![...view.moves.values()].includes(id)) this.#awaySinceMs.delete(id)
    return old
  }
}
