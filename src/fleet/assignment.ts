import { hash32, mix32, SLOTS } from './slot.ts'

/** A live member, as far as it matters for who should own what. */
export interface Candidate {
  readonly id: string
  /** > 0; at 0 or less it is chosen only where nobody else is. */
  readonly capacity: number
}

const GOLDEN = 0x9e3779b9
const TWO_32 = 2 ** 32

/**
 * Each slot's score for one member: the member with the largest owns the slot. Weighted rendezvous hashing, so a member's
 * share is that of its capacity, and when one joins or goes only the slots that it wins or leaves move.
 *
 * @returns SLOTS values, >= 0.
 * @see Schindelhauer and Schomaker, "Weighted distributed hash tables", SPAA 2005
 */
export function slotScores({ id, capacity }: Candidate): Float64Array {
  const seed = hash32(id)
  // A second hash of the name: with 32 bits alone two of some ten thousand names would be rivals for every slot.
  const other = hash32(`${id}#`)
  const weight = Math.max(capacity, 0)
  const scores = new Float64Array(SLOTS)
  for (let slot = 0; slot < SLOTS; slot++) {
    const high = mix32(seed ^ mix32(Math.imul(slot + 1, GOLDEN)))
    const low = mix32(other + Math.imul(slot + 1, GOLDEN))
    // 53 bits, in the middle between 0 and 1, both left out.
    const share = (high * 2 ** 21 + (low >>> 11) + 0.5) / (TWO_32 * 2 ** 21)
    // `0 - x` and not `-x`: a weight of 0 gives 0 and not -0.
    scores[slot] = (0 - weight) / Math.log(share)
  }
  return scores
}

/** Who should own what: pure, but for scores that are kept from one call to the next. */
export class Assignment {
  readonly #scores = new Map<string, Float64Array>()

  /**
   * @param candidates Ids differ.
   * @param moves Slot -> id of the member that balancing gave it to; counts while that member is a candidate.
   * @returns For each slot the place in `candidates` of its owner; -1 everywhere when there is no candidate.
   */
  owners(candidates: readonly Candidate[], moves: ReadonlyMap<number, string>): Int32Array {
    const places = new Map(candidates.map(({ id }, place) => [id, place]))
    const scores = this.#scoresOf(candidates)
    const owners = new Int32Array(SLOTS).fill(-1)
    const best = new Float64Array(SLOTS).fill(-1)
    for (const [place, candidate] of candidates.entries()) {
      const own = scores[place] as Float64Array
      for (let slot = 0; slot < SLOTS; slot++) {
        const score = own[slot] ?? 0
        const bestScore = best[slot] ?? 0
        if (score < bestScore || (score === bestScore && !isBefore(candidate, candidates[owners[slot] ?? 0]))) continue
        best[slot] = score
        owners[slot] = place
      }
    }
    for (const [slot, id] of moves) {
      const place = places.get(id)
      if (place !== undefined && slot >= 0 && slot < SLOTS) owners[slot] = place
    }
    return owners
  }

  /**
   * How many candidates come before one of them for a slot: 0 for the owner, 1 for the one that takes it when the owner
   * cannot, and so on.
   */
  rank(candidates: readonly Candidate[], moves: ReadonlyMap<number, string>, slot: number, id: string): number {
    const scores = this.#scoresOf(candidates)
    const own = candidates.findIndex(candidate => candidate.id === id)
    const ownScore = scores[own]?.[slot] ?? 0
    const moved = moves.get(slot)
    if (moved === id) return 0
    let before = 0
    for (const [place, candidate] of candidates.entries()) {
      if (place === own) continue
      const score = scores[place]?.[slot] ?? 0
      const isBetter = score > ownScore || (score === ownScore && isBefore(candidate, candidates[own]))
      if (candidate.id === moved || isBetter) before++
    }
    return before
  }

  #scoresOf(candidates: readonly Candidate[]): Float64Array[] {
    const keys = candidates.map(({ id, capacity }) => `${capacity} ${id}`)
    const scores = candidates.map((candidate, i) => {
      const key = keys[i] ?? ''
      const known = this.#scores.get(key) ?? slotScores(candidate)
      this.#scores.set(key, known)
      return known
    })
    // Those of members that are gone for good would add up over the months.
    if (this.#scores.size > 2 * candidates.length + 16) {
      const live = new Set(keys)
      for (const key of this.#scores.keys()) if (!live.has(key)) this.#scores.delete(key)
    }
    return scores
  }
}

/** The same on every member, whatever the order of its list. */
function isBefore(one: Candidate, other: Candidate | undefined): boolean {
  return other === undefined || one.id < other.id
}
