import { describe, expect, it } from 'vitest'
import { FAULT_NAMES, type FaultKind } from '../../../src/model/fault.ts'
import { explanationOf } from '../../../src/pipeline/incidents/explanation.ts'
import { makeFinding } from './make-finding.ts'

describe('explanationOf', () => {
  it.each(Object.keys(FAULT_NAMES) as FaultKind[])('has a whole sentence in both languages for %s', kind => {
    const { en, zh } = explanationOf({ ...makeFinding(kind, 0.25), limit: 0.5, reference: 1, unit: 'ratio' })
    expect(en).toMatch(/^[A-Z0-9][^{}]*\.$/)
    expect(zh).toMatch(/^[^{}]*\p{Script=Han}[^{}]*。$/u)
  })

  it('fills in the figures with their units', () => {
    const still = { ...makeFinding('frozen', 0.12), reference: 2.5 }
    expect(explanationOf(still).en).toBe(
      'Two frames differ by 0.1 grey levels only; noise alone usually makes it 2.5 grey levels.'
    )
    const repeated = { ...makeFinding('frozen', 4200), measure: 'time with the same bytes', unit: 'ms' }
    expect(explanationOf(repeated).en).toBe('The very same picture has come for 4.2 s.')
  })
})
