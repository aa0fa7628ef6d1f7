import { describe, expect, test } from 'vitest'
import type { Scenario } from '../../../src/evaluate/scenario.ts'
import { scoreScenario } from '../../../src/evaluate/scoring/score-scenario.ts'
import { confusion, stagedName, summarise } from '../../../src/evaluate/scoring/summary.ts'
import { quantile } from '../../../src/evaluate/scoring/quantile.ts'
import type { Report } from '../../../src/evaluate/trial.ts'
import type { FaultKind } from '../../../src/model/fault.ts'
import { NOTHING, scenarioOf } from '../film.ts'

/** Black from 20 to 32 s, 45 s in all. */
const BLACK: Scenario = scenarioOf(
  { type: 'fault', kind: 'black', variant: 'lens-cap', strength: 0, fromMs: 20_000, untilMs: 32_000 },
  { totalMs: 45_000 }
)
const HARMLESS: Scenario = scenarioOf({ ...NOTHING, fromMs: 20_000, untilMs: 32_000 }, { totalMs: 45_000 })

const said = (...reports: [number, ...FaultKind[]][]): Report[] => reports.map(([atMs, ...kinds]) => ({ atMs, kinds }))

describe('score of a fault', () => {
  test('of a perfect judge', () => {
    const score = scoreScenario(BLACK, said([0], [20_800, 'black'], [33_000]))
    expect(score.fault).toEqual({
      detected: true,
      alarmedBefore: false,
      sustained: true,
      told: 'black',
      rightKind: true,
      delayMs: 800,
      recoveryMs: 1000
    })
    expect(score.falseAlarms).toEqual([])
    expect(score.normalMs).toBe(33_000)
  })

  test('of a judge that says nothing', () => {
    const score = scoreScenario(BLACK, said([0]))
    expect(score.fault).toMatchObject({
      detected: false,
      sustained: false,
      told: null,
      rightKind: false,
      delayMs: null
    })
    expect(score.fault?.recoveryMs).toBe(0)
    expect(scoreScenario(BLACK, []).fault?.detected).toBe(false)
  })

  test('of a judge that always raises an alarm', () => {
    const score = scoreScenario(BLACK, said([0, 'moved']))
    expect(score.fault).toMatchObject({ detected: true, alarmedBefore: true, rightKind: false, delayMs: 0 })
    expect(score.fault?.recoveryMs).toBeNull()
    expect(score.falseAlarms).toEqual([{ fromMs: 0, untilMs: 45_000, kind: 'moved' }])
  })

  test('one blink is a detection, but not sustained', () => {
    const { fault } = scoreScenario(BLACK, said([0], [20_400, 'black'], [20_600]))
    expect(fault).toMatchObject({ detected: true, sustained: false, rightKind: true })
  })

  test('the kind that was told for longest counts, with what is told beside it', () => {
    const changing = said([0], [20_500, 'occluded'], [22_000, 'black', 'frozen'], [32_500])
    expect(scoreScenario(BLACK, changing).fault?.told).toBe('black')
    const mostly = said([0], [20_500, 'black'], [21_000, 'occluded'], [32_500])
    expect(scoreScenario(BLACK, mostly).fault).toMatchObject({ told: 'occluded', rightKind: false })
  })

  test('another name for the same thing is right where the variant says so', () => {
    const dead = scenarioOf({ ...BLACK.staged, variant: 'dead-sensor' } as Scenario['staged'], { totalMs: 45_000 })
    expect(scoreScenario(dead, said([0], [20_500, 'no-signal'], [32_500])).fault?.rightKind).toBe(true)
    expect(scoreScenario(BLACK, said([0], [20_500, 'no-signal'], [32_500])).fault?.rightKind).toBe(false)
  })

  test('recovery ends with a Normal that stays', () => {
    const flapping = said([0], [20_500, 'black'], [32_500], [33_500, 'black'], [35_000])
    expect(scoreScenario(BLACK, flapping).fault?.recoveryMs).toBe(3000)
  })

  test('an alarm right after the end belongs to the fault, one later or before it does not', () => {
    const late = said([0], [34_000, 'black'], [35_000])
    expect(scoreScenario(BLACK, late)).toMatchObject({ fault: { detected: false }, falseAlarms: [] })
    const wrong = said([0], [12_000, 'noise'], [13_000], [40_000, 'moved'], [41_000])
    expect(scoreScenario(BLACK, wrong).falseAlarms.map(({ kind }) => kind)).toEqual(['noise', 'moved'])
  })
})

describe('score of a harmless event', () => {
  test('every alarm counts, those closer than 2 s once', () => {
    const flicker = said([0], [3000, 'noise'], [3200], [4000, 'noise'], [4500], [9000, 'noise'], [9100])
    expect(scoreScenario(HARMLESS, flicker).falseAlarms.map(({ fromMs, untilMs }) => [fromMs, untilMs])).toEqual([
      [3000, 4500],
      [9000, 9100]
    ])
    expect(scoreScenario(HARMLESS, flicker).fault).toBeNull()
  })

  test('alarms that are over before counting begins do not count, nor does that time', () => {
    const learning = { ...HARMLESS, countsFromMs: 20_000 }
    const score = scoreScenario(learning, said([0], [3000, 'moved'], [5000], [19_000, 'moved'], [22_000]))
    expect(score.falseAlarms.map(({ fromMs }) => fromMs)).toEqual([19_000])
    expect(score.normalMs).toBe(25_000)
  })
})

describe('summary', () => {
  const perfect = scoreScenario(BLACK, said([0], [20_800, 'black'], [33_000]))
  const missed = scoreScenario(BLACK, said([0]))
  const alarmed = scoreScenario(HARMLESS, said([0], [3000, 'noise'], [3200]))

  test('has the shares of the faults and the rate of false alarms', () => {
    const sum = summarise([perfect, missed, alarmed])
    expect(sum).toMatchObject({ faults: 2, recall: 0.5, sustained: 0.5, rightKind: 0.5, delayMedianMs: 800 })
    expect(sum.recoveryMedianMs).toBe(1000)
    expect(sum.falseAlarmsPerHourOnNegatives).toBeCloseTo(80, 5)
    expect(sum.falseAlarmsPerHourOnNormalParts).toBe(0)
  })

  test('says nothing where there is nothing to count', () => {
    expect(summarise([alarmed])).toMatchObject({
      recall: null,
      delayP95Ms: null,
      falseAlarmsPerHourOnNormalParts: null
    })
    expect(summarise([])).toMatchObject({ falseAlarmsPerHourOnNegatives: null })
  })

  test('counts what was told for each injected kind', () => {
    const rows = confusion([perfect, missed, alarmed])
    expect([...rows].map(([name, row]) => [name, [...row]])).toEqual([
      [
        'black',
        [
          ['black', 1],
          ['missed', 1]
        ]
      ]
    ])
    expect([perfect, alarmed].map(stagedName)).toEqual(['black', 'plain'])
  })

  test('quantiles mix neighbours', () => {
    expect(quantile([], 0.5)).toBeNull()
    expect(quantile([3, 1, 2], 0.5)).toBe(2)
    expect(quantile([0, 10], 0.95)).toBeCloseTo(9.5, 9)
  })
})
