interface Passage {
  readonly token: number
  /** Newest frame whose result passed. */
  readonly cursor: string | null
  /** Newest frame of the owners before: what is behind it was told already. */
  readonly told: string | null
  readonly sinceMs: number
}

/** A new owner has gone through what the one before had judged already within this, ms. */
const REPEATS_FOR_MS = 120_000

/**
 * Lets results through in the order of ownership: nothing of an owner after its successor's first result, and nothing of a
 * successor that its predecessor had told. For two owners judge the same frames when one of them died before it could
 * write how far it was.
 */
export class ResultGate {
  readonly #passages = new Map<string, Passage>()

  /**
   * @param token Of the owner's claim; grows from owner to owner.
   * @param cursor Place of the frame in its Redis stream, null for results that no frame made.
   * @param nowMs Monotonic or epoch ms.
   */
  admit(stream: string, token: number, cursor: string | null, nowMs: number): 'new' | 'stale' | 'repeated' {
    const known = this.#passages.get(stream)
    if (known !== undefined && token < known.token) return 'stale'
    const before = known ?? { token, cursor: null, told: null, sinceMs: nowMs }
    const passage = token === before.token ? before : { token, cursor: null, told: newest(before), sinceMs: nowMs }
    const isRepeated =
      cursor !== null &&
      passage.told !== null &&
      nowMs - passage.sinceMs < REPEATS_FOR_MS &&
      !isBehind(cursor, passage.told)
    this.#passages.set(stream, isRepeated || cursor === null ? passage : { ...passage, cursor, told: null })
    return isRepeated ? 'repeated' : 'new'
  }

  /** Forgets cameras that are not subscribed any more. */
  keepOnly(streams: ReadonlySet<string>): void {
    for (const stream of this.#passages.keys()) if (!streams.has(stream)) this.#passages.delete(stream)
  }
}

function newest({ cursor, told }: Passage): string | null {
  return cursor ?? told
}

/** Whether an id of a Redis stream lies behind another one. Ids that are none lie behind everything. */
function isBehind(id: string, other: string): boolean {
  const [ms, sequence] = numbersOf(id)
  const [otherMs, otherSequence] = numbersOf(other)
  return !(ms < otherMs || (ms === otherMs && sequence <= otherSequence))
}

function numbersOf(id: string): readonly [number, number] {
  const match = /^(\d{1,15})-(\d{1,15})$/.exec(id)
  return match === null ? [Number.NaN, Number.NaN] : [Number(match[1]), Number(match[2])]
}
