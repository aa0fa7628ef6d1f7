import type { FaultKind } from '../model/fault.ts'
import type { Spell } from './spell.ts'

/** Puts what is told from frame to frame together into spells. */
export class SpellList {
  readonly #reopenWindowMs: number
  readonly #ended: Spell[] = []
  readonly #last = new Map<FaultKind, Spell>()
  #told: readonly FaultKind[] = []

  /** @param reopenWindowMs What comes back so soon is the same spell, as incidents are the same. */
  constructor(reopenWindowMs: number) {
    this.#reopenWindowMs = reopenWindowMs
  }

  /** @param told Kinds that are told from now on. */
  take(told: readonly FaultKind[], atMs: number): void {
    for (const kind of this.#told) {
      const spell = this.#last.get(kind)
      if (spell !== undefined && atMs > spell.toMs) this.#last.set(kind, { ...spell, toMs: atMs })
    }
    for (const kind of told) if (!this.#told.includes(kind)) this.#begin(kind, atMs)
    this.#told = told
  }

  /** Nothing is known from now on. */
  stop(atMs: number): void {
    this.take([], atMs)
  }

  /** In order of their beginning. */
  all(): readonly Spell[] {
    return [...this.#ended, ...this.#last.values()].sort((one, other) => one.fromMs - other.fromMs)
  }

  #begin(kind: FaultKind, atMs: number): void {
    const last = this.#last.get(kind)
    if (last !== undefined && atMs - last.toMs <= this.#reopenWindowMs) return
    if (last !== undefined) this.#ended.push(last)
    this.#last.set(kind, { kind, fromMs: atMs, toMs: atMs })
  }
}
