import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Assignment, slotScores } from '../../src/fleet/assignment.ts'
import { SLOTS } from '../../src/fleet/slot.ts'

const members = (count: number, capacity = 4) => Array.from({ length: count }, (_, i) => ({ id: `m${i}`, capacity }))
const NO_MOVES = new Map<number, string>()
const shareOf = (owners: readonly (string | undefined)[], id: string) => owners.filter(owner => owner === id).length

describe('assignment', () => {
  it('gives nothing to nobody', () => {
    expect(new Set(new Assignment().owners([], NO_MOVES))).toEqual(new Set([undefined]))
  })

  it('gives shares by capacity', () => {
    const candidates = [...members(8, 1), { id: 'large', capacity: 8 }]
    const owners = new Assignment().owners(candidates, NO_MOVES)
    // Half of the slots, within four standard deviations.
    expect(Math.abs(shareOf(owners, 'large') - SLOTS / 2)).toBeLessThan(64)
  })

  it('leaves members without capacity alone, unless there is nobody else', () => {
    const idle = { id: 'idle', capacity: 0 }
    expect(shareOf(new Assignment().owners([idle, ...members(2)], NO_MOVES), 'idle')).toBe(0)
    expect(shareOf(new Assignment().owners([idle], NO_MOVES), 'idle')).toBe(SLOTS)
  })

  it('moves only the slots that a new member wins, or that one leaves, whatever the order of the list', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.record({ id: fc.string(), capacity: fc.double({ min: 0.1, max: 64, noNaN: true }) }), {
          selector: ({ id }) => id,
          minLength: 2,
          maxLength: 12
        }),
        fc.nat(),
        (candidates, which) => {
          const leaver = candidates[which % candidates.length]!
          const before = new Assignment().owners(candidates, NO_MOVES)
          const rest = candidates.filter(({ id }) => id !== leaver.id).reverse()
          const after = new Assignment().owners(rest, NO_MOVES)
          for (let slot = 0; slot < SLOTS; slot++) {
            if (before[slot] !== leaver.id) expect(after[slot]).toBe(before[slot])
          }
        }
      ),
      { numRuns: 50 }
    )
  })

  it('comes to the same whether members came and went one by one or were all there at once', () => {
    const some = fc
      .subarray(members(8).concat(members(8, 2)), { minLength: 0 })
      .map(list => [...new Map(list.map(one => [one.id, one])).values()])
    fc.assert(
      fc.property(fc.array(some, { minLength: 1, maxLength: 8 }), lists => {
        const assignment = new Assignment()
        for (const list of lists) {
          expect(assignment.owners(list, NO_MOVES)).toEqual(new Assignment().owners([...list].reverse(), NO_MOVES))
        }
      }),
      { numRuns: 40 }
    )
  })

  it('follows moves while their member is there', () => {
    const candidates = members(3)
    const assignment = new Assignment()
    const natural = assignment.owners(candidates, NO_MOVES)
    const moves = new Map([
      [7, 'm2'],
      [8, 'gone'],
      [5000, 'm1']
    ])
    const moved = assignment.owners(candidates, moves)
    expect(moved[7]).toBe('m2')
    expect(moved[8]).toBe(natural[8])
    expect(moved.filter((id, slot) => id !== natural[slot]).length).toBeLessThanOrEqual(1)
  })

  it('ranks every candidate once, the owner first', () => {
    const candidates = members(6)
    const assignment = new Assignment()
    const moves = new Map([[3, 'm5']])
    const owners = assignment.owners(candidates, moves)
    for (const slot of [0, 3, 1023]) {
      const ranks = candidates.map(one => assignment.rank(candidates, moves, slot, one))
      expect([...ranks].sort()).toEqual([0, 1, 2, 3, 4, 5])
      expect(candidates[ranks.indexOf(0)]?.id).toBe(owners[slot])
    }
  })

  it('does not make rivals of members with names alike', () => {
    const [one, other] = ['10.0.0.1:7000', '10.0.0.2:7000'].map(id => slotScores({ id, capacity: 1 }))
    const isLarger = [...one!].map((score, slot) => (score > other![slot]! ? 1 : 0))
    const sum = isLarger.reduce<number>((total, value) => total + value, 0)
    expect(Math.abs(sum - SLOTS / 2)).toBeLessThan(80)
  })
})
