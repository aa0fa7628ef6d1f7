import { fromBrainFloat, toBrainFloat } from '../lib/brain-float.ts'
import { FAULT_KINDS, type FaultKind } from '../model/fault.ts'
import type { Finding } from '../model/finding.ts'
import type { ChangeMeasures, Measures } from '../model/measures.ts'
import type { FrameEvidence } from './conclude-frame.ts'
import { damagedFrames } from './detect/damage-share.ts'
import type { SceneView } from './detect/detector.ts'
import { createFrameLook, type FrameLook } from './detect/scene/frame/frame-look.ts'
import { type AnchorEvidence, createAnchorEvidence } from './detect/scene/weigh/anchor-evidence.ts'
import { createSceneEvidence, type SceneEvidence } from './detect/scene/weigh/scene-evidence.ts'

/** Numbers of a look and of what it is held against that detectors read. A test holds the lists against what they do read. */
export const LOOK_NUMBERS = [
  'wholeMeanLevels',
  'percentile98Levels',
  'percentile995Levels',
  'wholeFlatRatio',
  'wholeFineLevels',
  'wholeGrainLevels',
  'chromaLevels',
  'greyRatio'
] as const satisfies readonly (keyof FrameLook)[]

export const SCENE_NUMBERS = [
  'testifying',
  'deadRatio',
  'aliveRatio',
  'medianFit',
  'contrast',
  'faintRatio',
  'slope',
  'layoutCorrelation',
  'usualSpreadLevels',
  'meanChangeLevels',
  'meanRatio',
  'rangeRatio',
  'blackRiseLevels',
  'darkestSwingLevels',
  'differenceLevels',
  'usualDifferenceLevels',
  'sharpness',
  'fineRatio',
  'fineRiseLevels',
  'grainRiseLevels',
  'gradientRiseLevels',
  'gradientEnergyRatio',
  'newBlocks',
  'newMiddleBlocks',
  'explainedRatio',
  'glareRatio',
  'newSaturatedRatio',
  'castLevels',
  'castRatio',
  'tintLevels',
  'deadEnergyRatio',
  'deadFineRatio',
  'agreement',
  'shiftAcrossRatio',
  'shiftDownRatio',
  'shiftConfidence',
  'fillRatio',
  'flatRowRatio',
  'flatRowsUsualLevels',
  'stepAboveLevels',
  'regionRatio',
  'regionFineRatio',
  'regionSharpRatio',
  'stillnessLevels',
  'usualStillnessLevels',
  'motion',
  'identicalMs',
  'usualIdenticalMs',
  'stripeLevels',
  'stripeShare',
  'bandLevels',
  'bandShare'
] as const satisfies readonly (keyof SceneEvidence)[]

/** Near 1, and it is what they lack of it that matters: kept so, or 16 bits would not do. */
export const SCENE_LIKENESSES = ['rowLikeness', 'usualRowLikeness'] as const satisfies readonly (keyof SceneEvidence)[]

export const ANCHOR_NUMBERS = [
  'sharpness',
  'fineRatio',
  'contrast',
  'faintRatio',
  'layoutCorrelation',
  'meanChangeLevels',
  'meanRatio',
  'rangeRatio',
  'blackRiseLevels',
  'castLevels',
  'castRatio'
] as const satisfies readonly (keyof AnchorEvidence)[]

export const SCENE_FLAGS = [
  'known',
  'isUnveiled',
  'stripeSteady',
  'bandSteady',
  'isOtherMode',
  'isRebasing'
] as const satisfies readonly (keyof SceneEvidence)[]

/** Of a frame: bit of each flag. Those of SCENE_FLAGS follow. */
const FLAGS = {
  missed: 1,
  view: 2,
  anchor: 4,
  sameLight: 8,
  change: 16,
  breaking: 32,
  turning: 64,
  before: 128,
  isFirst: 256,
  isThinned: 512
} as const
const FIRST_SCENE_FLAG = 10
const REGIONS = 9

