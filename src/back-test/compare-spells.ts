import { FAULT_KINDS, type FaultKind } from '../model/fault.ts'
import { overlap, type Spell } from './spell.ts'

/** A spell that both settings raise, at other times. */
export interface ChangedSpell {
  readonly before: Spell
  readonly after: Spell
}

/** What a change of settings does to one kind. */
export interface KindEffect {
  readonly kind: FaultKind
  readonly before: readonly Spell[]
  readonly after: readonly Spell[]
  readonly added: readonly Spell[]
  readonly gone: readonly Spell[]
  readonly changed: readonly ChangedSpell[]
}

/** Times that differ by less are the same, ms: between two frames of a slow camera lies as much. */
const SAME_MS = 2000

/** Of each kind that either settings raise. */
export function compareSpells(before: readonly Spell[], after: readonly Spell[]): readonly KindEffect[] {
  return FAULT_KINDS.flatMap(kind => {
    const [one, other] = [before, after].map(spells => spells.filter(spell => spell.kind === kind))
    if (one === undefined || other === undefined || one.length + other.length === 0) return []
    return [effectOf(kind, one, other)]
  })
}

function effectOf(kind: FaultKind, before: readonly Spell[], after: readonly Spell[]): KindEffect {
  const pairs = before.map(spell => ({ before: spell, after: whole(after.filter(other => overlap(spell, other))) }))
  return {
    kind,
    before,
    after,
    added: after.filter(spell => !before.some(other => overlap(spell, other))),
    gone: pairs.flatMap(pair => (pair.after === null ? [pair.before] : [])),
    changed: pairs.flatMap(pair =>
      pair.after !== null && isOther(pair.before, pair.after) ? [{ before: pair.before, after: pair.after }] : []
    )
  }
}

/** Several that one spell fell into, as one. */
function whole(spells: readonly Spell[]): Spell | null {
  const [first] = spells
  if (first === undefined) return null
  return { ...first, toMs: Math.max(...spells.map(({ toMs }) => toMs)) }
}

function isOther(one: Spell, other: Spell): boolean {
  return Math.abs(one.fromMs - other.fromMs) > SAME_MS || Math.abs(one.toMs - other.toMs) > SAME_MS
}
