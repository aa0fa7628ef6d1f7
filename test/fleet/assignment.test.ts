import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Assignment, slotScores } from '../../src/fleet/assignment.ts'
import { SLOTS } from '../../src/fleet/slot.ts'

const members = (count: number, capacity = 4) => Array.from({ length: count }, (_, i) => ({ id: `m${i}`, capacity }))
const NO_MOVES = new Map<number, string>()
const ids = (candidates: readonly { id: string }[], owners: Int32Array) =>
  [...owners].map(place => candidates[place]?.id)
const shareOf = (owners: Int32Array, place: number) => owners.filter(owner => owner === place).length

describe('assignment', () => {
  it('gives nothing to nobody', () => {
    expect(new Set(new Assignment().owners([], NO_MOVES))).toEqual(new Set([-1]))
  })

  it('gives shares by capacity', () => {
    const candidates = [...members(8, 1), { id: 'large', capacity: 8 }]
    const owners = new Assignment().owners(candidates, NO_MOVES)
    // Half of the slots, within four standard deviations.
    expect(Math.abs(shareOf(owners, 8) - SLOTS / 2)).toBeLessThan(64)
  })

  it('leaves members without capacity alone, unless there is nobody else', () => {
    const idle = { id: 'idle', capacity: 0 }
    expect(shareOf(new Assignment().owners([idle, ...members(2)], NO_MOVES), 0)).toBe(0)
    expect(shareOf(new Assignment().owners([idle], NO_MOVES), 0)).toBe(SLOTS)
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
          const assignment = new Assignment()
          const leaver = candidates[which % candidates.length]!
          const before = ids(candidates, assignment.owners(candidates, NO_MOVES))
          const rest = candidates.filter(({ id }) => id !== leaver.id).reverse()
          const after = ids(rest, assignment.owners(rest, NO_MOVES))
          for (let slot = 0; slot < SLOTS; slot++) {
            if (before[slot] !== leaver.id) expect(after[slot]).toBe(before[slot])
          }
        }
      ),
      { numRuns: 50 }
    )
  })

  it('follows moves while their member is there', () => {
    const candidates = members(3)
    const assignment = new Assignment()
    const natural = ids(candidates, assignment.owners(candidates, NO_MOVES))
    const moves = new Map([
      [7, 'm2'],
      [8, 'gone'],
      [5000, 'm1']
    ])
    const moved = ids(candidates, assignment.owners(candidates, moves))
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
      const ranks = candidates.map(({ id }) => assignment.rank(candidates, moves, slot, id))
      expect([...ranks].sort()).toEqual([0, 1, 2, 3, 4, 5])
      expect(ranks.indexOf(0)).toBe(owners[slot])
    }
  })

  it('does not make rivals of members with names alike', () => {
    const [one, other] = ['10.0.0.1:7000', '10.0.0.2:7000'].map(id => slotScores({ id, capacity: 1 }))
    const isLarger = [...one!].map((score, slot) => (score > other![slot]! ? 1 : 0))
    const sum = isLarger.reduce<number>((total, value) => total + value, 0)
    expect(Math.abs(sum - SLOTS / 2)).toBeLessThan(80)
  })
})
