/** One event as it is kept. */
export interface StreamEntry {
  /** Sorts as `compareIds` says. */
  readonly id: string
  /** Grows by one with each. */
  readonly number: number
  readonly text: string
}

/**
 * The events of all members, in one order, the newest of them kept.
 *
 * Every method rejects with AppError `fleet/store-failed` when the store cannot be used; what `append` was given may have
 * been added then.
 */
export interface EventStream {
  /**
   * Adds the texts that this writer has not added before.
   *
   * @param first Number of the first one, counted by the writer from 1; the others follow.
   * @param keep About how many entries stay.
   */
  append(writer: string, first: number, texts: readonly string[], keep: number): Promise<void>
  /** The newest entry; there is always one. */
  newest(): Promise<StreamEntry>
  get(id: string): Promise<StreamEntry | null>
  /** Entries behind an id and not behind another one, oldest first. */
  range(behind: string, upTo: string, most: number): Promise<readonly StreamEntry[]>
  /** Waits for entries behind an id; none when none came within the time. One call after the other. */
  next(behind: string, most: number, waitMs: number): Promise<readonly StreamEntry[]>
  close(): Promise<void>
}

/** Below 0 when the first id comes before the second. Ids are those of a Redis stream; anything else comes before all. */
export function compareIds(one: string, other: string): number {
  const [ms, sequence] = partsOf(one)
  const [otherMs, otherSequence] = partsOf(other)
  return ms - otherMs || sequence - otherSequence
}

/** Whether a text could be the id of an entry. */
export function isEntryId(text: string): boolean {
  return /^\d{1,15}-\d{1,15}$/.test(text)
}

function partsOf(id: string): readonly [number, number] {
  if (!isEntryId(id)) return [-1, -1]
  const [ms, sequence] = id.split('-')
  return [Number(ms), Number(sequence)]
}
