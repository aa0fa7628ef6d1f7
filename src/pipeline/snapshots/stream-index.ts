import { keyTimeMs } from './object-key.ts'
import { TimeIndex } from './time-index.ts'

/** Less is what clocks of several machines differ by; of more, the newest one is wrong and not the clock, ms. */
const SET_BACK_MS = 60_000
const MOST_SET_BACK_MS = 86_400_000

/** One snapshot of a stream: what its key says beside the folder. */
export interface IndexedSnapshot {
  readonly epochMs: number
  readonly suffix: boolean
}

/** What is known of one stream's snapshots in the store. */
export class StreamIndex {
  /** The stream's folder, `safeStream` of its name. */
  readonly folder: string
  /** Most snapshots kept. */
  limit = Number.POSITIVE_INFINITY
  /** When the store was last read, epoch ms; null while it was not: until then nothing is known of older snapshots. */
  loadedAtMs: number | null = null
  /** True while it waits to be read or is being read. */
  loading = false
  /** True once the stream is no longer subscribed here. */
  abandoned = false
  readonly #snapshots = new TimeIndex()
  /** Times of snapshots on their way. Most of the time of most streams there are none. */
  #claimed: Set<number> | null = null

  constructor(folder: string) {
    this.folder = folder
  }

  /** How many snapshots are too many; 0 until the store was read, or the wrong ones would be deleted. */
  get excess(): number {
    return this.loadedAtMs === null ? 0 : Math.max(0, this.#snapshots.size - this.limit)
  }

  /** Reserves the given time, or the next that is free; behind the newest one when the clock was set back. */
  claim(epochMs: number): number {
    let freeMs = this.#behindNewest(keyTimeMs(epochMs))
    while (this.#isTaken(freeMs)) freeMs++
    this.#claimed ??= new Set()
    this.#claimed.add(freeMs)
    return freeMs
  }

  release(epochMs: number): void {
    this.#claimed?.delete(epochMs)
    if (this.#claimed?.size === 0) this.#claimed = null
  }

  stored(epochMs: number, suffix: boolean): void {
    this.release(epochMs)
    this.#snapshots.add(encode({ epochMs, suffix }))
  }

  /** Adds what a listing of the store showed. */
  addListed(snapshots: readonly IndexedSnapshot[]): void {
    this.#snapshots.addAll(snapshots.map(encode))
  }

  /** Takes the oldest out of the index; `putBack` undoes it. */
  takeOldest(count: number): IndexedSnapshot[] {
    return this.#snapshots.takeSmallest(count).map(decode)
  }

  putBack(snapshots: readonly IndexedSnapshot[]): void {
    this.#snapshots.addAll(snapshots.map(encode))
  }

  /** Snapshots sort by their time: a new one that sorts before the old ones would be the first to be deleted. */
  #behindNewest(epochMs: number): number {
    const { largest } = this.#snapshots
    const newestMs = Math.max(largest === null ? 0 : decode(largest).epochMs, ...(this.#claimed ?? []))
    const aheadMs = newestMs - epochMs
    return aheadMs > SET_BACK_MS && aheadMs < MOST_SET_BACK_MS ? newestMs + 1 : epochMs
  }

  #isTaken(epochMs: number): boolean {
    if (this.#claimed?.has(epochMs)) return true
    return [false, true].some(suffix => this.#snapshots.has(encode({ epochMs, suffix })))
  }
}

/** 13 digits and one bit are far within the whole numbers that a double holds. */
function encode({ epochMs, suffix }: IndexedSnapshot): number {
  return epochMs * 2 + (suffix ? 1 : 0)
}

function decode(value: number): IndexedSnapshot {
  return { epochMs: Math.floor(value / 2), suffix: value % 2 === 1 }
}
