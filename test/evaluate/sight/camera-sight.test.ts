import { describe, expect, test } from 'vitest'
import { fromWords, missedWords, verdictOf } from '../../../src/evaluate/report/sight-words.ts'
import { cameraSight, type TryResult } from '../../../src/evaluate/sight/camera-sight.ts'
import { LADDERS } from '../../../src/evaluate/sight/ladders.ts'
import type { FaultKind } from '../../../src/model/fault.ts'
import { DrawnScene } from '../drawn-scene.ts'
import { NOTHING, scenarioOf } from '../film.ts'

const scene = new DrawnScene('drawn')

function result(kind: FaultKind, size: number | null, delayMs: number | null, alarmedBefore = false): TryResult {
  const variant = size === null ? 'other' : (LADDERS[kind]?.variant ?? '')
  const detected = delayMs !== null
  const told = detected ? kind : null
  return {
    attempt: { kind, variant, size },
    notJudged: [],
    score: {
      scenario: scenarioOf(NOTHING),
      fault: { detected, alarmedBefore, sustained: detected, told, rightKind: detected, delayMs, recoveryMs: 0 },
      falseAlarms: [],
      normalMs: 0
    }
  }
}

const sightOf = (kind: FaultKind, results: readonly TryResult[]) => cameraSight(scene, [kind], results).faults[0]!

describe('what a camera sees of a fault', () => {
  test('begins at the smallest size from which on every try was found', () => {
    const fault = sightOf('moved', [
      result('moved', 2, null),
      result('moved', 5, 900),
      result('moved', 5, null),
      result('moved', 10, 1000),
      result('moved', 10, 1200),
      result('moved', 15, 800)
    ])
    expect(fault.foundFrom).toMatchObject({ size: 10, tries: 2, found: 2 })
    expect(verdictOf(fault)).toBe('found')
    expect(fromWords(fault)).toBe('a turn of 10 % of the view or more')
    expect(missedWords(fault)).toBe('a turn of 2 % of the view; a turn of 5 % of the view (1 of 2 found)')
    expect(fault.delayMedianMs).toBe(950)
  })

  test('has no such size when the largest was missed', () => {
    const fault = sightOf('moved', [result('moved', 2, 500), result('moved', 20, null)])
    expect(fault.foundFrom).toBeNull()
    expect(verdictOf(fault)).toBe('in part')
    expect(fromWords(fault)).toBe('not for certain, not even a turn of 20 % of the view')
  })

  test('is nothing when all was missed, and not known when nothing was tried', () => {
    const missed = sightOf('frozen', [result('frozen', null, null)])
    expect([verdictOf(missed), fromWords(missed), missed.delayMedianMs]).toEqual(['missed', 'never', null])
    const unknown = cameraSight(new DrawnScene('grey', true), ['colour-cast'], []).faults[0]!
    expect([verdictOf(unknown), fromWords(unknown)]).toEqual(['unknown', 'the footage has no colour'])
  })

  test('does not count a try in which something was told before', () => {
    const sight = cameraSight(scene, ['black'], [result('black', 90, 100, true), result('black', 99, 400)])
    expect(sight.faults[0]).toMatchObject({ tries: 1, found: 1, spoilt: 1 })
    expect(sight.doubts.join()).toContain('1 tries prove nothing')
  })

  test('says which reasons the judge gave', () => {
    const notJudged = [
      { kind: 'defocused', reason: 'too few permanent edges' },
      { kind: 'moved', reason: 'another' }
    ]
    const fault = sightOf('defocused', [{ ...result('defocused', 1.7, null), notJudged }])
    expect(fault.reasons).toEqual(['too few permanent edges'])
    expect(missedWords(fault)).toContain('not judged: too few permanent edges')
  })
})
