import type { FaultKind, FaultTiming } from '../../model/fault.ts'
import type { Finding, RaisedFault } from '../../model/finding.ts'
import { advance, CLEAR, type FaultState } from './hysteresis.ts'

// These are known without a picture, so a moment without one changes them alone.
const KNOWN_WITHOUT_PICTURE: readonly FaultKind[] = ['stream-gap', 'undecodable']
/** A gap between two frames counts as no longer than this, ms. */
const MOST_ELAPSED_MS = 6000
const AT_ONCE: FaultTiming = { raiseAfterMs: 0, clearAfterMs: 0 }

/** All faults of one camera in time. */
export class FaultBoard {
  readonly #timings: ReadonlyMap<FaultKind, FaultTiming>
  readonly #states = new Map<FaultKind, FaultState>()
  /** When each fault that is not clear began to show. */
  readonly #firstMs = new Map<FaultKind, number>()
  #raised: ReadonlySet<FaultKind> = new Set()
  #lastMs: number | null = null

  /** @param timings How fast each kind is raised and cleared; a kind that is left out is so at once. */
  constructor(timings: ReadonlyMap<FaultKind, FaultTiming>) {
    this.#timings = timings
  }

  /** Kinds that are raised now; a new set after every change. */
  get raised(): ReadonlySet<FaultKind> {
    return this.#raised
  }

  /** Nothing is raised or on its way to it. */
  get isQuiet(): boolean {
    return this.#states.size === 0
  }

  /**
   * Takes what was found in a picture. A kind without a finding is quiet.
   *
   * @returns The faults that are raised now, in no particular order. One that is being cleared keeps its last finding.
   */
  update(findings: readonly Finding[], nowMs: number): readonly RaisedFault[] {
    const found = byKind(findings)
    const elapsedMs = this.#elapsed(nowMs)
    for (const kind of found.keys()) this.#advance(kind, found, nowMs, elapsedMs)
    for (const kind of this.#states.keys()) if (!found.has(kind)) this.#advance(kind, found, nowMs, elapsedMs)
    return this.#list()
  }

  /**
   * Takes what is known when there is no picture: no frame came, or it could not be decoded. Faults that only a picture
   * can show stay as they are, since nobody can know.
   */
  updateUnseen(findings: readonly Finding[], nowMs: number): readonly RaisedFault[] {
    const found = byKind(findings)
    const elapsedMs = this.#elapsed(nowMs)
    for (const kind of KNOWN_WITHOUT_PICTURE) this.#advance(kind, found, nowMs, elapsedMs)
    return this.#list()
  }

  /** A clock that went back counts as if it had stood still. */
  #elapsed(nowMs: number): number {
    const elapsedMs = this.#lastMs === null ? 0 : nowMs - this.#lastMs
    this.#lastMs = nowMs
    return Math.min(MOST_ELAPSED_MS, Math.max(0, elapsedMs))
  }

  #advance(kind: FaultKind, found: ReadonlyMap<FaultKind, Finding>, nowMs: number, elapsedMs: number): void {
    const state = this.#states.get(kind) ?? CLEAR
    const timing = this.#timings.get(kind) ?? AT_ONCE
    const next = advance(state, found.get(kind) ?? null, nowMs, timing, elapsedMs)
    if (next.name === 'clear') {
      this.#states.delete(kind)
      this.#firstMs.delete(kind)
      return
    }
    this.#states.set(kind, next)
    if (state.name === 'clear') this.#firstMs.set(kind, nowMs)
  }

  #list(): readonly RaisedFault[] {
    const list: RaisedFault[] = []
    for (const [kind, state] of this.#states) {
      if (state.name !== 'raised' && state.name !== 'clearing') continue
      const { sinceMs } = state
      list.push({ ...state.finding, sinceMs, firstMs: Math.min(sinceMs, this.#firstMs.get(kind) ?? sinceMs) })
    }
    this.#raised = new Set(list.map(fault => fault.kind))
    return list
  }
}

function byKind(findings: readonly Finding[]): ReadonlyMap<FaultKind, Finding> {
  return new Map(findings.map(finding => [finding.kind, finding]))
}
