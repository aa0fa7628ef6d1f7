import { describe, expect, it } from 'vitest'
import type { Incident } from '../../src/model/incident.ts'
import { withUnkept } from '../../src/overview/with-unkept.ts'
import { makeIncident } from '../pipeline/incidents/make-incident.ts'

const incident = (id: string, fields: Partial<Incident> = {}): Incident => makeIncident(id, fields)
const idsOf = ({ items }: { items: readonly Incident[] }) => items.map(({ id }) => id)
const FIRST = { cursor: null, limit: 3 }

describe('a page with what is not kept yet', () => {
  it('has new incidents before the old, and changed ones in their newest form', () => {
    const page = { items: [incident('b'), incident('a', { state: 'open' })], next: null }
    const closed = incident('a', { state: 'closed' })
    const found = withUnkept(page, [closed, incident('c')], {}, FIRST)
    expect(idsOf(found)).toEqual(['c', 'b', 'a'])
    expect(found.items.at(-1)).toBe(closed)
    expect(found.next).toBeNull()
  })

  it('leaves out what does not pass the filter any more, or never did', () => {
    const page = { items: [incident('b'), incident('a', { state: 'open' })], next: null }
    const unkept = [
      incident('a', { state: 'closed' }),
      incident('c', { stream: 'other' }),
      incident('d', { kind: 'bright' })
    ]
    const filter = { states: ['open' as const], streams: [incident('b').stream ?? ''], kinds: [incident('b').kind] }
    expect(idsOf(withUnkept(page, unkept, filter, FIRST))).toEqual(['b'])
  })

  it('is no longer than was asked for, and the next one goes on behind it', () => {
    const page = { items: ['c', 'b', 'a'].map(id => incident(id)), next: null }
    const first = withUnkept(page, [incident('d')], {}, FIRST)
    expect(idsOf(first)).toEqual(['d', 'c', 'b'])
    expect(first.next).toBe('b')
    const rest = { items: [incident('a')], next: null }
    expect(idsOf(withUnkept(rest, [incident('d')], {}, { cursor: 'b', limit: 3 }))).toEqual(['a'])
  })

  it('leaves to the next page what is older than its own', () => {
    const page = { items: ['f', 'e', 'd'].map(id => incident(id)), next: 'd' }
    expect(idsOf(withUnkept(page, [incident('b')], {}, FIRST))).toEqual(['f', 'e', 'd'])
  })

  it('goes by verdict, group and time as the stores do', () => {
    const none = { items: [], next: null }
    const one = incident('a', { verdict: null, groups: ['north'], openedAtMs: 1000 })
    const passes = (filter: Parameters<typeof withUnkept>[2]) =>
      withUnkept(none, [one], filter, FIRST).items.length === 1
    expect(passes({ verdicts: ['none'], groups: ['south', 'north'], fromMs: 1000, toMs: 1001 })).toBe(true)
    expect(
      [{ verdicts: ['real' as const] }, { groups: ['south'] }, { fromMs: 1001 }, { toMs: 1000 }].map(passes)
    ).toEqual([false, false, false, false])
  })
})