/** Whole numbers; what comes behind them are brain floats. */
const FOUND = 0
const RAISED = 1
const ELAPSED = 2
const FLAG_BITS = 3
const MISSED = 4
const DAMAGE = MISSED + 4
const MEASURES = DAMAGE + 2
const REGION_MEANS = MEASURES + 4
const LOOK = REGION_MEANS + REGIONS
const SCENE = LOOK + LOOK_NUMBERS.length
const LIKENESSES = SCENE + SCENE_NUMBERS.length
const ANCHOR = LIKENESSES + SCENE_LIKENESSES.length
/** Numbers that are kept of a frame. */
export const EVIDENCE_COLUMNS = ANCHOR + ANCHOR_NUMBERS.length
const MOST_ELAPSED_MS = 0xffff

/** What was made of a frame, and when. */
export interface FrameMarks {
  /** Kinds found in it, and raised after it. */
  readonly found: readonly FaultKind[]
  readonly raised: readonly FaultKind[]
  /** Since the frame before, ms; what is 65,535 may be longer. */
  readonly elapsedMs: number
  /** Nothing is known of the time before it. */
  readonly isFirst: boolean
  /** Since the kept frame before there were changes for which there was no room. */
  readonly isThinned: boolean
}

/** A frame as it was kept. Its evidence is overwritten when the next one is read. */
export interface KeptFrameEvidence extends FrameMarks {
  /** Null when it gave no picture: then `missed` says why, and is empty when that is no fault. */
  readonly evidence: FrameEvidence | null
  readonly missed: readonly Finding[]
}

type Numbers = Record<string, number | null | boolean>

/** Writes a frame that gave a picture. @param out `EVIDENCE_COLUMNS` numbers. */
export function writeEvidence(evidence: FrameEvidence, marks: FrameMarks, out: Uint16Array): void {
  const { measures, view, damage, isBreaking, isTurning } = evidence
  out.fill(toBrainFloat(Number.NaN))
  const { change } = measures
  let flags = (isBreaking ? FLAGS.breaking : 0) | (isTurning ? FLAGS.turning : 0)
  if (damage !== null) put(out, DAMAGE, [damage.value, damage.reference])
  put(out, MEASURES, [
    measures.meanLumaLevels,
    measures.edgeRatio,
    change?.meanLevels ?? null,
    change?.highRatio ?? null
  ])
  if (change !== null) {
    flags |= FLAGS.change
    put(out, REGION_MEANS, change.regionMeanLevels)
  }
  if (view !== null) flags |= writeView(view, out)
  writeMarks(marks, flags, out)
}

/** Writes a frame that gave none, or that none came. */
export function writeMissed(finding: Finding | null, marks: FrameMarks, out: Uint16Array): void {
  out.fill(toBrainFloat(Number.NaN))
  if (finding !== null) {
    put(out, MISSED, [FAULT_KINDS.indexOf(finding.kind), finding.value, finding.limit, finding.reference])
  }
  writeMarks(marks, FLAGS.missed, out)
}

function writeView({ look, against }: SceneView, out: Uint16Array): number {
  const scene = against as unknown as Numbers
  for (const [i, name] of LOOK_NUMBERS.entries()) out[LOOK + i] = toBrainFloat(look[name])
  put(
    out,
    SCENE,
    SCENE_NUMBERS.map(name => against[name])
  )
  for (const [i, name] of SCENE_LIKENESSES.entries()) out[LIKENESSES + i] = toBrainFloat(1 - against[name])
  let flags = FLAGS.view | (look.hasBefore ? FLAGS.before : 0)
  for (const [i, name] of SCENE_FLAGS.entries()) if (scene[name] === true) flags |= 1 << (FIRST_SCENE_FLAG + i)
  const { anchor } = against
  if (anchor === null) return flags
  put(
    out,
    ANCHOR,
    ANCHOR_NUMBERS.map(name => anchor[name])
  )
  return flags | FLAGS.anchor | (anchor.isSameLight ? FLAGS.sameLight : 0)
}

function writeMarks(
  { found, raised, elapsedMs, isFirst, isThinned }: FrameMarks,
  flags: number,
  out: Uint16Array
): void {
  out[FOUND] = bitsOf(found)
  out[RAISED] = bitsOf(raised)
  out[ELAPSED] = Math.min(MOST_ELAPSED_MS, Math.max(0, Math.round(elapsedMs)))
  out[FLAG_BITS] = flags | (isFirst ? FLAGS.isFirst : 0) | (isThinned ? FLAGS.isThinned : 0)
}

function put(out: Uint16Array, at: number, values: readonly (number | null)[]): void {
  for (const [i, value] of values.entries()) out[at + i] = toBrainFloat(value ?? Number.NaN)
}

