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

/** Scores of the members that were asked for, 8 KB each: what they are made of takes a logarithm for each slot. */
const known = new Map<string, { readonly capacity: number; readonly scores: Float64Array }>()
const MOST_KNOWN = 2048

function scoresOf(candidate: Candidate): Float64Array {
  const { id, capacity } = candidate
  const last = known.get(id)
  if (last?.capacity === capacity) return last.scores
  // Members that are gone for good would add up over the months.
  if (known.size >= MOST_KNOWN) known.clear()
  const scores = slotScores(candidate)
  known.set(id, { capacity, scores })
  return scores
}

/** Who should own what: pure, but for what is kept from one call to the next because members come and go one by one. */
export class Assignment {
  /** Candidates of the last call, and the one with the best score of each slot. */
  #last: ReadonlyMap<string, Candidate> = new Map()
  #best: (Candidate | undefined)[] = new Array<Candidate | undefined>(SLOTS).fill(undefined)
  readonly #bestScore = new Float64Array(SLOTS).fill(-1)

  /**
   * @param candidates Ids differ.
   * @param moves Slot -> id of the member that balancing gave it to; counts while that member is a candidate.
   * @returns For each slot the id of its owner; undefined everywhere when there is no candidate.
   */
  owners(candidates: readonly Candidate[], moves: ReadonlyMap<number, string>): (string | undefined)[] {
    this.#follow(candidates)
    const owners = this.#best.map(candidate => candidate?.id)
    for (const [slot, id] of moves) if (this.#last.has(id) && slot >= 0 && slot < SLOTS) owners[slot] = id
    return owners
  }

  /**
   * How many candidates come before one of them for a slot: 0 for the owner, 1 for the one that takes it when the owner
   * cannot, and so on.
   */
  rank(candidates: readonly Candidate[], moves: ReadonlyMap<number, string>, slot: number, own: Candidate): number {
    const moved = moves.get(slot)
    if (moved === own.id) return 0
    let before = 0
    for (const candidate of candidates) {
      if (candidate.id === own.id) continue
      if (candidate.id === moved || this.#isBetter(slot, candidate, own)) before++
    }
    return before
  }

  /** Goes from the last candidates to these: only what those who are new win and those who are gone leave is looked at. */
  #follow(candidates: readonly Candidate[]): void {
    const now = new Map(candidates.map(candidate => [candidate.id, candidate]))
    const last = this.#last
    const isSame = ({ id, capacity }: Candidate) =>
      last.get(id)?.capacity === capacity && now.get(id)?.capacity === capacity
    const added = candidates.filter(candidate => !isSame(candidate))
    const gone = new Set([...last.values()].filter(candidate => !isSame(candidate)).map(({ id }) => id))
    this.#last = now
    if (gone.size > 0) {
      const staying = candidates.filter(({ id }) => last.has(id) && !gone.has(id))
      const left = [...this.#best.keys()].filter(slot => gone.has(this.#best[slot]?.id ?? ''))
      for (const slot of left) {
        this.#best[slot] = undefined
        this.#bestScore[slot] = -1
      }
      for (const candidate of staying) this.#enter(candidate, left)
    }
    for (const candidate of added) this.#enter(candidate, this.#best.keys())
  }

  #enter(candidate: Candidate, slots: Iterable<number>): void {
    const scores = scoresOf(candidate)
    for (const slot of slots) {
      const score = scores[slot] ?? 0
      const bestScore = this.#bestScore[slot] ?? -1
      if (score < bestScore || (score === bestScore && candidate.id > (this.#best[slot]?.id ?? ''))) continue
      this.#best[slot] = candidate
      this.#bestScore[slot] = score
    }
  }

  /** The same on every member, whatever the order of its list. */
  #isBetter(slot: number, one: Candidate, other: Candidate): boolean {
    const score = scoresOf(one)[slot] ?? 0
    const otherScore = scoresOf(other)[slot] ?? 0
    return score === otherScore ? one.id < other.id : score > otherScore
  }
}
