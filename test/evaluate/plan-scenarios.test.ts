import { describe, expect, test } from 'vitest'
import { FAULT_KINDS } from '../../src/evaluate/effects/fault-variants.ts'
import { NEGATIVES } from '../../src/evaluate/negatives/negatives.ts'
import { planPlain, type PlanOptions, planScenarios } from '../../src/evaluate/plan-scenarios.ts'
import { DrawnScene } from './drawn-scene.ts'

const footage = [new DrawnScene('one'), new DrawnScene('two'), new DrawnScene('grey', true)]
const options: PlanOptions = {
  seed: 1,
  kinds: FAULT_KINDS,
  negatives: NEGATIVES,
  perKind: 3,
  perNegative: 2,
  fps: 5,
  widthPx: 320,
  firstFaultyMs: 0
}

describe('scenario plan', () => {
  test('repeats for a seed and differs for another', () => {
    expect(planScenarios(footage, options)).toEqual(planScenarios(footage, options))
    expect(planScenarios(footage, { ...options, seed: 2 })).not.toEqual(planScenarios(footage, options))
  })

  test('stages every kind and every harmless event as often as asked, under names of their own', () => {
    const plan = planScenarios(footage, options)
    for (const kind of FAULT_KINDS) {
      const own = plan.filter(({ staged }) => staged.type === 'fault' && staged.kind === kind)
      expect(own).toHaveLength(3)
      // Three repetitions show three strengths.
      expect(new Set(own.map(({ staged }) => staged.strength)).size).toBe(3)
    }
    for (const { id } of NEGATIVES) {
      expect(plan.filter(({ staged }) => staged.type === 'negative' && staged.name === id)).toHaveLength(2)
    }
    expect(new Set(plan.map(({ id }) => id)).size).toBe(plan.length)
  })

  test('keeps colour casts and infrared away from cameras without colour', () => {
    const plan = planScenarios(footage, { ...options, perKind: 8, perNegative: 8 })
    const coloured = plan.filter(
      ({ staged }) =>
        (staged.type === 'fault' && staged.kind === 'colour-cast') ||
        (staged.type === 'negative' && staged.name === 'infrared-switch')
    )
    expect(coloured).toHaveLength(16)
    expect(coloured.filter(({ scene }) => scene === 'grey')).toEqual([])
  })

  test('gives slow cameras time enough for the frames that a fault, learning and recovery take', () => {
    for (const { staged, totalMs } of planScenarios(footage, { ...options, fps: 0.2 })) {
      expect(staged.fromMs).toBeGreaterThanOrEqual(24 * 5000)
      expect(staged.untilMs - staged.fromMs).toBeGreaterThanOrEqual(10 * 5000)
      expect(totalMs - staged.untilMs).toBeGreaterThanOrEqual(8 * 5000)
    }
  })

  test('lets every camera begin faulty where that is asked for, with another fault than the one staged later', () => {
    const plan = planScenarios(footage, { ...options, firstFaultyMs: 60_000 })
    for (const { firstFault, staged, countsFromMs } of plan) {
      expect(firstFault).toMatchObject({ fromMs: 0, untilMs: 60_000 })
      expect(staged.fromMs).toBeGreaterThanOrEqual(80_000)
      expect(countsFromMs).toBeGreaterThanOrEqual(65_000)
      if (staged.type === 'fault') expect(firstFault?.kind).not.toBe(staged.kind)
    }
  })

  test('counts no alarm while the views of a preset tour are learned', () => {
    const tours = planScenarios(footage, options).filter(
      ({ staged }) => staged.type === 'negative' && staged.name === 'preset-tour'
    )
    for (const { staged, countsFromMs } of tours) {
      expect(countsFromMs).toBe(staged.fromMs)
      expect(countsFromMs).toBeGreaterThanOrEqual(60_000)
    }
  })

  test('plays every scene once when nothing is staged, with a clock and drifting light', () => {
    const plan = planPlain(footage, options, 30)
    expect(plan.map(({ scene }) => scene)).toEqual(['one', 'two', 'grey'])
    for (const { totalMs, clock, lightDrift, staged } of plan) {
      expect([totalMs, clock, staged.variant]).toEqual([30 * 60_000, true, 'plain'])
      expect(lightDrift).toBeGreaterThan(0)
    }
  })
})
