import { expect, it } from 'vitest'
import { measuresBySlot } from '../../src/overview/measures-by-slot.ts'

it('gives each slot the points of its cameras, in their order', () => {
  const batch = {
    streams: ['a', 'b', 'c'],
    times: [1, 2, 3],
    lengths: [10, 20, 30],
    steps: Uint16Array.of(1, 1, 2, 2, 3, 3)
  }
  const slotOf = (stream: string) => (stream === 'b' ? 7 : 5)
  expect([...measuresBySlot(batch, slotOf)]).toEqual([
    [5, { streams: ['a', 'c'], times: [1, 3], lengths: [10, 30], steps: Uint16Array.of(1, 1, 3, 3) }],
    [7, { streams: ['b'], times: [2], lengths: [20], steps: Uint16Array.of(2, 2) }]
  ])
  expect(measuresBySlot({ streams: [], times: [], lengths: [], steps: new Uint16Array(0) }, slotOf).size).toBe(0)
})
