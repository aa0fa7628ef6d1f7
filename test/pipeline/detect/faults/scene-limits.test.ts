import { describe, expect, it } from 'vitest'
import { DEFAULT_CAMERA_SETTINGS } from '../../../../src/model/camera.ts'
import type { FaultKind } from '../../../../src/model/fault.ts'
import { FAULT_LIMIT_NAMES } from '../../../../src/model/fault-limit-names.ts'
import { DETECTORS } from '../../../../src/pipeline/detect/registry.ts'
import {
  type AnchorEvidence,
  createAnchorEvidence
} from '../../../../src/pipeline/detect/scene/weigh/anchor-evidence.ts'
import { createFrameLook, type FrameLook } from '../../../../src/pipeline/detect/scene/frame/frame-look.ts'
import { createSceneEvidence, type SceneEvidence } from '../../../../src/pipeline/detect/scene/weigh/scene-evidence.ts'
import { makeMeasures } from '../make-picture.ts'

type Figures = Partial<FrameLook & SceneEvidence>

/** A healthy frame of a known scene, with some figures changed. */
function opinionOf(kind: FaultKind, changed: Figures, raised = false, ease = 1) {
  const look = {
    ...createFrameLook(),
    hasBefore: true,
    wholeMeanLevels: 110,
    percentile98Levels: 220,
    wholeGrainLevels: 2,
    chromaLevels: 10,
    ...changed
  }
  const against = {
    ...createSceneEvidence(),
    known: true,
    testifying: 100,
    aliveRatio: 1,
    agreement: 1,
    usualStillnessLevels: 2,
    stillnessLevels: 2,
    sharpness: 1,
    ...changed
  }
  const detector = DETECTORS.find(({ id }) => id === kind)!
  const measures = makeMeasures()
  return detector.evaluate({ measures, settings: DEFAULT_CAMERA_SETTINGS, raised, scene: { look, against }, ease })
}

const SLATE = { wholeFlatRatio: 0.76, wholeGrainLevels: 0.05, aliveRatio: 0.05, deadRatio: 0.9 }
const CAP = { wholeMeanLevels: 27, percentile98Levels: 39, meanRatio: 0.39, contrast: 0.29 }
const GLARE = { glareRatio: 0.03, newSaturatedRatio: 0.031, meanRatio: 1.1, contrast: 0.9 }
const FREEZE = { stillnessLevels: 0.88, motion: 1.9 }
const STRIPES = {
  stripeLevels: 9,
  stripeShare: 0.4,
  stripeSteady: true,
  differenceLevels: 9,
  gradientRiseLevels: 1,
  gradientEnergyRatio: 1.2
}
const BARS = { bandLevels: 9, bandShare: 0.8, bandSteady: true, differenceLevels: 9 }
const NOISE = { fineRiseLevels: 6.6, grainRiseLevels: 4.6 }
const CUT = { flatRowRatio: 0.11, flatRowsUsualLevels: 1, stepAboveLevels: 5 }
const REPEATED = { rowLikeness: 0.99, usualRowLikeness: 0.6, deadFineRatio: 0.5, deadRatio: 0.1 }
const JUMPS = { agreement: 0.64, deadEnergyRatio: 1.4, deadFineRatio: 1, deadRatio: 0.2, grainRiseLevels: 1 }
const FILLED = { fillRatio: 0.51, deadRatio: 0.9 }
const SHAKE = { agreement: 0.54, medianFit: 0.79 }
const MOVE = { deadRatio: 0.66, aliveRatio: 0.1, deadEnergyRatio: 1, deadFineRatio: 1, newBlocks: 60 }
const COVER = { deadRatio: 0.81, aliveRatio: 0.1, deadEnergyRatio: 0.1, deadFineRatio: 0.1 }
const REGION = { regionRatio: 0.17, regionFineRatio: 0.3, regionSharpRatio: 0.1 }
const VEIL = { contrast: 0.59, faintRatio: 0.5, rangeRatio: 0.6, blackRiseLevels: 30, medianFit: 0.9 }
const CAST = { castLevels: 13.1, castRatio: 0.8, tintLevels: 15 }
const CAST_OF_FEW = { ...CAST, castRatio: 0.96, testifying: 42, aliveRatio: 0.2 }
const BLUR = { sharpness: 0.49, fineRatio: 0.6 }
const SLOW_BLUR = { sharpness: 0.49, fineRatio: 0.6 }
const SLOW_VEIL = { contrast: 0.59, faintRatio: 0.5, rangeRatio: 0.6, blackRiseLevels: 30 }
const SLOW_CAST = { castLevels: 13.1, castRatio: 0.8, isSameLight: true }

