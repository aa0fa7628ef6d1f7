import { describe, expect, it } from 'vitest'
import { SLOTS, slotOf } from '../../src/fleet/slot.ts'

describe('slotOf', () => {
  it('is the same for ever: stored names of owners lean on it', () => {
    expect(['gate-1', '门口', '', '🚦', 'x'.repeat(500)].map(slotOf)).toMatchInlineSnapshot(`
      [
        908,
        829,
        11,
        0,
        198,
      ]
    `)
  })

  it('spreads names that differ in their last digits', () => {
    const counts = new Array<number>(SLOTS).fill(0)
    for (let i = 0; i < 100 * SLOTS; i++) counts[slotOf(`camera-${i}`)]!++
    // Poisson with mean 100: six standard deviations.
    expect(Math.max(...counts)).toBeLessThan(160)
    expect(Math.min(...counts)).toBeGreaterThan(40)
  })
})
