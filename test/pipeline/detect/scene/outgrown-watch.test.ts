import { describe, expect, it } from 'vitest'
import { lookSize } from '../../../../src/kernels/look-size.ts'
import { SceneMemory } from '../../../../src/pipeline/detect/scene/learned/scene-memory.ts'
import { createSceneReference } from '../../../../src/pipeline/detect/scene/learned/scene-reference.ts'
import { OutgrownWatch, weighUnveiled } from '../../../../src/pipeline/detect/scene/outgrown-watch.ts'
import { createSceneEvidence, type SceneEvidence } from '../../../../src/pipeline/detect/scene/weigh/scene-evidence.ts'

const size = lookSize(320, 180)!

/** Seconds of frames, one a second, until a scene known for so long is given up; null when it is not within two minutes. */
function givenUpAfter(learnedMs: number, changes: Partial<SceneEvidence>, isOtherView = false): number | null {
  const watch = new OutgrownWatch()
  const memory = SceneMemory.restored(createSceneReference(size), learnedMs)
  const evidence = { ...createSceneEvidence(), testifying: 60, ...changes }
  for (let second = 1; second <= 120; second++) if (watch.note(memory, isOtherView, 1000, evidence)) return second
  return null
}

describe('OutgrownWatch', () => {
  it.each([
    ['a scene without edges for one that has some', 600_000, { testifying: 9, newBlocks: 21 }, false, 6],
    ['not for one that shakes', 600_000, { testifying: 9, newBlocks: 21, agreement: 0.8 }, false, null],
    ['nor for a few new blocks', 600_000, { testifying: 9, newBlocks: 20 }, false, null],
    ['nor where enough blocks can tell', 600_000, { testifying: 10, newBlocks: 21 }, false, null],
    ['one that was learned behind something', 10_000, { isUnveiled: true }, false, 6],
    [
      'a young one that was learned through a veil',
      10_000,
      { contrast: 2.1, fineRatio: 2.1, aliveRatio: 0.81 },
      false,
      6
    ],
    ['not for a light alone', 10_000, { contrast: 2.1, fineRatio: 2, aliveRatio: 0.81 }, false, null],
    ['nor where edges are others', 10_000, { contrast: 2.1, fineRatio: 2.1, aliveRatio: 0.8 }, false, null],
    ['nor one that is known', 120_000, { contrast: 2.1, fineRatio: 2.1, aliveRatio: 1 }, false, null],
    ['a young one for another view that stays', 119_999, {}, true, 31],
    ['but not one that has been known for long', 120_000, {}, true, null]
  ] as const)('gives up %s', (_, learnedMs, changes, isOtherView, after) => {
    expect(givenUpAfter(learnedMs, changes, isOtherView)).toBe(after)
  })

  it('begins anew with another look, and says nothing of one that is being learned', () => {
    const watch = new OutgrownWatch()
    const memory = SceneMemory.restored(createSceneReference(size), 0)
    const evidence = createSceneEvidence()
    expect(watch.note(memory, true, 30_000, evidence)).toBe(false)
    watch.forget()
    expect(watch.note(memory, true, 30_000, evidence)).toBe(false)
    expect(watch.note(new SceneMemory(size), true, 30_000, evidence)).toBe(false)
    expect(watch.note(memory, true, 1, evidence)).toBe(true)
  })

  it.each([
    [{ gradientEnergyRatio: 5.1, fineRatio: 5.1, aliveRatio: 0.09 }, 0, true],
    [{ gradientEnergyRatio: 5.1, fineRatio: 5, aliveRatio: 0.09 }, 0, false],
    [{ gradientEnergyRatio: 5, fineRatio: 5.1, aliveRatio: 0.09 }, 0, false],
    [{ gradientEnergyRatio: 5.1, fineRatio: 5.1, aliveRatio: 0.1 }, 0, false],
    [{ gradientEnergyRatio: 5.1, fineRatio: 5.1, aliveRatio: 0.09 }, 120_000, false]
  ])('takes %o of a scene known for %i ms for unveiled: %s', (figures, learnedMs, isUnveiled) => {
    const evidence = { ...createSceneEvidence(), ...figures }
    weighUnveiled(evidence, learnedMs)
    expect(evidence.isUnveiled).toBe(isUnveiled)
  })
})
