import { describe, expect, it } from 'vitest'
import { rendezvousPlace } from '../../src/lib/rendezvous.ts'

const NAMES = Array.from({ length: 20_000 }, (_, i) => `camera-${i}`)

describe('rendezvous place', () => {
  it.each([1, 2, 3, 8, 16])('spreads names evenly over %i places', count => {
    const load = new Array<number>(count).fill(0)
    for (const name of NAMES) load[rendezvousPlace(name, count)]!++
    for (const names of load) expect(Math.abs(names / (NAMES.length / count) - 1)).toBeLessThan(0.06)
  })

  it('moves only names to the place that was added', () => {
    let moved = 0
    for (const name of NAMES) {
      const before = rendezvousPlace(name, 7)
      const after = rendezvousPlace(name, 8)
      if (before !== after) {
        expect(after).toBe(7)
        moved++
      }
    }
    expect(Math.abs(moved / (NAMES.length / 8) - 1)).toBeLessThan(0.06)
  })

  // Producers place streams by the same table: docs/redis.md.
  it.each([
    ['gate-1', 0, 0, 4],
    ['gate-2', 0, 0, 3],
    ['北门', 0, 0, 4],
    ['camera-0', 0, 2, 3],
    ['camera-1', 1, 2, 2]
  ])('of %s is what producers were told', (name, ...places) => {
    expect([2, 3, 5].map(count => rendezvousPlace(name, count))).toEqual(places)
  })
})
