import { errorText } from '../errors.ts'
import type { Log } from '../lib/log.ts'
import type { CheckPictures } from './check-pictures.ts'
import { beginsRound, CHECKED_FAULTS, type CheckedFault, type CourseMoment, TURN_MS } from './check-course.ts'
import { CheckedShard, type CheckOutcome } from './checked-shard.ts'

/** The shards, as far as they are checked. */
export interface CheckedShards {
  /**
   * Shows one picture to the synthetic camera of a shard.
   *
   * @param isAnew What was learned of it is forgotten first: shown the same faults for ever, a camera learns that they are usual.
   */
  show(shard: number, jpeg: Uint8Array, isAnew: boolean): void
}

export interface SelfCheckOptions {
  /** Draws what the synthetic camera shows. */
  readonly draw: () => Promise<CheckPictures>
  /** Monotonic, ms. */
  readonly clock: () => number
  readonly log: Log
}

export interface SelfCheckStats {
  /** Since a known fault was found last and ended, in the shard where that is longest ago, ms; null: not yet in all of them. */
  readonly sinceSuccessMs: number | null
  /** False while a known fault is not found. */
  readonly isOk: boolean
  /** How many times each was found and ended, and how many times not. */
  readonly found: ReadonlyMap<CheckedFault, number>
  readonly failed: ReadonlyMap<CheckedFault, number>
  /** How many times none of both can be said, since the shard dropped pictures for overload. */
  readonly unseen: ReadonlyMap<CheckedFault, number>
}

/** What is told of it, for `/readyz` and the incident of the service. */
export interface SelfCheckState {
  readonly name: 'self-check'
  readonly ok: boolean
  readonly detail: string
}

const SHOW_EVERY_MS = 1000
/** Without any success for so long it has failed, whatever the reason: the main thread may be too busy to show anything. */
const LONGEST_WITHOUT_MS = 3 * TURN_MS * CHECKED_FAULTS.length

/**
 * A watchman that watches itself: shows each shard a synthetic camera whose faults are known, and holds the verdicts that
 * come back against them. Pictures go the way of frames posted over HTTP, through the shard's own queue, decoder, judge
 * and hysteresis; verdicts come back among the results of its cameras.
 */
export class SelfCheck {
  readonly #options: SelfCheckOptions
  readonly #found = new Map<CheckedFault, number>(CHECKED_FAULTS.map(kind => [kind, 0]))
  readonly #failed = new Map<CheckedFault, number>(CHECKED_FAULTS.map(kind => [kind, 0]))
  readonly #unseen = new Map<CheckedFault, number>(CHECKED_FAULTS.map(kind => [kind, 0]))
  #shards: CheckedShard[] = []
  #pictures: CheckPictures | null = null
  #timer: NodeJS.Timeout | undefined
  #shown = 0

  constructor(options: SelfCheckOptions) {
    this.#options = options
  }

  /** Begins with the first round. Never rejects: a picture that cannot be drawn is told like a fault that is not found. */
  async start(count: number, shards: CheckedShards): Promise<void> {
    this.stop()
    const beganAtMs = this.#options.clock()
    this.#shards = Array.from({ length: count }, () => new CheckedShard(beganAtMs))
    this.#timer = setInterval(() => this.tick(shards), SHOW_EVERY_MS).unref()
    try {
      this.#pictures ??= await this.#options.draw()
    } catch (cause) {
      this.#options.log.error({ err: cause, error: errorText(cause) }, 'The synthetic camera has no pictures to show')
    }
  }

  stop(): void {
    clearInterval(this.#timer)
    this.#shards = []
  }

  /** A shard was started again. */
  onRestart(shard: number): void {
    this.#shards[shard]?.restart(this.#options.clock())
  }

  /** @param text A result of a shard's synthetic camera, as clients would get it. */
  take(shard: number, text: string): void {
    const { data } = JSON.parse(text) as {
      data: { result: { faults: readonly { kind: string }[]; dropped?: { overload: number } } }
    }
    const { faults, dropped } = data.result
    this.#shards[shard]?.take(
      faults.map(({ kind }) => kind),
      dropped?.overload
    )
  }

  /** Shows what is to be shown now. Runs every second. */
  tick(shards: CheckedShards): void {
    const nowMs = this.#options.clock()
    this.#shown++
    for (const [shard, checked] of this.#shards.entries()) {
      const { moment, outcome, isNew } = checked.advance(nowMs)
      if (outcome !== null) this.#count(shard, outcome)
      const jpeg = this.#pictures === null ? null : pictureAt(this.#pictures, moment, this.#shown)
      if (jpeg !== null) shards.show(shard, jpeg, isNew && beginsRound(moment.turn))
    }
  }

  /** Null while nothing is checked, since no shard runs. */
  state(): SelfCheckState | null {
    if (this.#shards.length === 0) return null
    const problem = this.#problem()
    const isNew = this.#shards.some(({ lastSuccessMs }) => lastSuccessMs === null)
    const well = isNew ? 'The first known faults are being shown' : 'Every known fault is found and ends'
    return { name: 'self-check', ok: problem === null, detail: problem ?? well }
  }

  stats(): SelfCheckStats {
    const nowMs = this.#options.clock()
    const successes = this.#shards.map(({ lastSuccessMs }) => lastSuccessMs)
    const isKnown = successes.length > 0 && !successes.includes(null)
    const oldestMs = Math.min(...successes.map(successMs => successMs ?? 0))
    return {
      sinceSuccessMs: isKnown ? nowMs - oldestMs : null,
      isOk: this.#problem() === null,
      found: this.#found,
      failed: this.#failed,
      unseen: this.#unseen
    }
  }

  #problem(): string | null {
    const nowMs = this.#options.clock()
    for (const [shard, { failing, lastSuccessMs, beganAtMs }] of this.#shards.entries()) {
      const [first] = failing
      if (first !== undefined) {
        return `Shard ${shard} was shown "${first.kind}" on purpose, ${first.isFound ? 'and it did not end' : 'and did not find it'}`
      }
      const sinceMs = nowMs - (lastSuccessMs ?? beganAtMs)
      if (sinceMs > LONGEST_WITHOUT_MS)
        return `Shard ${shard} has found no known fault for ${Math.round(sinceMs / 1000)} s`
    }
    return null
  }

  #count(shard: number, outcome: CheckOutcome): void {
    const { kind, isFound, isEnded, dropped } = outcome
    const countIn = (counts: Map<CheckedFault, number>) => counts.set(kind, (counts.get(kind) ?? 0) + 1)
    if (isFound && isEnded) {
      countIn(this.#found)
      return
    }
    // Overload has signals of its own; a shard that finds nothing at all for long has failed whatever the reason.
    if (dropped > 0) {
      countIn(this.#unseen)
      return
    }
    countIn(this.#failed)
    const what = isFound ? 'did not end after it was shown' : 'was shown and not found'
    this.#options.log.error({ shard, kind }, `Self check: a known fault ${what}`)
  }
}

function pictureAt(pictures: CheckPictures, { kind, isShown }: CourseMoment, number: number): Uint8Array | null {
  if (!isShown || kind === null) return turnOf(pictures.well, number)
  switch (kind) {
    case 'stream-gap':
      return null
    case 'frozen':
      return turnOf(pictures.well, 0)
    default:
      return turnOf(pictures[kind], number)
  }
}

function turnOf(jpegs: readonly Uint8Array[], number: number): Uint8Array | null {
  return jpegs[number % jpegs.length] ?? null
}
