import { describe, expect, it } from 'vitest'
import { DEFAULT_CAMERA_SETTINGS } from '../../../src/model/camera.ts'
import type { Picture } from '../../../src/model/picture.ts'
import { measure } from '../../../src/pipeline/detect/measure.ts'
import { MeasureScratch } from '../../../src/pipeline/detect/measure-scratch.ts'
import { makePicture, scene } from './make-picture.ts'

const scratch = new MeasureScratch()
const { edge } = DEFAULT_CAMERA_SETTINGS
const take = (picture: Picture, previous: Picture | null = null) => measure(picture, previous, edge, scratch)

describe('measure', () => {
  it('takes mean luma, edges and change of ordinary pictures', () => {
    const measures = take(scene(3), scene())
    expect(measures.meanLumaLevels).toBeGreaterThan(100)
    expect(measures.edgeRatio).toBeGreaterThan(0.05)
    expect(measures.change?.meanLevels).toBeGreaterThan(5)
    expect(measures.missing).toEqual({})
  })

  it('sees no change between equal pictures', () => {
    const { change } = take(scene(), scene())
    expect(change).toEqual({ meanLevels: 0, highRatio: 0, regionMeanLevels: Array(9).fill(0) })
  })

  it('measures a change of a known size in its region alone', () => {
    const before = makePicture(90, 90, () => 100)
    const after = makePicture(90, 90, (x, y) => (x >= 30 && x < 60 && y < 30 ? 140 : 100))
    const { change } = take(after, before)
    expect(change?.meanLevels).toBeCloseTo(40 / 9, 0)
    expect(change?.highRatio).toBeCloseTo(1 / 9, 1)
    expect(change?.regionMeanLevels[1]).toBeGreaterThan(38)
    expect(change?.regionMeanLevels[8]).toBe(0)
  })

  it('measures nearly the same change against the picture before at half its size', () => {
    const halfOf = (level: number) => ({ ...makePicture(45, 45, () => level, 2), sourceWidth: 90, sourceHeight: 90 })
    const after = makePicture(90, 90, (x, y) => (x >= 30 && x < 60 && y < 30 ? 140 : 100))
    const { change } = take(after, halfOf(100))
    expect(change?.meanLevels).toBeCloseTo((40 / 9) * 1.03, 0)
    expect(change?.highRatio).toBeCloseTo(1 / 9, 1)
    expect(
      take(
        after,
        makePicture(44, 45, () => 100, 2)
      ).missing.change
    ).toBe('picture size changed')
  })

  it('brings the change of a smaller picture to full size', () => {
    const [before, after] = [makePicture(60, 60, () => 100, 4), makePicture(60, 60, () => 110, 4)]
    expect(take(after, before).change?.meanLevels).toBeCloseTo(10.6, 6)
    expect(take(after, before).change?.highRatio).toBe(0)
  })

  it('holds a smaller picture against thresholds of its own scale', () => {
    const step = (scale: number) => makePicture(60, 60, x => (x < 30 ? 100 : 140), scale)
    // The step's magnitude is 160: an edge by itself at full size, and not at 1/2, where the upper threshold is 225.
    expect(take(step(1)).edgeRatio).toBeCloseTo(1 / 60, 9)
    expect(take(step(2)).edgeRatio).toBe(0)
  })

  it('never says more than all of the pixels', () => {
    const { edgeRatio } = measure(scene(), null, { low: 0, high: 0, minRatio: 0 }, scratch)
    expect(edgeRatio).toBeLessThanOrEqual(1)
  })

  it('gives mean luma alone of a tiny picture, and says why', () => {
    for (const [width, height] of [
      [1, 1],
      [3, 3],
      [477, 1],
      [3, 2000],
      [14, 14]
    ] as const) {
      const picture = makePicture(width, height, () => 60)
      const measures = take(picture, picture)
      expect(measures).toMatchObject({ meanLumaLevels: 60, edgeRatio: null, change: null })
      expect(measures.missing.edgeRatio).toContain(`picture too small: ${width} x ${height}`)
      expect(measures.missing.change).toContain('picture too small')
    }
    expect(take(makePicture(15, 15, () => 60)).edgeRatio).toBe(0)
  })

  it('has no change on the first frame and when the size changed, and says so', () => {
    expect(take(scene()).missing).toEqual({ change: 'first frame' })
    expect(take(scene(), scene(0, 100, 90)).missing).toEqual({ change: 'picture size changed' })
    expect(take(scene(), { ...scene(), sourceWidth: 121 }).missing).toEqual({ change: 'picture size changed' })
  })

  it('gives the same figures whatever it measured before', () => {
    const first = take(scene(3), scene())
    take(scene(0, 300, 200), scene(5, 300, 200))
    take(makePicture(20, 16, (x, y) => (x * y) % 256))
    expect(take(scene(3), scene())).toEqual(first)
  })
})
