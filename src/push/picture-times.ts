const TIME = /\bpts_time:(-?\d+(?:\.\d+)?)/
/** A line is some forty characters; what is longer is none. */
const MOST_LINE_CHARS = 4096
/** Pictures that may wait for their time, or times for their picture. */
const MOST_WAITING = 256

/** A picture that is complete, and when that was; null for one that was lost after it had been given a time. */
interface Waiting {
  readonly jpeg: Buffer | null
  readonly arrivedAtMs: number
}

/**
 * Brings pictures together with their times, which come in the same order on another pipe, before or after them.
 */
export class PictureTimes {
  readonly #give: (jpeg: Buffer, presentedMs: number, arrivedAtMs: number) => void
  #pictures: Waiting[] = []
  #times: number[] = []
  #line = ''

  constructor(give: (jpeg: Buffer, presentedMs: number, arrivedAtMs: number) => void) {
    this.#give = give
  }

  /** @param jpeg Null for a picture that was lost: its time is passed over. */
  picture(jpeg: Buffer | null, arrivedAtMs: number): void {
    this.#pictures.push({ jpeg, arrivedAtMs })
    // Without any time at all pictures would pile up: ffmpeg writes the time first, so this is a mistake of somebody's.
    if (this.#pictures.length > MOST_WAITING) this.#pictures.shift()
    this.#match()
  }

  text(chunk: string): void {
    const lines = (this.#line + chunk).split('\n')
    this.#line = (lines.pop() ?? '').slice(-MOST_LINE_CHARS)
    for (const line of lines) {
      const seconds = TIME.exec(line)?.[1]
      if (seconds !== undefined) this.#times.push(Number(seconds) * 1000)
    }
    this.#match()
  }

  #match(): void {
    while (this.#pictures.length > 0 && this.#times.length > 0) {
      const { jpeg, arrivedAtMs } = this.#pictures.shift() as Waiting
      const presentedMs = this.#times.shift() as number
      if (jpeg !== null) this.#give(jpeg, presentedMs, arrivedAtMs)
    }
    if (this.#times.length > MOST_WAITING) this.#times.shift()
  }
}
