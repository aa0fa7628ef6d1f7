import { describe, expect, it } from 'vitest'
import { DEFAULT_CAMERA_SETTINGS } from '../../../src/model/camera.ts'
import type { FaultKind } from '../../../src/model/fault.ts'
import type { Picture } from '../../../src/model/picture.ts'
import { judge } from '../../../src/pipeline/detect/judge.ts'
import { measure } from '../../../src/pipeline/detect/measure.ts'
import { MeasureScratch } from '../../../src/pipeline/detect/measure-scratch.ts'
import { DETECTORS, FAULT_TIMINGS } from '../../../src/pipeline/detect/registry.ts'
import { makePicture, scene } from './make-picture.ts'

const scratch = new MeasureScratch()
/** A client that has sent the parameters of the old service: three kinds are judged as it did. */
const SETTINGS = { ...DEFAULT_CAMERA_SETTINGS, oldRules: { edge: true, tamper: true } }
const OLD = DETECTORS.filter(({ id }) => ['black', 'occluded', 'shaken'].includes(id))

function judged(picture: Picture, previous: Picture | null, raised: readonly FaultKind[] = []) {
  const measures = measure(picture, previous, SETTINGS.edge, scratch)
  const { findings, notJudged, learning } = judge(measures, null, SETTINGS, new Set(raised), OLD)
  return { kinds: findings.map(finding => finding.kind), notJudged, learning }
}

const dark = makePicture(120, 90, (x, y) => 3 + ((x + y) % 4))
const cover = makePicture(120, 90, x => 90 + x / 12)
const otherView = makePicture(120, 90, (x, y) => 230 - (((x >> 3) * 5 + (y >> 3) * 3) % 8) * 25)

describe('judge', () => {
  it.each<[string, Picture, Picture | null, FaultKind[]]>([
    ['a healthy scene', scene(), scene(), []],
    ['a black picture', dark, dark, ['black']],
    ['a covered lens', cover, cover, ['occluded']],
    ['a cover that comes', cover, scene(), ['shaken', 'occluded']],
    ['light that goes out', dark, scene(), ['black', 'shaken']],
    ['another view', otherView, scene(), ['shaken']],
    ['a camera that is struck', scene(8), scene(), ['shaken']]
  ])('finds what there is in %s', (_name, picture, previous, kinds) => {
    expect(judged(picture, previous).kinds).toEqual(kinds)
  })

  it('says what it could not judge, and why', () => {
    expect(judged(dark, null).notJudged).toEqual([
      { kind: 'shaken', reason: 'first frame' },
      { kind: 'occluded', reason: 'too dark to judge' }
    ])
    const tiny = judged(
      makePicture(3, 3, () => 99),
      null
    )
    expect(tiny.kinds).toEqual([])
    expect(tiny.notJudged.map(({ kind }) => kind)).toEqual(['shaken', 'occluded'])
  })

  it('is not learning where the picture is too small to have a memory of', () => {
    expect(judged(scene(), null).learning).toBe(false)
  })

  it('holds a raised fault against its lower limit', () => {
    const dusk = makePicture(120, 90, () => 16)
    expect(judged(dusk, dusk).kinds).toEqual(['occluded'])
    expect(judged(dusk, dusk, ['black']).kinds).toEqual(['black', 'occluded'])
  })
})

describe('registry', () => {
  it('holds each detector once, and knows the timing of every fault that can be found', () => {
    const ids = DETECTORS.map(detector => detector.id)
    expect(new Set(ids).size).toBe(ids.length)
    expect([...FAULT_TIMINGS.keys()]).toEqual(['stream-gap', 'undecodable', ...ids])
    for (const { raiseAfterMs, clearAfterMs } of FAULT_TIMINGS.values()) {
      expect(Math.min(raiseAfterMs, clearAfterMs)).toBeGreaterThanOrEqual(0)
    }
  })
})
