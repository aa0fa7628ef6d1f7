import { describe, expect, it } from 'vitest'
import { lookSize } from '../../../../../src/kernels/look-size.ts'
import { MeasureScratch } from '../../../../../src/pipeline/detect/measure-scratch.ts'
import { createSceneReference } from '../../../../../src/pipeline/detect/scene/learned/scene-reference.ts'
import { weighRegion } from '../../../../../src/pipeline/detect/scene/weigh/weigh-region.ts'

const HOLD_MS = 2000
const scratch = new MeasureScratch().scene

/** A region of some blocks from the upper left on, row by row; each with its share of the usual detail. */
function regionOf(blocks: number, fineShareOf: (block: number) => number, deadMs = HOLD_MS) {
  const reference = createSceneReference(lookSize(320, 180)!)
  reference.fineLevels.fill(10)
  const { evidence, look } = scratch
  evidence.weight.fill(20)
  evidence.aliveFineRatio = 1
  const dead = new Float32Array(144)
  for (let block = 0; block < 144; block++) {
    look.fineLevels[block] = 10 * (block < blocks ? fineShareOf(block) : 1)
    if (block < blocks) dead[block] = deadMs
  }
  // A tenth of the scene is flat: what it shows is noise.
  for (let block = 124; block < 144; block++) reference.fineLevels[block] = 1
  weighRegion(scratch, reference, dead, HOLD_MS)
  return { ratio: evidence.regionRatio, fine: evidence.regionFineRatio, sharp: evidence.regionSharpRatio }
}

describe('weighRegion', () => {
  it('measures a soft cover', () => {
    const { ratio, fine, sharp } = regionOf(32, () => 0.1)
    expect(ratio).toBeCloseTo(32 / 144)
    expect(fine).toBeCloseTo(0.1)
    expect(sharp).toBe(0)
  })

  it('sees the sharp outline of what stands in the scene', () => {
    expect(regionOf(32, block => (block % 4 === 0 ? 1.2 : 0.1)).sharp).toBeCloseTo(0.25)
  })

  it('waits until the edges have been gone for long enough', () => {
    expect(regionOf(32, () => 0.1, HOLD_MS - 1).ratio).toBe(0)
  })

  it('says nothing of fewer than ten blocks', () => {
    expect(regionOf(9, () => 0.1).ratio).toBe(0)
    expect(regionOf(10, () => 0.1).ratio).toBeCloseTo(10 / 144)
  })
})
