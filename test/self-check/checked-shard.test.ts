import { beforeEach, describe, expect, it } from 'vitest'
import { CHECKED_FAULTS, courseAt, LEAD_MS, SHOWN_MS, TURN_MS } from '../../src/self-check/check-course.ts'
import { CheckedShard } from '../../src/self-check/checked-shard.ts'

const STEP_MS = 1000

describe('course of the synthetic camera', () => {
  it('shows each known fault once a minute, and is well before, between and after', () => {
    const shown = new Map<string, number>()
    for (let ms = LEAD_MS; ms < LEAD_MS + 60_000; ms += STEP_MS) {
      const { kind, isShown } = courseAt(ms)
      if (isShown) shown.set(String(kind), (shown.get(String(kind)) ?? 0) + STEP_MS)
    }
    expect([...shown]).toEqual(CHECKED_FAULTS.map(kind => [kind, SHOWN_MS]))
    expect(courseAt(0)).toEqual({ turn: -1, kind: null, isShown: false })
    expect(courseAt(LEAD_MS + SHOWN_MS)).toEqual({ turn: 0, kind: CHECKED_FAULTS[0], isShown: false })
  })
})

describe('checked shard', () => {
  let nowMs: number
  let shard: CheckedShard

  beforeEach(() => {
    nowMs = 1000
    shard = new CheckedShard(nowMs)
  })

  /** Goes on to a time since the beginning, as the timer does. @returns Outcomes on the way. */
  function goTo(sinceMs: number) {
    const outcomes = []
    while (nowMs - 1000 < sinceMs) {
      nowMs += STEP_MS
      const { outcome } = shard.advance(nowMs)
      if (outcome !== null) outcomes.push(outcome)
    }
    return outcomes
  }

  it('takes a fault for found that was told and ended within its turn', () => {
    goTo(LEAD_MS + STEP_MS)
    shard.take(['black'])
    goTo(LEAD_MS + SHOWN_MS + STEP_MS)
    shard.take([])
    expect(goTo(LEAD_MS + TURN_MS)).toEqual([{ kind: 'black', isFound: true, isEnded: true, dropped: 0 }])
    expect(shard.failing).toEqual([])
    expect(shard.lastSuccessMs).toBe(nowMs)
  })

  it.each([
    ['nothing is told at all', [], { isFound: false, isEnded: false }],
    ['all is said to be well', [[]], { isFound: false, isEnded: true }],
    ['another fault is told', [['moved'], []], { isFound: false, isEnded: true }],
    ['the fault does not end', [['black']], { isFound: true, isEnded: false }],
    ['another fault stays', [['black'], ['moved']], { isFound: true, isEnded: false }]
  ])('fails when %s', (_what, results, outcome) => {
    goTo(LEAD_MS + STEP_MS)
    for (const kinds of results) shard.take(kinds)
    expect(goTo(LEAD_MS + TURN_MS)).toEqual([{ kind: 'black', ...outcome, dropped: 0 }])
    expect(shard.failing).toEqual([{ kind: 'black', ...outcome, dropped: 0 }])
    expect(shard.lastSuccessMs).toBeNull()
  })

  it('blames nobody when pictures were dropped since the shard had too much to do', () => {
    goTo(LEAD_MS + STEP_MS)
    shard.take([], 3)
    shard.take([], 1)
    expect(goTo(LEAD_MS + TURN_MS)).toEqual([{ kind: 'black', isFound: false, isEnded: true, dropped: 4 }])
    expect(shard.failing).toEqual([])
    expect(shard.lastSuccessMs).toBeNull()
    goTo(LEAD_MS + TURN_MS + STEP_MS)
    shard.take([])
    expect(goTo(LEAD_MS + 2 * TURN_MS)).toEqual([{ kind: 'frozen', isFound: false, isEnded: true, dropped: 0 }])
    expect(shard.failing.map(({ kind }) => kind)).toEqual(['frozen'])
  })

  it('goes on failing until the very fault is found, whatever else is', () => {
    const round = TURN_MS * CHECKED_FAULTS.length
    goTo(LEAD_MS + TURN_MS + STEP_MS)
    shard.take(['frozen'])
    shard.take([])
    goTo(LEAD_MS + 2 * TURN_MS)
    expect(shard.failing.map(({ kind }) => kind)).toEqual(['black'])
    goTo(LEAD_MS + round + STEP_MS)
    shard.take(['black'])
    shard.take([])
    goTo(LEAD_MS + round + TURN_MS)
    expect(shard.failing.map(({ kind }) => kind)).toEqual(['occluded', 'undecodable', 'stream-gap'])
  })

  it('blames nobody when the process stood still', () => {
    goTo(LEAD_MS + STEP_MS)
    nowMs += 30_000
    expect(shard.advance(nowMs)).toEqual({
      moment: { turn: -1, kind: null, isShown: false },
      outcome: null,
      isNew: false
    })
    expect(shard.failing).toEqual([])
  })

  it('begins anew with a shard that was started again', () => {
    goTo(LEAD_MS + STEP_MS)
    shard.restart(nowMs)
    expect(shard.advance(nowMs + STEP_MS)).toEqual({ moment: courseAt(STEP_MS), outcome: null, isNew: false })
  })
})
