import type { SceneScratch } from '../scene-scratch.ts'
import { createSceneAnchor } from './scene-anchor.ts'
import type { SceneReference } from './scene-reference.ts'

/** docs/limits.md#looks */
const LIMITS = {
  /** Light, no veil: at least this share of the contrast that the level asks for, and block means that keep their pattern (correlation). */
  minContrastOfMean: 0.6,
  minLayoutCorrelation: 0.7,
  /** Contrast and detail are taken for at least and at most so many times those remembered. */
  leastTimes: 0.1,
  mostTimes: 4
}

/** What another light changes at once. */
const LIGHT_FIGURES = ['meanLevels', 'saturatedRatio', 'grainLevels', 'blueLevels', 'redLevels'] as const

/** The same scene as the present picture shows it: its edges stay, levels, contrast and colours are those of now. */
export function relitReference(reference: SceneReference, { look, evidence }: SceneScratch): SceneReference {
  const { wholeMeanLevels, percentile1Levels, percentile98Levels, wholeFlatRatio, greyRatio } = look
  const { background, fineLevels, gradientLevels2 } = reference
  // Less light takes contrast and level alike, and leaves the pattern. A veil takes contrast alone, and stays to be told.
  const isRelit =
    evidence.contrast > LIMITS.minContrastOfMean * evidence.meanRatio &&
    evidence.layoutCorrelation > LIMITS.minLayoutCorrelation
  const contrast = isRelit ? Math.max(LIMITS.leastTimes, Math.min(LIMITS.mostTimes, evidence.contrast)) : 1
  const fine = isRelit ? Math.max(LIMITS.leastTimes, Math.min(LIMITS.mostTimes, evidence.fineRatio)) : 1
  const relit = {
    background: relitPicture(background, contrast, wholeMeanLevels),
    fineLevels: fineLevels.map(levels => levels * fine),
    gradientLevels2: gradientLevels2.map(levels2 => levels2 * contrast * contrast)
  }
  const levels = Object.fromEntries(LIGHT_FIGURES.map(name => [name, Float32Array.from(look[name])]))
  const whole = { wholeMeanLevels, percentile1Levels, percentile98Levels, wholeFlatRatio, greyRatio }
  const news = { anchor: createSceneAnchor(), stillnessLevels: null, differenceLevels: 0 }
  return { ...reference, ...relit, ...levels, ...whole, ...news }
}

/** A picture with so much of its contrast, about another mean. */
function relitPicture(levels: Uint8Array, contrast: number, meanLevels: number): Uint8Array {
  let sum = 0
  for (let i = 0; i < levels.length; i++) sum += levels[i]!
  const offset = meanLevels - (contrast * sum) / levels.length
  const relit = new Uint8ClampedArray(levels.length)
  for (let i = 0; i < levels.length; i++) relit[i] = levels[i]! * contrast + offset
  return new Uint8Array(relit.buffer)
}