describe('detectors that know the scene', () => {
  it.each<[FaultKind, Figures, Figures]>([
    ['no-signal', SLATE, { wholeFlatRatio: 0.74 }],
    ['no-signal', SLATE, { wholeGrainLevels: 0.07 }],
    ['no-signal', SLATE, { aliveRatio: 0.11 }],
    ['black', CAP, { wholeMeanLevels: 28 }],
    ['black', CAP, { percentile98Levels: 40 }],
    ['black', CAP, { meanRatio: 0.4 }],
    ['black', CAP, { contrast: 0.3 }],
    ['bright', GLARE, { glareRatio: 0.019 }],
    ['bright', GLARE, { newSaturatedRatio: 0.029 }],
    ['bright', GLARE, { meanRatio: 1.08 }],
    ['bright', GLARE, { isOtherMode: true }],
    ['bright', { ...GLARE, contrast: 0.9 }, { contrast: 1 }],
    ['bright', { ...GLARE, contrast: 1.1, meanRatio: 1.36 }, { meanRatio: 1.34 }],
    ['bright', { ...GLARE, contrast: 1.1, newSaturatedRatio: 0.21 }, { newSaturatedRatio: 0.19 }],
    ['bright', { wholeMeanLevels: 236, meanRatio: 1.3 }, { wholeMeanLevels: 235 }],
    ['frozen', FREEZE, { stillnessLevels: 0.9 }],
    ['frozen', FREEZE, { motion: 2.1 }],
    ['frozen', { ...FREEZE, usualStillnessLevels: 20 }, { stillnessLevels: 0.91 }],
    ['frozen', FREEZE, { meanRatio: 0.7 }],
    ['frozen', { identicalMs: 1500 }, { identicalMs: 1499 }],
    ['frozen', { identicalMs: 1500 }, { usualIdenticalMs: 800 }],
    ['stripes', STRIPES, { stripeLevels: 8.5 }],
    ['stripes', STRIPES, { stripeShare: 0.33 }],
    ['stripes', STRIPES, { stripeSteady: false }],
    ['stripes', STRIPES, { contrast: 0.6 }],
    ['stripes', { ...STRIPES, testifying: 42, contrast: 0.2 }, { testifying: 43 }],
    ['stripes', BARS, { bandLevels: 8.5 }],
    ['stripes', BARS, { bandShare: 0.7 }],
    ['stripes', BARS, { bandSteady: false }],
    ['stripes', BARS, { contrast: 0.6 }],
    ['stripes', BARS, { differenceLevels: 3.7 }],
    ['stripes', { ...BARS, bandLevels: 17 }, { differenceLevels: 22 }],
    ['noise', NOISE, { fineRiseLevels: 6.5 }],
    ['noise', NOISE, { grainRiseLevels: 4.5 }],
    ['corrupted', CUT, { flatRowRatio: 0.1 }],
    ['corrupted', CUT, { flatRowsUsualLevels: 0.7 }],
    ['corrupted', REPEATED, { rowLikeness: 0.98 }],
    ['corrupted', JUMPS, { agreement: 0.65 }],
    ['corrupted', JUMPS, { deadEnergyRatio: 1.35 }],
    ['corrupted', JUMPS, { deadRatio: 0.15 }],
    ['corrupted', JUMPS, { shiftAcrossRatio: 0.05, shiftConfidence: 0.2 }],
    ['corrupted', FILLED, { fillRatio: 0.5 }],
    ['corrupted', FILLED, { deadRatio: 0.5 }],
    ['shaken', SHAKE, { agreement: 0.55 }],
    ['shaken', SHAKE, { medianFit: 0.8 }],
    ['moved', MOVE, { deadRatio: 0.65 }],
    ['moved', MOVE, { aliveRatio: 0.2 }],
    ['moved', MOVE, { deadEnergyRatio: 0.45 }],
    ['moved', MOVE, { newBlocks: 21 }],
    ['moved', MOVE, { agreement: 0.5 }],
    ['moved', MOVE, { agreement: null }],
    ['moved', MOVE, { isUnveiled: true }],
    ['occluded', COVER, { deadRatio: 0.8 }],
    ['occluded', COVER, { aliveRatio: 0.15 }],
    ['occluded', COVER, { deadEnergyRatio: 0.46, deadFineRatio: 0.41 }],
    ['partly-occluded', REGION, { regionRatio: 0.159 }],
    ['partly-occluded', REGION, { regionFineRatio: 0.5 }],
    ['partly-occluded', REGION, { regionSharpRatio: 0.17 }],
    ['partly-occluded', { ...REGION, regionRatio: 0.5, regionSharpRatio: 0.33 }, { regionSharpRatio: 0.35 }],
    ['low-contrast', VEIL, { contrast: 0.6 }],
    ['low-contrast', VEIL, { faintRatio: 0.4 }],
    ['low-contrast', VEIL, { rangeRatio: 0.7 }],
    ['low-contrast', VEIL, { blackRiseLevels: 18 }],
    ['low-contrast', VEIL, { darkestSwingLevels: 10 }],
    ['colour-cast', CAST, { castLevels: 13 }],
    ['colour-cast', CAST, { castRatio: 0.75 }],
    ['colour-cast', CAST, { meanChangeLevels: 4 }],
    ['colour-cast', CAST, { tintLevels: 6.5 }],
    ['colour-cast', CAST_OF_FEW, { castRatio: 0.95 }],
    ['colour-cast', CAST_OF_FEW, { testifying: 43 }],
    ['colour-cast', CAST, { greyRatio: 0.98, chromaLevels: 1 }],
    ['defocused', BLUR, { sharpness: 0.5 }],
    ['defocused', BLUR, { fineRatio: 0.66 }],
    ['defocused', { ...BLUR, sharpness: 0.1, fineRatio: 0.9 }, { fineRatio: 0.94 }],
    ['defocused', BLUR, { aliveRatio: 0.4 }],
    ['defocused', BLUR, { layoutCorrelation: 0.5 }]
  ])('%s is found with %j, and not with %j', (kind, fault, change) => {
    const opinion = opinionOf(kind, fault)
    expect(opinion).toMatchObject({ severity: expect.any(Number), value: expect.any(Number) })
    expect(opinionOf(kind, { ...fault, ...change })).toBeNull()
  })

  it.each<[FaultKind, Figures]>([
    ['stripes', { ...STRIPES, stripeLevels: 7.5 }],
    ['stripes', { ...BARS, bandLevels: 7.5 }],
    ['noise', { ...NOISE, fineRiseLevels: 5.8 }],
    ['shaken', { ...SHAKE, agreement: 0.6 }],
    ['moved', { ...MOVE, deadRatio: 0.6 }],
    ['partly-occluded', { ...REGION, regionRatio: 0.14 }],
    ['low-contrast', { ...VEIL, contrast: 0.65 }],
    ['colour-cast', { ...CAST, castLevels: 10.5 }],
    ['defocused', { ...BLUR, sharpness: 0.55 }]
  ])('%s with %j is held while it is raised, found at a high sensitivity, and else not', (kind, figures) => {
    expect(opinionOf(kind, figures)).toBeNull()
    expect(opinionOf(kind, figures, true)).toMatchObject({ measure: expect.any(String) })
    expect(opinionOf(kind, figures, false, 1.3)).toMatchObject({ measure: expect.any(String) })
  })

  it.each<[FaultKind, Figures, string]>([
    ['moved', { known: false }, 'learning'],
    ['moved', { testifying: 9 }, 'too few permanent edges'],
    ['moved', { wholeMeanLevels: 20, percentile98Levels: 35 }, 'too dark to judge'],
    ['shaken', { testifying: 42 }, 'too few permanent edges'],
    ['frozen', { usualStillnessLevels: 0.2 }, 'too little noise to tell a still scene from a frozen one'],
    ['defocused', { sharpness: null }, 'too few sharp edges'],
    ['defocused', { isRebasing: true }, 'learning']
  ])('%s with %j is not judged: %s', (kind, figures, reason) => {
    expect(opinionOf(kind, figures)).toEqual({ notJudged: reason })
  })

  it.each<[FaultKind, Partial<AnchorEvidence>, Partial<AnchorEvidence>]>([
    ['defocused', SLOW_BLUR, { sharpness: 0.5 }],
    ['defocused', SLOW_BLUR, { sharpness: null }],
    ['defocused', SLOW_BLUR, { fineRatio: 0.66 }],
    ['defocused', SLOW_BLUR, { meanRatio: 0.6 }],
    ['defocused', SLOW_BLUR, { rangeRatio: 0.6 }],
    ['low-contrast', SLOW_VEIL, { contrast: 0.6 }],
    ['low-contrast', SLOW_VEIL, { faintRatio: 0.4 }],
    ['low-contrast', SLOW_VEIL, { rangeRatio: 0.7 }],
    ['low-contrast', SLOW_VEIL, { blackRiseLevels: 18 }],
    ['low-contrast', SLOW_VEIL, { layoutCorrelation: 0.84 }],
    ['colour-cast', SLOW_CAST, { castLevels: 13 }],
    ['colour-cast', SLOW_CAST, { castRatio: 0.75 }],
    ['colour-cast', SLOW_CAST, { meanChangeLevels: 4 }],
    ['colour-cast', SLOW_CAST, { isSameLight: false }]
  ])('%s that crept in is found after 30 s with %j, and not with %j', (kind, slow, change) => {
    const anchor = { ...createAnchorEvidence(), ...slow }
    expect(opinionOf(kind, { anchor })).toMatchObject({ value: expect.any(Number), timing: { raiseAfterMs: 30_000 } })
    expect(opinionOf(kind, { anchor: { ...anchor, ...change } })).toBeNull()
    expect(opinionOf(kind, { anchor: null })).toBeNull()
  })

  it('take the end of what had crept in for no fault', () => {
    const anchor = { ...createAnchorEvidence(), isSameLight: true }
    expect(opinionOf('colour-cast', { ...CAST, anchor: { ...anchor, castLevels: 6.4 } })).toBeNull()
    expect(opinionOf('colour-cast', { ...CAST, anchor: { ...anchor, castLevels: 6.6 } })).not.toBeNull()
    expect(opinionOf('low-contrast', { ...VEIL, anchor: { ...anchor, contrast: 0.91 } })).toBeNull()
    expect(opinionOf('low-contrast', { ...VEIL, anchor: { ...anchor, contrast: 0.89 } })).not.toBeNull()
  })

  it('hold a blur while somebody takes more of the contrast', () => {
    expect(opinionOf('defocused', { ...BLUR, contrast: 0.3 })).toBeNull()
    expect(opinionOf('defocused', { ...BLUR, contrast: 0.2 }, true)).toMatchObject({ value: 0.49 })
    expect(opinionOf('defocused', { ...BLUR, contrast: 0.15 }, true)).toBeNull()
  })

  it('hold a veil while something drives through it', () => {
    const lorry = { ...VEIL, aliveRatio: 0.2, medianFit: 0.3, faintRatio: 0.1, rangeRatio: 1.2 }
    expect(opinionOf('low-contrast', lorry)).toBeNull()
    expect(opinionOf('low-contrast', lorry, true)).toMatchObject({ value: 0.59 })
    expect(opinionOf('low-contrast', { ...lorry, blackRiseLevels: 10 }, true)).toBeNull()
  })

  it('tells where a cover is', () => {
    const region = new Uint8Array(144).fill(1, 0, 30)
    expect(opinionOf('partly-occluded', { ...REGION, region })).toMatchObject({
      mask: '1'.repeat(30) + '0'.repeat(114)
    })
  })

  it('find nothing in a healthy frame', () => {
    for (const { id } of DETECTORS) expect(opinionOf(id, {})).toBeNull()
  })
})

describe('FAULT_LIMIT_NAMES', () => {
  it('are the limits of the detectors', () => {
    const names = Object.fromEntries(DETECTORS.map(({ id, limits }) => [id, Object.keys(limits).toSorted()]))
    const known = Object.entries(FAULT_LIMIT_NAMES).map(([kind, limits]) => [kind, limits.toSorted()])
    expect(Object.fromEntries(known)).toEqual(names)
  })
})
