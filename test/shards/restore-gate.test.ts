import { describe, expect, it } from 'vitest'
import { RestoreGate } from '../../src/shards/restore-gate.ts'

describe('restore gate', () => {
  it('holds a camera until it is opened, once', () => {
    const gate = new RestoreGate()
    gate.hold('a')
    expect([gate.holds('a'), gate.holds('b')]).toEqual([true, false])
    expect([gate.open('a'), gate.open('a'), gate.holds('a')]).toEqual([true, false, false])
  })

  it('has patience for 3 s from the first frame on, and for ever without one', () => {
    const gate = new RestoreGate()
    gate.hold('silent')
    gate.hold('a')
    gate.noteFrame('a', 1000)
    gate.noteFrame('a', 3000)
    gate.noteFrame('unknown', 1000)
    expect(gate.overdue(3999)).toEqual([])
    expect(gate.overdue(4000)).toEqual(['a'])
    gate.open('a')
    expect(gate.overdue(1e9)).toEqual([])
  })
})
