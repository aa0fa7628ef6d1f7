const MOST_KEPT = 10_000
const LEAST_KEPT = 200
const MOST_KEPT_CHARACTERS = 48 * 1024 * 1024
/** The mean is one of about so many entries. */
const MEAN_OVER = 100

/** How many entries of a common log stay: 10,000 of them, or as many as come to about 48 million characters, at least 200. */
export class KeptEntries {
  #meanCharacters = 0

  /** @param characters Of an entry that is added. */
  add(characters: number): void {
    this.#meanCharacters += (characters - this.#meanCharacters) / (this.#meanCharacters === 0 ? 1 : MEAN_OVER)
  }

  get most(): number {
    const most = Math.floor(MOST_KEPT_CHARACTERS / Math.max(1, this.#meanCharacters))
    return Math.min(MOST_KEPT, Math.max(LEAST_KEPT, most))
  }
}
