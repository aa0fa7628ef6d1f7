import type { FrameEvidence } from '../../src/pipeline/conclude-frame.ts'
import {
  ANCHOR_NUMBERS,
  LOOK_NUMBERS,
  SCENE_FLAGS,
  SCENE_LIKENESSES,
  SCENE_NUMBERS
} from '../../src/pipeline/evidence-names.ts'
import { fromBrainFloat, toBrainFloat } from '../../src/lib/brain-float.ts'
import { createFrameLook } from '../../src/pipeline/detect/scene/frame/frame-look.ts'
import { createAnchorEvidence } from '../../src/pipeline/detect/scene/weigh/anchor-evidence.ts'
import { createSceneEvidence } from '../../src/pipeline/detect/scene/weigh/scene-evidence.ts'

/** Numbers between 0 and 1, the same ones for the same seed. */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const NULLABLE = new Set(['sharpness', 'agreement', 'stillnessLevels', 'usualStillnessLevels'])
type Numbers = Record<string, unknown>

/** A number as 16 bits keep it, so that what is kept is what was judged. */
const exact = (value: number): number => fromBrainFloat(toBrainFloat(value))

/** Evidence in which anything may stand, with values to both sides of the limits. */
export function randomEvidence(random: () => number): FrameEvidence {
  const numberOf = (name: string): number | null => {
    if (NULLABLE.has(name) && random() < 0.1) return null
    if (name.endsWith('Levels') && random() < 0.15) return exact(random() * 0.06)
    if (name.endsWith('Levels')) return exact(random() < 0.5 ? random() * 20 : random() * 260)
    if (name.endsWith('Ms')) return exact(random() * 6000)
    if (name === 'testifying' || name.endsWith('Blocks')) return Math.floor(random() * 145)
    return exact(random() < 0.7 ? random() : random() * 3)
  }
  const look: Numbers = { ...createFrameLook(), hasBefore: random() < 0.9 }
  for (const name of LOOK_NUMBERS) look[name] = numberOf(name)
  const against: Numbers = { ...createSceneEvidence() }
  for (const name of SCENE_NUMBERS) against[name] = numberOf(name)
  for (const name of SCENE_LIKENESSES) against[name] = 1 - exact(random() * 0.05)
  for (const name of SCENE_FLAGS) against[name] = random() < (name === 'known' ? 0.85 : 0.2)
  if (random() < 0.7) {
    const anchor: Numbers = { ...createAnchorEvidence(), isSameLight: random() < 0.5 }
    for (const name of ANCHOR_NUMBERS) anchor[name] = numberOf(name)
    against.anchor = anchor
  }
  const change = {
    meanLevels: exact(random() * 150),
    highRatio: exact(random()),
    regionMeanLevels: Array.from({ length: 9 }, () => exact(random() * 40))
  }
  return {
    measures: {
      meanLumaLevels: exact(random() < 0.5 ? random() * 40 : random() * 255),
      edgeRatio: random() < 0.2 ? null : exact(random() * 0.1),
      change: random() < 0.5 ? null : change,
      identical: false,
      missing: {}
    },
    view: random() < 0.05 ? null : ({ look, against } as unknown as FrameEvidence['view']),
    damage: null,
    isBreaking: random() < 0.05,
    isTurning: random() < 0.05
  }
}
