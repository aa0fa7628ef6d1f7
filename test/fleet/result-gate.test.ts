import { describe, expect, it } from 'vitest'
import { ResultGate } from '../../src/fleet/result-gate.ts'

describe('ResultGate', () => {
  it('lets everything of one owner through, whatever its frames are called', () => {
    const gate = new ResultGate()
    for (const cursor of ['5-0', '6-0', null, '6-0', '1-0', 'test-7']) expect(gate.admit('a', 3, cursor, 0)).toBe('new')
  })

  it('lets nothing of an owner through after its successor', () => {
    const gate = new ResultGate()
    expect(gate.admit('a', 3, '5-0', 0)).toBe('new')
    expect(gate.admit('a', 4, '6-0', 0)).toBe('new')
    expect(gate.admit('a', 3, '7-0', 0)).toBe('stale')
    expect(gate.admit('a', 3, null, 0)).toBe('stale')
    expect(gate.admit('b', 3, '7-0', 0)).toBe('new')
  })

  it('lets nothing of a successor through that was told before', () => {
    const gate = new ResultGate()
    for (const cursor of ['9-0', '10-2']) gate.admit('a', 3, cursor, 0)
    expect(gate.admit('a', 4, '9-0', 10)).toBe('repeated')
    expect(gate.admit('a', 4, '10-2', 10)).toBe('repeated')
    // A camera that sends nothing is told by whoever owns it.
    expect(gate.admit('a', 4, null, 10)).toBe('new')
    expect(gate.admit('a', 4, '10-1', 10)).toBe('repeated')
    expect(gate.admit('a', 4, '10-3', 10)).toBe('new')
    // Past that point its order is its own affair.
    expect(gate.admit('a', 4, '1-0', 10)).toBe('new')
  })

  it('remembers what was told over an owner that told nothing', () => {
    const gate = new ResultGate()
    gate.admit('a', 3, '10-0', 0)
    expect(gate.admit('a', 4, '9-0', 0)).toBe('repeated')
    expect(gate.admit('a', 5, '10-0', 0)).toBe('repeated')
    expect(gate.admit('a', 5, '11-0', 0)).toBe('new')
  })

  it('does not silence a stream for ever that begins anew with smaller ids', () => {
    const gate = new ResultGate()
    gate.admit('a', 3, '1000000-0', 0)
    expect(gate.admit('a', 4, '1-0', 119_000)).toBe('repeated')
    expect(gate.admit('a', 4, '2-0', 240_000)).toBe('new')
  })

  it('forgets cameras that left', () => {
    const gate = new ResultGate()
    gate.admit('a', 4, '5-0', 0)
    gate.keepOnly(new Set(['b']))
    expect(gate.admit('a', 3, '5-0', 0)).toBe('new')
  })
})
