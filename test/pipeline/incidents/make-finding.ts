import type { FaultKind } from '../../../src/model/fault.ts'
import type { Finding } from '../../../src/model/finding.ts'

export function makeFinding(kind: FaultKind, value = 1): Finding {
  return { kind, severity: 0.5, measure: 'test', value, limit: 0, reference: null, unit: 'levels', mask: null }
}
