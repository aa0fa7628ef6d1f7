import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FaultTiming } from '../../../src/model/fault.ts'
import { advance, CLEAR, type FaultState } from '../../../src/pipeline/incidents/hysteresis.ts'
import { makeFinding } from './make-finding.ts'

const SLOW: FaultTiming = { raiseAfterMs: 600, clearAfterMs: 400 }
const AT_ONCE: FaultTiming = { raiseAfterMs: 0, clearAfterMs: 0 }
const finding = makeFinding('shaken')

/** Plays frames `[time, found]` and gives the names of the states. */
function play(frames: readonly (readonly [atMs: number, found: boolean])[], timing: FaultTiming): string[] {
  let state: FaultState = CLEAR
  let lastMs = frames[0]?.[0] ?? 0
  return frames.map(([atMs, found]) => {
    state = advance(state, found ? finding : null, atMs, timing, Math.max(0, atMs - lastMs))
    lastMs = atMs
    return state.name
  })
}

describe('advance', () => {
  it('raises once the fault has shown for long enough, and clears once it has stayed away', () => {
    const frames = [
      [0, true],
      [300, true],
      [600, true],
      [700, false],
      [999, false],
      [1000, false]
    ] as const
    expect(play(frames, SLOW)).toEqual(['pending', 'pending', 'raised', 'clearing', 'clearing', 'clear'])
  })

  it('raises and clears at once where no waiting is asked for', () => {
    expect(
      play(
        [
          [0, true],
          [0, false],
          [1, true],
          [2, false]
        ],
        AT_ONCE
      )
    ).toEqual(['raised', 'clear', 'raised', 'clear'])
  })

  it('forgets a fault that went away before it was raised', () => {
    expect(
      play(
        [
          [0, true],
          [500, false],
          [600, true],
          [1100, true],
          [1200, true]
        ],
        SLOW
      )
    ).toEqual(['pending', 'clear', 'pending', 'raised', 'raised'])
  })

  it('lets what it has held run down while the fault does not show, so that a flickering one is raised too', () => {
    const flickering = [0, 200, 400, 600, 800, 1000, 1200, 1400, 1600].map((atMs, i) => [atMs, i % 3 !== 2] as const)
    expect(play(flickering, SLOW).indexOf('raised')).toBe(7)
  })

  it('counts a single frame for at most half of the waiting time, however long ago the one before was', () => {
    expect(advance(CLEAR, finding, 9000, SLOW, 5000)).toMatchObject({ name: 'pending', heldMs: 300 })
    expect(advance(CLEAR, finding, 9000, SLOW, 100)).toMatchObject({ name: 'pending', heldMs: 100 })
  })

  it("takes a finding's own timing where it has one", () => {
    const quick = { ...finding, timing: AT_ONCE }
    const raised = advance(CLEAR, quick, 0, SLOW, 0)
    expect(raised.name).toBe('raised')
    expect(advance(raised, null, 1, SLOW, 1)).toBe(CLEAR)
  })

  it('stays raised through short pauses', () => {
    const timing = { raiseAfterMs: 0, clearAfterMs: 400 }
    expect(
      play(
        [
          [0, true],
          [200, false],
          [390, true],
          [600, false],
          [780, false],
          [790, false]
        ],
        timing
      )
    ).toEqual(['raised', 'clearing', 'raised', 'clearing', 'clearing', 'clear'])
  })

  it('clears at the next frame of a slow camera', () => {
    expect(
      play(
        [
          [0, true],
          [1000, false]
        ],
        { raiseAfterMs: 0, clearAfterMs: 400 }
      )
    ).toEqual(['raised', 'clear'])
  })

  it('keeps since when and the last finding while it is being cleared', () => {
    const timing = { raiseAfterMs: 0, clearAfterMs: 400 }
    const last = makeFinding('shaken', 7)
    let state = advance(CLEAR, finding, 100, timing, 0)
    state = advance(state, last, 200, timing, 100)
    expect(advance(state, null, 300, timing, 100)).toEqual({
      name: 'clearing',
      finding: last,
      sinceMs: 100,
      lastSeenMs: 200
    })
  })

  it('starts waiting anew when the clock goes back', () => {
    expect(
      play(
        [
          [10_000, true],
          [0, true],
          [599, true],
          [600, true]
        ],
        SLOW
      )
    ).toEqual(['pending', 'pending', 'pending', 'raised'])
    const raised = [
      [9000, true],
      [9600, true]
    ] as const
    expect(play([...raised, [0, false], [399, false], [400, false]], SLOW).slice(2)).toEqual([
      'clearing',
      'clearing',
      'clear'
    ])
  })

  it('does not write the state it is given', () => {
    const state: FaultState = Object.freeze({ name: 'raised', finding, sinceMs: 0, lastSeenMs: 0 })
    expect(advance(state, null, 100, SLOW, 100)).not.toBe(state)
    expect(state).toEqual({ name: 'raised', finding, sinceMs: 0, lastSeenMs: 0 })
  })
})

const times = fc.integer({ min: 0, max: 5000 })
const timings = fc.record({ raiseAfterMs: times, clearAfterMs: times })
const anyFrames = fc.array(fc.tuple(fc.integer({ min: -100_000, max: 100_000 }), fc.boolean()), { maxLength: 40 })

function finalState(frames: readonly (readonly [number, boolean])[], timing: FaultTiming): FaultState {
  return frames.reduce<FaultState>(
    (state, [atMs, found], i) =>
      advance(state, found ? finding : null, atMs, timing, Math.max(0, atMs - (frames[i - 1]?.[0] ?? atMs))),
    CLEAR
  )
}

describe('advance, whatever came before and however the clock jumped', () => {
  it('is raised after the fault has shown for the raising time', () => {
    fc.assert(
      fc.property(anyFrames, timings, (frames, timing) => {
        const start = finalState(frames, timing)
        const first = advance(start, finding, 0, timing, 0)
        expect(advance(first, finding, timing.raiseAfterMs, timing, timing.raiseAfterMs).name).toBe('raised')
      })
    )
  })

  it('is clear after it has stayed away for the clearing time', () => {
    fc.assert(
      fc.property(anyFrames, timings, (frames, timing) => {
        const first = advance(finalState(frames, timing), null, 0, timing, 5000)
        expect(advance(first, null, timing.clearAfterMs, timing, timing.clearAfterMs).name).toBe('clear')
      })
    )
  })

  it('is raised only by a finding and cleared only by its absence', () => {
    fc.assert(
      fc.property(anyFrames, timings, fc.integer({ min: -1e6, max: 1e6 }), (frames, timing, nowMs) => {
        const state = finalState(frames, timing)
        expect(['pending', 'raised']).toContain(advance(state, finding, nowMs, timing, 100).name)
        expect(['clear', 'clearing', 'pending']).toContain(advance(state, null, nowMs, timing, 100).name)
      })
    )
  })

  it('never says that it was raised in the future', () => {
    fc.assert(
      fc.property(
        anyFrames,
        timings,
        fc.integer({ min: -1e6, max: 1e6 }),
        fc.boolean(),
        (frames, timing, nowMs, found) => {
          const state = advance(finalState(frames, timing), found ? finding : null, nowMs, timing, 100)
          if (state.name === 'raised' || state.name === 'clearing') expect(state.sinceMs).toBeLessThanOrEqual(nowMs)
        }
      )
    )
  })
})
