import { describe, expect, test } from 'vitest'
import { LADDERS } from '../../../src/evaluate/sight/ladders.ts'
import { planSight, type SightOptions } from '../../../src/evaluate/sight/plan-sight.ts'
import { variantOf } from '../../../src/evaluate/virtual-camera.ts'
import { FAULT_KINDS } from '../../../src/model/fault.ts'
import { DrawnScene } from '../drawn-scene.ts'

const OPTIONS: SightOptions = {
  seed: 1,
  kinds: FAULT_KINDS,
  repeats: 2,
  thorough: true,
  fps: 5,
  widthPx: 320,
  longestPlainMs: 60_000,
  pictures: false
}

describe('the plan of what a camera is tried with', () => {
  test('is the same for the same seed, and another for another', () => {
    const scenes = [new DrawnScene('drawn')]
    expect(planSight(scenes, OPTIONS)).toEqual(planSight(scenes, OPTIONS))
    expect(planSight(scenes, { ...OPTIONS, seed: 2 })).not.toEqual(planSight(scenes, OPTIONS))
  })

  test('has every kind, and only variants that there are', () => {
    const plan = planSight([new DrawnScene('drawn')], OPTIONS)
    expect(new Set(plan.flatMap(({ attempt }) => attempt?.kind ?? []))).toEqual(new Set(FAULT_KINDS))
    for (const { scenario } of plan) expect(variantOf(scenario.staged).id).toBe(scenario.staged.variant)
  })

  test('leaves out colours of a camera without any, and another place where there is none', () => {
    const plan = planSight([new DrawnScene('drawn', true)], OPTIONS)
    const attempts = plan.flatMap(({ attempt }) => attempt ?? [])
    expect(attempts.filter(({ kind, variant }) => kind === 'colour-cast' || variant === 'elsewhere')).toEqual([])
  })

  test('puts each try elsewhere in the footage, after the scene is known', () => {
    const black = planSight([new DrawnScene('drawn')], { ...OPTIONS, kinds: ['black'] })
    expect(new Set(black.map(({ scenario }) => scenario.sceneOffsetMs)).size).toBe(black.length)
    for (const { scenario } of black) expect(scenario.staged.fromMs).toBeGreaterThanOrEqual(20_000)
  })
})

describe('the sizes of a fault', () => {
  test.each(Object.entries(LADDERS))('%s rise, and so does the strength of the injected fault', (_, ladder) => {
    const { sizes, strengthOf } = ladder
    expect(sizes).toEqual([...sizes].sort((one, other) => one - other))
    const strengths = sizes.map(strengthOf)
    expect(strengths).toEqual([...strengths].sort((one, other) => one - other))
    // The catalogue's own mildest and strongest lie within or near the sizes: none is beyond what was ever tried.
    expect(strengths[0]).toBeLessThan(0.1)
    expect(strengths.at(-1)).toBeLessThan(1.7)
  })

  test('are what their words say', () => {
    const turn = LADDERS.moved
    // A tenth of the view is 0.068 of the footage, which is a little under the catalogue's mildest turn.
    expect(turn?.strengthOf(10)).toBeCloseTo((0.068 - 0.075) / 0.065, 6)
    expect(turn?.words(10)).toBe('a turn of 10 % of the view')
    expect(LADDERS['partly-occluded']?.strengthOf(32)).toBeCloseTo(0, 6)
    expect(LADDERS.black?.strengthOf(99)).toBeCloseTo(1, 6)
  })
})
