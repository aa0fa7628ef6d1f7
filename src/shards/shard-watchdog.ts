import type { BlackBoxReader } from './black-box.ts'

/** Why a thread is given up. */
export type Hang =
  | { readonly what: 'thread' }
  | { readonly what: 'frame'; readonly stream: string; readonly cursor: string }

/** A thread reads its code before it beats for the first time: on a busy machine that takes seconds. */
const START_ROUNDS = 60
/** From here on it is said that a shard does not answer. */
const SILENT_ROUNDS = 3

/**
 * Watches whether a shard's thread goes on: its event loop, and each frame that it works on. Counts looks and not time, so
 * that a main thread or a whole process that stood still blames nobody.
 */
export class ShardWatchdog {
  readonly #stuckRounds: number
  #box: Pick<BlackBoxReader, 'beats' | 'frames'> | null = null
  #beats = 0
  #silentRounds = 0
  /** By number of the frame: looks that have found it. */
  #held = new Map<number, number>()

  /** @param stuckRounds Looks without a sign of life after which a thread is given up. */
  constructor(stuckRounds: number) {
    this.#stuckRounds = stuckRounds
  }

  /** Watches another thread from now on. */
  watch(box: Pick<BlackBoxReader, 'beats' | 'frames'>): void {
    this.#box = box
    this.#beats = 0
    this.#silentRounds = 0
    this.#held = new Map()
  }

  /** True once the thread has given no sign of life for some seconds. */
  get isSilent(): boolean {
    return this.#beats > 0 && this.#silentRounds >= SILENT_ROUNDS
  }

  /** To be called about once a second. @returns Null while all is well. */
  look(): Hang | null {
    if (this.#box === null) return null
    const { beats } = this.#box
    this.#silentRounds = beats === this.#beats ? this.#silentRounds + 1 : 0
    this.#beats = beats
    const most = beats === 0 ? Math.max(START_ROUNDS, this.#stuckRounds) : this.#stuckRounds
    if (this.#silentRounds >= most) return { what: 'thread' }
    return this.#lookAtFrames(this.#box)
  }

  #lookAtFrames(box: Pick<BlackBoxReader, 'frames'>): Hang | null {
    const held = new Map<number, number>()
    let hang: Hang | null = null
    for (const { number, stream, cursor } of box.frames()) {
      const rounds = (this.#held.get(number) ?? 0) + 1
      held.set(number, rounds)
      if (rounds > this.#stuckRounds) hang = { what: 'frame', stream, cursor }
    }
    this.#held = held
    return hang
  }
}
