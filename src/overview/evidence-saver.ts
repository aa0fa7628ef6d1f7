import { errorText } from '../errors.ts'
import type { Log } from '../lib/log.ts'
import type { EvidenceRun } from '../model/evidence.ts'
import type { Fence } from '../model/fence.ts'
import { evidenceFromBytes, evidenceToBytes } from '../pipeline/evidence-block.ts'
import type { EvidenceBlock, EvidenceStore } from '../pipeline/incidents/evidence-store.ts'

export interface EvidenceSaverOptions {
  readonly store: EvidenceStore
  /** MEASURE_DAYS, ms; 0 keeps none. */
  readonly keepMs: number
  /** Rising, ms. */
  readonly steadyClock: () => number
  /** Epoch ms, for what is deleted by its age. */
  readonly ageClock: () => number
  readonly log: Log
  /** In a fleet: right to write for a camera, null when it is not ours. Left out: no fleet. */
  readonly fenceOf?: ((stream: string) => Fence | null) | undefined
}

interface Waiting {
  readonly sinceMs: number
  runs: EvidenceRun[]
  frames: number
}

/** Of most cameras little is kept, and many frames deflate better than few: what is little waits for longer. */
const BLOCK_MS = { few: 3_600_000, some: 600_000 }
const BLOCK_FRAMES = { some: 32, many: 128 }
const SAVE_EVERY_MS = 120_000
/** Frames that may wait, 0.2 KB each: a store that is down for long loses what is oldest. */
const MOST_WAITING = 200_000
/** Blocks that are made and written together. */
const AT_ONCE = 200

/** Keeps for some days what frames were judged by, so that they can be judged again by other settings. */
export class EvidenceSaver {
  readonly #options: EvidenceSaverOptions
  readonly #waiting = new Map<string, Waiting>()
  #frames = 0
  #lost = 0
  #timer: NodeJS.Timeout | undefined
  #turn: Promise<void> = Promise.resolve()

  constructor(options: EvidenceSaverOptions) {
    this.#options = options
  }

  /** Frames that could not be kept since the start. */
  get lost(): number {
    return this.#lost
  }

  start(): void {
    if (this.#options.keepMs === 0) return
    this.#timer = setInterval(() => void this.save(), SAVE_EVERY_MS).unref()
  }

  take(runs: readonly EvidenceRun[]): void {
    if (this.#options.keepMs === 0) return
    for (const run of runs) {
      const known = this.#waiting.get(run.stream)
      const waiting = known ?? { sinceMs: this.#options.steadyClock(), runs: [], frames: 0 }
      if (known === undefined) this.#waiting.set(run.stream, waiting)
      waiting.runs.push(run)
      waiting.frames += run.times.length
      this.#frames += run.times.length
    }
    const before = this.#lost
    for (const stream of this.#waiting.keys()) {
      if (this.#frames <= MOST_WAITING) break
      const gone = this.#takeOut(stream)
      this.#lost += gone.reduce((sum, { times }) => sum + times.length, 0)
    }
    const frames = this.#lost - before
    if (frames > 0) this.#options.log.warn({ frames }, 'Too much waits to be kept for back-tests: the oldest is lost')
  }

  /** All that is known of a camera, in the order in which it was judged. @throws AppError `incident/store-failed` */
  read(stream: string): Promise<readonly EvidenceRun[]> {
    // In turn with what is written: what waits would else be in the answer twice, or not at all.
    const reading = this.#turn.then(() => this.#read(stream))
    this.#turn = reading.then(
      () => undefined,
      () => undefined
    )
    return reading
  }

  /** Cameras are another member's soon: keeps what there is of them. Never rejects. */
  letGo(streams: readonly string[]): Promise<void> {
    return this.#inTurn(streams)
  }

  /** Keeps what waits for long or is much. Never rejects. */
  save(): Promise<void> {
    const nowMs = this.#options.steadyClock()
    const isDue = ({ sinceMs, frames }: Waiting) => {
      const isMuch = frames >= BLOCK_FRAMES.many
      return isMuch || nowMs - sinceMs >= (frames < BLOCK_FRAMES.some ? BLOCK_MS.few : BLOCK_MS.some)
    }
    return this.#inTurn([...this.#waiting].flatMap(([stream, waiting]) => (isDue(waiting) ? [stream] : [])))
  }

  /** Keeps what there is. */
  async close(): Promise<void> {
    clearInterval(this.#timer)
    await this.#inTurn([...this.#waiting.keys()])
  }

  async #read(stream: string): Promise<readonly EvidenceRun[]> {
    const { store, ageClock, keepMs } = this.#options
    const kept = await store.evidence(stream)
    const runs = await Promise.all(kept.map(bytes => evidenceFromBytes(bytes, stream)))
    const sinceMs = ageClock() - keepMs
    const waiting = this.#waiting.get(stream)?.runs ?? []
    return [...runs.filter(run => run !== null), ...waiting].filter(({ times }) => (times.at(-1) ?? 0) >= sinceMs)
  }

  #inTurn(streams: readonly string[]): Promise<void> {
    this.#turn = this.#turn.then(() => this.#save(streams))
    return this.#turn
  }

  async #save(streams: readonly string[]): Promise<void> {
    const { store, keepMs, ageClock, log } = this.#options
    for (let i = 0; i < streams.length; i += AT_ONCE) {
      const runs = streams.slice(i, i + AT_ONCE).flatMap(stream => this.#takeOut(stream))
      try {
        const blocks = await Promise.all(joined(runs).map(run => this.#blockOf(run)))
        const own = blocks.filter(block => block !== null)
        if (own.length > 0) await store.saveEvidence(own, ageClock() - keepMs)
      } catch (cause) {
        log.warn({ error: errorText(cause) }, 'Cannot keep what cameras were judged by: it is tried again')
        this.#putBack(runs)
        return
      }
    }
  }

  async #blockOf(run: EvidenceRun): Promise<EvidenceBlock | null> {
    const { fenceOf } = this.#options
    const fence = fenceOf?.(run.stream) ?? null
    if (fenceOf !== undefined && fence === null) return null
    return { stream: run.stream, toMs: run.times.at(-1) ?? 0, bytes: await evidenceToBytes(run), fence }
  }

  #takeOut(stream: string): readonly EvidenceRun[] {
    const waiting = this.#waiting.get(stream)
    if (waiting === undefined) return []
    this.#waiting.delete(stream)
    this.#frames -= waiting.frames
    return waiting.runs
  }

  /** Before what has come meanwhile. */
  #putBack(runs: readonly EvidenceRun[]): void {
    const later = [...this.#waiting.keys()].flatMap(stream => this.#takeOut(stream))
    this.take([...runs, ...later])
  }
}

/** Runs of one camera that were judged by the same settings, put together. */
function joined(runs: readonly EvidenceRun[]): readonly EvidenceRun[] {
  const result: EvidenceRun[] = []
  for (const run of runs) {
    const last = result.at(-1)
    if (last === undefined || last.stream !== run.stream || !isSame(last, run)) {
      result.push(run)
      continue
    }
    const values = new Uint16Array(last.values.length + run.values.length)
    values.set(last.values)
    values.set(run.values, last.values.length)
    result[result.length - 1] = { ...last, times: [...last.times, ...run.times], values }
  }
  return result
}

function isSame(one: EvidenceRun, other: EvidenceRun): boolean {
  return JSON.stringify(one.settings) === JSON.stringify(other.settings)
}
