/** A member whose load is known. */
export interface BalanceMember {
  readonly id: string
  readonly capacity: number
  /** Share of its capacity that is in use, 0..1 and more. */
  readonly load: number
  /** Slots that it owns. */
  readonly slots: readonly number[]
}

/** What one round leaves for the next; `NO_BALANCE` for the first. */
export interface BalanceState {
  /** Members of the round before: a new one is left alone at first, while its load is not yet that of its slots. */
  readonly known: ReadonlySet<string>
  /** Members that are being relieved: until their load is near the others', and not only below what began it. */
  readonly relieved: ReadonlySet<string>
  /** Until when a member is left alone, so that its load shows what the last move did; ms by id. */
  readonly restUntilMs: ReadonlyMap<string, number>
  readonly moved: ReadonlyMap<number, MovedSlot>
}

interface MovedSlot {
  /** When it was moved last, ms. */
  readonly atMs: number
  /** How often in a row: each time it rests twice as long, or one heavy slot would go to and fro for ever. */
  readonly times: number
}

export const NO_BALANCE: BalanceState = {
  known: new Set(),
  relieved: new Set(),
  restUntilMs: new Map(),
  moved: new Map()
}

/** Below this load nobody needs help. */
const LEAST_LOAD = 0.5
/** Moving begins at this difference of load between the most and the least loaded, and goes on down to the other one. */
const BEGIN_GAP = 0.2
const END_GAP = 0.1
/** Share of what would level two members that moves at once: their cameras are not alike, and loads lag behind. */
const STEP_SHARE = 0.5
/** Most slots from one member in a round. */
const MOST_SLOTS = 8
/** One pair of so many members moves slots in a round. */
const MEMBERS_OF_PAIR = 8
const REST_MS = 60_000
/** A slot that was moved stays where it is for this long, and is forgotten after the longer time. */
const SLOT_REST_MS = 600_000
const SLOT_FORGOTTEN_MS = 86_400_000

/**
 * Which slots move from the most to the least loaded members, in one round: some, slowly, and none while the loads are
 * near each other. Slot 0 stays: with it moves the coordinator, who decides this.
 *
 * @returns Slot -> id of its new owner.
 */
export function planMoves(
  members: readonly BalanceMember[],
  state: BalanceState,
  nowMs: number
): { readonly moves: ReadonlyMap<number, string>; readonly state: BalanceState } {
  const moved = new Map([...state.moved].filter(([, { atMs }]) => nowMs - atMs < SLOT_FORGOTTEN_MS))
  const restUntilMs = restingMembers(members, state, nowMs)
  const relieved = new Set<string>()
  const moves = new Map<number, string>()
  const byLoad = [...members].sort((one, other) => other.load - one.load || (one.id < other.id ? -1 : 1))
  const takers = [...byLoad].reverse().filter(({ id, capacity }) => !restUntilMs.has(id) && capacity > 0)
  const leastLoad = byLoad.at(-1)?.load ?? 0
  let pairsLeft = Math.ceil(members.length / MEMBERS_OF_PAIR)
  for (const giver of byLoad) {
    const gap = giver.load - leastLoad
    if (giver.load < LEAST_LOAD || gap <= (state.relieved.has(giver.id) ? END_GAP : BEGIN_GAP)) continue
    relieved.add(giver.id)
    if (pairsLeft === 0 || restUntilMs.has(giver.id)) continue
    const taker = takers.find(({ id }) => id !== giver.id && !restUntilMs.has(id))
    if (taker === undefined) continue
    const slots = slotsToMove(giver, taker, slot => isResting(moved.get(slot), nowMs))
    if (slots.length === 0) continue
    pairsLeft--
    for (const id of [giver.id, taker.id]) restUntilMs.set(id, nowMs + REST_MS)
    for (const slot of slots) {
      moves.set(slot, taker.id)
      moved.set(slot, { atMs: nowMs, times: (moved.get(slot)?.times ?? 0) + 1 })
    }
  }
  return { moves, state: { known: new Set(members.map(({ id }) => id)), relieved, restUntilMs, moved } }
}

function restingMembers(members: readonly BalanceMember[], state: BalanceState, nowMs: number): Map<string, number> {
  const restUntilMs = new Map([...state.restUntilMs].filter(([, untilMs]) => untilMs > nowMs))
  for (const { id } of members) if (!state.known.has(id)) restUntilMs.set(id, nowMs + REST_MS)
  return restUntilMs
}

function isResting(moved: MovedSlot | undefined, nowMs: number): boolean {
  return moved !== undefined && nowMs - moved.atMs < SLOT_REST_MS * 2 ** (moved.times - 1)
}

function slotsToMove(giver: BalanceMember, taker: BalanceMember, rests: (slot: number) => boolean): number[] {
  const gap = giver.load - taker.load
  const givenLoad = giver.load / giver.slots.length
  const takenLoad = (givenLoad * giver.capacity) / taker.capacity
  // As many as would level the two: each takes givenLoad off the one and puts takenLoad on the other.
  const levelling = gap / (givenLoad + takenLoad)
  // Half a slot more would only turn them round.
  if (levelling < 0.5) return []
  const count = Math.min(MOST_SLOTS, Math.max(1, Math.floor(levelling * STEP_SHARE)))
  return giver.slots.filter(slot => slot !== 0 && !rests(slot)).slice(0, count)
}
