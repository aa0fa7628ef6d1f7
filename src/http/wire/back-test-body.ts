import type { BackTestView, JudgedKind } from '../../back-test/back-test-control.ts'
import type { Spell } from '../../back-test/spell.ts'
import type { BackTestBody } from '../schemas/back-test.ts'
import { iso, isoOrNull } from './iso.ts'

const MOST_LISTED = 100

export function backTestBody(view: BackTestView): BackTestBody {
  return {
    stream: view.stream,
    from: isoOrNull(view.fromMs),
    to: isoOrNull(view.toMs),
    coveredS: view.coveredMs / 1000,
    thinnedS: view.thinnedMs / 1000,
    agreement: view.agreement,
    kinds: view.kinds.map(kindBody),
    incidents: view.incidents.slice(0, MOST_LISTED).map(({ incident, becomes }) => ({
      id: incident.id,
      kind: incident.kind,
      openedAt: iso(incident.openedAtMs),
      closedAt: isoOrNull(incident.closedAtMs),
      verdict: incident.verdict,
      becomes
    })),
    incidentCount: view.incidentCount,
    notJudged: view.notJudged.map(({ setting, en, zh }) => ({ setting, text: en, text_zh: zh }))
  }
}

function kindBody({ kind, before, after, added, gone, changed, isAtLeast }: JudgedKind): BackTestBody['kinds'][number] {
  return {
    kind,
    inForce: totalOf(before),
    proposed: totalOf(after),
    added: newest(added).map(spellBody),
    gone: newest(gone).map(spellBody),
    changed: newest(changed).map(pair => ({ before: spellBody(pair.before), after: spellBody(pair.after) })),
    isAtLeast
  }
}

function totalOf(spells: readonly Spell[]) {
  const lengthsS = spells.map(({ fromMs, toMs }) => (toMs - fromMs) / 1000)
  const seconds = lengthsS.reduce((sum, lengthS) => sum + lengthS, 0)
  return { spells: spells.length, seconds, longestS: Math.max(0, ...lengthsS) }
}

function spellBody({ fromMs, toMs }: Spell) {
  return { from: iso(fromMs), to: iso(toMs) }
}

function newest<T>(list: readonly T[]): readonly T[] {
  return list.slice(-MOST_LISTED).toReversed()
}
