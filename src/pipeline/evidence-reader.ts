import { fromBrainFloat } from '../lib/brain-float.ts'
import { FAULT_KINDS, type FaultKind } from '../model/fault.ts'
import type { Finding } from '../model/finding.ts'
import type { ChangeMeasures, Measures } from '../model/measures.ts'
import type { FrameEvidence } from './conclude-frame.ts'
import { damagedFrames } from './detect/damage-share.ts'
import type { SceneView } from './detect/detector.ts'
import { createFrameLook } from './detect/scene/frame/frame-look.ts'
import { createAnchorEvidence } from './detect/scene/weigh/anchor-evidence.ts'
import { createSceneEvidence } from './detect/scene/weigh/scene-evidence.ts'
import { FIRST_SCENE_FLAG, FLAGS, type FrameMarks, PLACES, REGIONS } from './evidence-columns.ts'
import { ANCHOR_NUMBERS, LOOK_NUMBERS, SCENE_FLAGS, SCENE_LIKENESSES, SCENE_NUMBERS } from './evidence-names.ts'

/** A frame as it was kept. Its evidence is overwritten when the next one is read. */
export interface KeptFrameEvidence extends FrameMarks {
  /** Null when it gave no picture: then `missed` says why, and is empty when that is no fault. */
  readonly evidence: FrameEvidence | null
  readonly missed: readonly Finding[]
}

type Numbers = Record<string, number | null | boolean>

/** Reads frames back, one after the other. */
export class EvidenceReader {
  readonly #look = createFrameLook()
  readonly #scene = createSceneEvidence()
  readonly #anchor = createAnchorEvidence()

  /** @param at Where the frame begins. */
  read(values: Uint16Array, at: number): KeptFrameEvidence {
    const flags = values[at + PLACES.flags] ?? 0
    const marks = {
      found: kindsOf(values[at + PLACES.found] ?? 0),
      raised: kindsOf(values[at + PLACES.raised] ?? 0),
      elapsedMs: values[at + PLACES.elapsed] ?? 0,
      isFirst: (flags & FLAGS.isFirst) !== 0,
      isThinned: (flags & FLAGS.isThinned) !== 0
    }
    if ((flags & FLAGS.missed) !== 0) return { ...marks, evidence: null, missed: missedOf(values, at + PLACES.missed) }
    const number = (place: number) => fromBrainFloat(values[at + place] ?? 0)
    const share = number(PLACES.damage)
    const evidence: FrameEvidence = {
      measures: measuresOf(number, (flags & FLAGS.change) !== 0),
      view: (flags & FLAGS.view) === 0 ? null : this.#view(number, flags),
      damage: Number.isNaN(share) ? null : damagedFrames(share, number(PLACES.damage + 1)),
      isBreaking: (flags & FLAGS.breaking) !== 0,
      isTurning: (flags & FLAGS.turning) !== 0
    }
    return { ...marks, evidence, missed: [] }
  }

  #view(number: (place: number) => number, flags: number): SceneView {
    fill(this.#look as unknown as Numbers, LOOK_NUMBERS, PLACES.look, number)
    this.#look.hasBefore = (flags & FLAGS.before) !== 0
    const scene = this.#scene as unknown as Numbers
    fill(scene, SCENE_NUMBERS, PLACES.scene, number)
    for (const [i, name] of SCENE_LIKENESSES.entries()) scene[name] = 1 - number(PLACES.likenesses + i)
    for (const [i, name] of SCENE_FLAGS.entries()) scene[name] = (flags & (1 << (FIRST_SCENE_FLAG + i))) !== 0
    if ((flags & FLAGS.anchor) === 0) this.#scene.anchor = null
    else {
      fill(this.#anchor as unknown as Numbers, ANCHOR_NUMBERS, PLACES.anchor, number)
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
  const edgeRatio = number(PLACES.measures + 1)
  const change: ChangeMeasures = {
    meanLevels: number(PLACES.measures + 2),
    highRatio: number(PLACES.measures + 3),
    regionMeanLevels: Array.from({ length: REGIONS }, (_, i) => number(PLACES.regionMeans + i))
  }
  return {
    meanLumaLevels: number(PLACES.measures),
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
