import type { Redis } from 'ioredis'
import { msOfEntryId } from './entry-id.ts'

/** Older than this, an id is none that the server made from its clock, but the producer's own numbering. */
const LONGEST_LAG_MS = 3_600_000

/** How far behind the newest frames reading is, by the server's clock: ids of entries are its times. */
export class ReadLag {
  readonly #clock: () => number
  /** The server's clock less ours, ms; null until it was asked. */
  #offsetMs: number | null = null

  /** @param clock Ours, ms from any origin; best one that nobody sets. */
  constructor(clock: () => number) {
    this.#clock = clock
  }

  /** Asks the server for its time; good to half of the way there and back. */
  async ask(redis: Redis): Promise<void> {
    const askedAtMs = this.#clock()
    const [seconds, microseconds] = await redis.time()
    this.#offsetMs = Number(seconds) * 1000 + Number(microseconds) / 1000 - (askedAtMs + this.#clock()) / 2
  }

  /** @returns How long ago the entry was added, ms; 0 when that cannot be told. */
  ofEntry(id: string): number {
    if (this.#offsetMs === null) return 0
    const lagMs = this.#clock() + this.#offsetMs - msOfEntryId(id)
    return lagMs > 0 && lagMs < LONGEST_LAG_MS ? lagMs : 0
  }
}
