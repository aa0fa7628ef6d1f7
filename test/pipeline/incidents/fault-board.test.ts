import { describe, expect, it } from 'vitest'
import type { FaultKind, FaultTiming } from '../../../src/model/fault.ts'
import { FaultBoard } from '../../../src/pipeline/incidents/fault-board.ts'
import { makeFinding } from './make-finding.ts'

const TIMINGS = new Map<FaultKind, FaultTiming>([['shaken', { raiseAfterMs: 0, clearAfterMs: 400 }]])
const sinceOf = (faults: readonly { kind: FaultKind; sinceMs: number }[]) =>
  Object.fromEntries(faults.map(fault => [fault.kind, fault.sinceMs]))

describe('FaultBoard', () => {
  it('keeps each fault by itself, with the time since when', () => {
    const board = new FaultBoard(TIMINGS)
    expect(sinceOf(board.update([makeFinding('black')], 100))).toEqual({ black: 100 })
    expect(sinceOf(board.update([makeFinding('black'), makeFinding('shaken')], 200))).toEqual({
      black: 100,
      shaken: 200
    })
    expect(board.raised).toEqual(new Set(['black', 'shaken']))
    expect(sinceOf(board.update([], 300))).toEqual({ shaken: 200 })
    expect(board.update([], 700)).toEqual([])
    expect(board.raised).toEqual(new Set())
  })

  it('tells the freshest finding, and the last one while the fault is being cleared', () => {
    const board = new FaultBoard(TIMINGS)
    board.update([makeFinding('shaken', 5)], 0)
    expect(board.update([makeFinding('shaken', 9)], 100)[0]).toMatchObject({ value: 9, sinceMs: 0 })
    expect(board.update([], 200)[0]).toMatchObject({ value: 9, sinceMs: 0 })
  })

  it('keeps what only a picture can show while there is none', () => {
    const board = new FaultBoard(TIMINGS)
    board.update([makeFinding('black')], 0)
    expect(sinceOf(board.updateUnseen([makeFinding('stream-gap')], 5000))).toEqual({ black: 0, 'stream-gap': 5000 })
    expect(sinceOf(board.updateUnseen([makeFinding('undecodable')], 6000))).toEqual({ black: 0, undecodable: 6000 })
    expect(sinceOf(board.update([makeFinding('black')], 6100))).toEqual({ black: 0 })
    expect(board.update([], 6200)).toEqual([])
  })
})
