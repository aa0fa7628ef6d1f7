import type { Incident } from '../model/incident.ts'
import type { IncidentEffect } from './back-test-control.ts'
import { overlap, type Period, type Spell } from './spell.ts'

/** An incident is told by the service's clock, a spell by that of the frames: they may be so far apart, ms. */
const SLACK_MS = 10_000
/** What a person said of it, the most important first. */
const ORDER = ['real', null, 'planned', 'false-alarm'] as const

/**
 * What becomes of the incidents of a time. One that the settings in force do not raise either says nothing: it was raised
 * by others, or nothing was kept of it.
 */
export function incidentEffects(
  incidents: readonly Incident[],
  before: readonly Spell[],
  after: readonly Spell[]
): readonly IncidentEffect[] {
  const effects = incidents.flatMap((incident): readonly IncidentEffect[] => {
    const period: Period = { fromMs: incident.openedAtMs, toMs: incident.closedAtMs ?? Number.MAX_SAFE_INTEGER }
    const raisedBy = (spells: readonly Spell[]) => spells.filter(spell => overlap(spell, period, SLACK_MS))
    const isOfKind = ({ kind }: Spell) => kind === incident.kind
    const then = raisedBy(after)
    if (!raisedBy(before).some(isOfKind) || then.some(isOfKind)) return []
    return [{ incident, becomes: then.length > 0 ? 'other-kind' : 'missed' }]
  })
  return effects.toSorted(
    (one, other) => rankOf(one) - rankOf(other) || other.incident.openedAtMs - one.incident.openedAtMs
  )
}

function rankOf({ incident, becomes }: IncidentEffect): number {
  return (becomes === 'missed' ? 0 : ORDER.length) + ORDER.indexOf(incident.verdict)
}