/** A bit for each kind. */
export function bitsOf(kinds: Iterable<FaultKind>): number {
  let bits = 0
  for (const kind of kinds) bits |= 1 << FAULT_KINDS.indexOf(kind)
  return bits
}

/** Reads frames back, one after the other. */
export class EvidenceReader {
  readonly #look = createFrameLook()
  readonly #scene = createSceneEvidence()
  readonly #anchor = createAnchorEvidence()

  /** @param at Where the frame begins. */
  read(values: Uint16Array, at: number): KeptFrameEvidence {
    const flags = values[at + FLAG_BITS] ?? 0
    const marks = {
      found: kindsOf(values[at + FOUND] ?? 0),
      raised: kindsOf(values[at + RAISED] ?? 0),
      elapsedMs: values[at + ELAPSED] ?? 0,
      isFirst: (flags & FLAGS.isFirst) !== 0,
      isThinned: (flags & FLAGS.isThinned) !== 0
    }
    if ((flags & FLAGS.missed) !== 0) return { ...marks, evidence: null, missed: missedOf(values, at + MISSED) }
    const number = (place: number) => fromBrainFloat(values[at + place] ?? 0)
    const share = number(DAMAGE)
    const evidence: FrameEvidence = {
      measures: measuresOf(number, (flags & FLAGS.change) !== 0),
      view: (flags & FLAGS.view) === 0 ? null : this.#view(number, flags),
      damage: Number.isNaN(share) ? null : damagedFrames(share, number(DAMAGE + 1)),
      isBreaking: (flags & FLAGS.breaking) !== 0,
      isTurning: (flags & FLAGS.turning) !== 0
    }
    return { ...marks, evidence, missed: [] }
  }

  #view(number: (place: number) => number, flags: number): SceneView {
    fill(this.#look as unknown as Numbers, LOOK_NUMBERS, LOOK, number)
    this.#look.hasBefore = (flags & FLAGS.before) !== 0
    const scene = this.#scene as unknown as Numbers
    fill(scene, SCENE_NUMBERS, SCENE, number)
    for (const [i, name] of SCENE_LIKENESSES.entries()) scene[name] = 1 - number(LIKENESSES + i)
    for (const [i, name] of SCENE_FLAGS.entries()) scene[name] = (flags & (1 << (FIRST_SCENE_FLAG + i))) !== 0
    if ((flags & FLAGS.anchor) === 0) this.#scene.anchor = null
    else {
      fill(this.#anchor as unknown as Numbers, ANCHOR_NUMBERS, ANCHOR, number)
      this.#anchor.isSameLight = (flags & FLAGS.sameLight) !== 0
      this.#scene.anchor = this.#anchor
    }
    return { look: this.#look, against: this.#scene }
  }
}

/** What is no number was null. */
function fill(target: Numbers, names: readonly string[], at: number, number: (place: number) => number): void {
  for (const [i, name] of names.entries()) {
    const value = number(at + i)
    target[name] = Number.isNaN(value) ? null : value
  }
}

function measuresOf(number: (place: number) => number, hasChange: boolean): Measures {
  const edgeRatio = number(MEASURES + 1)
  const change: ChangeMeasures = {
    meanLevels: number(MEASURES + 2),
    highRatio: number(MEASURES + 3),
    regionMeanLevels: Array.from({ length: REGIONS }, (_, i) => number(REGION_MEANS + i))
  }
  return {
    meanLumaLevels: number(MEASURES),
    edgeRatio: Number.isNaN(edgeRatio) ? null : edgeRatio,
    change: hasChange ? change : null,
    identical: false,
    missing: {}
  }
}

function missedOf(values: Uint16Array, at: number): readonly Finding[] {
  const [index = Number.NaN, value = 0, limit = 0, reference = 0] = Array.from(
    values.subarray(at, at + 4),
    fromBrainFloat
  )
  const kind = Number.isNaN(index) ? undefined : FAULT_KINDS[index]
  if (kind === undefined) return []
  const known = { reference: Number.isNaN(reference) ? null : reference, mask: null, severity: 1 }
  return [{ kind, measure: 'missed', value, limit, unit: '', ...known }]
}

function kindsOf(bits: number): readonly FaultKind[] {
  return bits === 0 ? [] : FAULT_KINDS.filter((_, i) => (bits & (1 << i)) !== 0)
}
