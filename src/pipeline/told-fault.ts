import type { RaisedFault } from '../model/finding.ts'
import type { ToldFault } from '../model/incident.ts'
import { explanationOf } from './incidents/explanation.ts'

/** A raised fault as it is told and kept: with its sentence, figures rounded. */
export function toldFault(fault: RaisedFault): ToldFault {
  const { kind, severity, sinceMs, measure, value, limit, reference, unit, mask } = fault
  const { en, zh } = explanationOf(fault)
  return {
    kind,
    severity: rounded(severity, 3),
    sinceMs,
    // A silent camera was silent for just its limit when that was noticed.
    detectMs: kind === 'stream-gap' ? Math.round(limit) : Math.round(sinceMs - (fault.firstMs ?? sinceMs)),
    measure,
    value: rounded(value, 4),
    limit: rounded(limit, 4),
    reference: reference === null ? null : rounded(reference, 4),
    unit,
    mask,
    why: en,
    whyZh: zh
  }
}

function rounded(value: number, digits: number): number {
  const factor = 10 ** digits
  return Math.round(value * factor) / factor
}
