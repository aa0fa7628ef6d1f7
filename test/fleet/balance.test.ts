import { describe, expect, it } from 'vitest'
import { type BalanceMember, type BalanceState, NO_BALANCE, planMoves } from '../../src/fleet/balance.ts'

const ROUND_MS = 30_000
/** A fleet whose slots each weigh something; load follows from who owns them. */
class Loads {
  readonly owners: string[]
  readonly weights: number[]
  readonly capacities: ReadonlyMap<string, number>
  state: BalanceState = NO_BALANCE
  nowMs = 0
  moves = 0

  constructor(capacities: Record<string, number>, owners: string[], weights: number[]) {
    this.capacities = new Map(Object.entries(capacities))
    this.owners = owners
    this.weights = weights
  }

  members(): BalanceMember[] {
    return [...this.capacities].map(([id, capacity]) => {
      const slots = this.owners.flatMap((owner, slot) => (owner === id ? [slot] : []))
      const load = slots.reduce((sum, slot) => sum + (this.weights[slot] ?? 0), 0) / capacity
      return { id, capacity, load, slots }
    })
  }

  round(): ReadonlyMap<number, string> {
    this.nowMs += ROUND_MS
    const { moves, state } = planMoves(this.members(), this.state, this.nowMs)
    this.state = state
    for (const [slot, id] of moves) this.owners[slot] = id
    this.moves += moves.size
    return moves
  }

  gap(): number {
    const loads = this.members().map(({ load }) => load)
    return Math.max(...loads) - Math.min(...loads)
  }
}

describe('planMoves', () => {
  it('levels loads, slowly, and then leaves everything where it is', () => {
    const owners = Array.from({ length: 120 }, (_, slot) => (slot < 90 ? 'a' : 'b'))
    const loads = new Loads({ a: 1, b: 1 }, owners, new Array(120).fill(0.01))
    const counts = Array.from({ length: 60 }, () => loads.round().size)
    expect(Math.max(...counts)).toBeLessThanOrEqual(8)
    expect(loads.gap()).toBeLessThanOrEqual(0.1)
    expect(counts.slice(30)).toEqual(new Array(30).fill(0))
    expect(loads.owners[0]).toBe('a')
  })

  it('lets each move show before the next: a member rests for two rounds', () => {
    const loads = new Loads(
      { a: 1, b: 1 },
      Array.from({ length: 100 }, (_, slot) => (slot < 95 ? 'a' : 'b')),
      new Array(100).fill(0.01)
    )
    const hasMoved = Array.from({ length: 8 }, () => loads.round().size > 0)
    expect(hasMoved).toEqual([false, false, true, false, true, false, true, false])
  })

  it('does nothing for small differences, or where nobody is busy', () => {
    const near = new Loads(
      { a: 1, b: 1 },
      Array.from({ length: 20 }, (_, i) => (i < 11 ? 'a' : 'b')),
      new Array(20).fill(0.08)
    )
    const idle = new Loads({ a: 1, b: 1 }, new Array(20).fill('a'), new Array(20).fill(0.02))
    for (let i = 0; i < 10; i++) expect([near.round().size, idle.round().size]).toEqual([0, 0])
  })

  it('does not move one large slot to and fro', () => {
    const loads = new Loads({ a: 1, b: 1 }, ['b', 'a', 'a', 'b'], [0, 0.8, 0.02, 0.1])
    for (let i = 0; i < 100; i++) loads.round()
    const early = loads.moves
    for (let i = 0; i < 300; i++) loads.round()
    expect(early).toBeLessThanOrEqual(6)
    expect(loads.moves - early).toBeLessThanOrEqual(2)
  })

  it('reckons with capacities that differ', () => {
    const owners = Array.from({ length: 80 }, (_, slot) => (slot < 60 ? 'small' : 'large'))
    const loads = new Loads({ small: 1, large: 8 }, owners, new Array(80).fill(0.02))
    for (let i = 0; i < 80; i++) loads.round()
    expect(loads.gap()).toBeLessThanOrEqual(0.5)
    expect(loads.members().find(({ id }) => id === 'small')?.load).toBeLessThan(0.5)
  })

  it('moves slots of several pairs at once in a large fleet, each member in one of them', () => {
    const names = Array.from({ length: 32 }, (_, i) => `m${i}`)
    const owners = Array.from({ length: 1024 }, (_, slot) => names[slot % 40 < 32 ? slot % 40 : slot % 4]!)
    const loads = new Loads(Object.fromEntries(names.map(name => [name, 1])), owners, new Array(1024).fill(0.02))
    for (let i = 0; i < 2; i++) loads.round()
    const moves = loads.round()
    expect(new Set(moves.values()).size).toBe(4)
    for (let i = 0; i < 40; i++) loads.round()
    expect(loads.gap()).toBeLessThanOrEqual(0.2)
  })
})
