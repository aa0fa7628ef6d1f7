import { toBrainFloat } from '../lib/brain-float.ts'
import { FAULT_KINDS, type FaultKind } from '../model/fault.ts'
import type { Finding } from '../model/finding.ts'
import type { FrameEvidence } from './conclude-frame.ts'
import type { SceneView } from './detect/detector.ts'
import { ANCHOR_NUMBERS, LOOK_NUMBERS, SCENE_FLAGS, SCENE_LIKENESSES, SCENE_NUMBERS } from './evidence-names.ts'

/** Of a frame: bit of each flag. Those of SCENE_FLAGS follow. */
export const FLAGS = {
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
export const FIRST_SCENE_FLAG = 10
export const REGIONS = 9

const MISSED = 4
const MEASURES = MISSED + 4 + 2
const LOOK = MEASURES + 4 + REGIONS
const SCENE = LOOK + LOOK_NUMBERS.length
const LIKENESSES = SCENE + SCENE_NUMBERS.length
const ANCHOR = LIKENESSES + SCENE_LIKENESSES.length
/** Where each part of a frame begins: whole numbers first, brain floats behind them. */
export const PLACES = {
  found: 0,
  raised: 1,
  elapsed: 2,
  flags: 3,
  missed: MISSED,
  damage: MISSED + 4,
  measures: MEASURES,
  regionMeans: MEASURES + 4,
  look: LOOK,
  scene: SCENE,
  likenesses: LIKENESSES,
  anchor: ANCHOR
} as const
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

type Numbers = Record<string, number | null | boolean>

/** Writes a frame that gave a picture. @param out `EVIDENCE_COLUMNS` numbers. */
export function writeEvidence(evidence: FrameEvidence, marks: FrameMarks, out: Uint16Array): void {
  const { measures, view, damage, isBreaking, isTurning } = evidence
  out.fill(toBrainFloat(Number.NaN))
  const { change } = measures
  let flags = (isBreaking ? FLAGS.breaking : 0) | (isTurning ? FLAGS.turning : 0)
  if (damage !== null) put(out, PLACES.damage, [damage.value, damage.reference])
  put(out, PLACES.measures, [
    measures.meanLumaLevels,
    measures.edgeRatio,
    change?.meanLevels ?? null,
    change?.highRatio ?? null
  ])
  if (change !== null) {
    flags |= FLAGS.change
    put(out, PLACES.regionMeans, change.regionMeanLevels)
  }
  if (view !== null) flags |= writeView(view, out)
  writeMarks(marks, flags, out)
}

/** Writes a frame that gave none, or that none came. */
export function writeMissed(finding: Finding | null, marks: FrameMarks, out: Uint16Array): void {
  out.fill(toBrainFloat(Number.NaN))
  if (finding !== null) {
    put(out, PLACES.missed, [FAULT_KINDS.indexOf(finding.kind), finding.value, finding.limit, finding.reference])
  }
  writeMarks(marks, FLAGS.missed, out)
}

function writeView({ look, against }: SceneView, out: Uint16Array): number {
  const scene = against as unknown as Numbers
  for (const [i, name] of LOOK_NUMBERS.entries()) out[PLACES.look + i] = toBrainFloat(look[name])
  put(
    out,
    PLACES.scene,
    SCENE_NUMBERS.map(name => against[name])
  )
  for (const [i, name] of SCENE_LIKENESSES.entries()) out[PLACES.likenesses + i] = toBrainFloat(1 - against[name])
  let flags = FLAGS.view | (look.hasBefore ? FLAGS.before : 0)
  for (const [i, name] of SCENE_FLAGS.entries()) if (scene[name] === true) flags |= 1 << (FIRST_SCENE_FLAG + i)
  const { anchor } = against
  if (anchor === null) return flags
  put(
    out,
    PLACES.anchor,
    ANCHOR_NUMBERS.map(name => anchor[name])
  )
  return flags | FLAGS.anchor | (anchor.isSameLight ? FLAGS.sameLight : 0)
}

function writeMarks(
  { found, raised, elapsedMs, isFirst, isThinned }: FrameMarks,
  flags: number,
  out: Uint16Array
): void {
  out[PLACES.found] = bitsOf(found)
  out[PLACES.raised] = bitsOf(raised)
  out[PLACES.elapsed] = Math.min(MOST_ELAPSED_MS, Math.max(0, Math.round(elapsedMs)))
  out[PLACES.flags] = flags | (isFirst ? FLAGS.isFirst : 0) | (isThinned ? FLAGS.isThinned : 0)
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
