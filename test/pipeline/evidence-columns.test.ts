import { describe, expect, it } from 'vitest'
import { fromBrainFloat, NO_NUMBER, toBrainFloat } from '../../src/lib/brain-float.ts'
import { DEFAULT_CAMERA_SETTINGS } from '../../src/model/camera.ts'
import type { FrameEvidence } from '../../src/pipeline/conclude-frame.ts'
import { damagedFrames } from '../../src/pipeline/detect/damage-share.ts'
import { judge } from '../../src/pipeline/detect/judge.ts'
import { DETECTORS } from '../../src/pipeline/detect/registry.ts'
import { EVIDENCE_COLUMNS, type FrameMarks, writeEvidence, writeMissed } from '../../src/pipeline/evidence-columns.ts'
import { EvidenceReader } from '../../src/pipeline/evidence-reader.ts'
import {
  ANCHOR_NUMBERS,
  LOOK_NUMBERS,
  SCENE_FLAGS,
  SCENE_LIKENESSES,
  SCENE_NUMBERS
} from '../../src/pipeline/evidence-names.ts'
import { randomEvidence, randomNumbers } from './random-evidence.ts'

const MARKS: FrameMarks = {
  found: ['black'],
  raised: ['moved', 'colour-cast'],
  elapsedMs: 200,
  isFirst: false,
  isThinned: true
}
const SETTINGS = { ...DEFAULT_CAMERA_SETTINGS, oldRules: { edge: true, tamper: true } }

/** Notes which fields are read. */
function watched<T extends object>(target: T, read: Set<string>): T {
  return new Proxy(target, {
    get: (from, key) => {
      if (typeof key === 'string') read.add(key)
      return Reflect.get(from, key)
    }
  })
}

describe('evidence columns', () => {
  it('hold every number that any detector reads', () => {
    const [look, against, anchor] = [new Set<string>(), new Set<string>(), new Set<string>()]
    const random = randomNumbers(7)
    for (let i = 0; i < 12_000; i++) {
      const { measures, view } = randomEvidence(random)
      if (view === null) continue
      const scene = { ...view.against, anchor: view.against.anchor && watched(view.against.anchor, anchor) }
      const settings = i % 2 === 0 ? DEFAULT_CAMERA_SETTINGS : SETTINGS
      const raised = new Set(i % 3 === 0 ? DETECTORS.map(({ id }) => id) : [])
      judge(measures, { look: watched(view.look, look), against: watched(scene, against) }, settings, raised)
    }
    const known = (names: readonly string[]) => new Set(names)
    expect([...look].filter(name => !known([...LOOK_NUMBERS, 'hasBefore']).has(name))).toEqual([])
    const scene = [...SCENE_NUMBERS, ...SCENE_LIKENESSES, ...SCENE_FLAGS, 'anchor', 'region']
    expect([...against].filter(name => !known(scene).has(name))).toEqual([])
    expect([...anchor].filter(name => !known([...ANCHOR_NUMBERS, 'isSameLight']).has(name))).toEqual([])
    // And no number is kept for nothing.
    expect(SCENE_NUMBERS.filter(name => !against.has(name))).toEqual([])
    expect(ANCHOR_NUMBERS.filter(name => !anchor.has(name))).toEqual([])
    expect(LOOK_NUMBERS.filter(name => !look.has(name))).toEqual([])
  })

  it('give back what they were given, so that every detector says the same', () => {
    const random = randomNumbers(3)
    const reader = new EvidenceReader()
    const values = new Uint16Array(2 * EVIDENCE_COLUMNS)
    for (let i = 0; i < 1000; i++) {
      const evidence = randomEvidence(random)
      writeEvidence(evidence, MARKS, values.subarray(EVIDENCE_COLUMNS))
      const frame = reader.read(values, EVIDENCE_COLUMNS)
      expect(frame).toMatchObject(MARKS)
      const kept = frame.evidence as FrameEvidence
      expect([kept.isBreaking, kept.isTurning]).toEqual([evidence.isBreaking, evidence.isTurning])
      const of = ({ measures, view }: FrameEvidence) => judge(measures, view, SETTINGS, new Set(['shaken']))
      expect(of(kept).findings).toEqual(of(evidence).findings)
    }
  })

  it('keep a spell of damaged frames, and why there was no picture', () => {
    const values = new Uint16Array(EVIDENCE_COLUMNS)
    const damage = damagedFrames(0.5, 0.125)
    writeEvidence({ ...randomEvidence(randomNumbers(1)), damage }, MARKS, values)
    expect(new EvidenceReader().read(values, 0).evidence?.damage).toEqual(damage)
    const gap = {
      kind: 'stream-gap',
      value: 2048,
      limit: 2000,
      reference: 40,
      severity: 0,
      measure: '',
      unit: 'ms',
      mask: null
    } as const
    writeMissed(gap, MARKS, values)
    expect(new EvidenceReader().read(values, 0)).toMatchObject({
      ...MARKS,
      evidence: null,
      missed: [{ kind: 'stream-gap', value: 2048, limit: 2000, reference: 40 }]
    })
    writeMissed(null, MARKS, values)
    expect(new EvidenceReader().read(values, 0).missed).toEqual([])
  })
})

describe('a brain float', () => {
  it('keeps small whole numbers, 0.4 % of others, and nothing as nothing', () => {
    for (let i = 0; i <= 256; i++) expect(fromBrainFloat(toBrainFloat(i))).toBe(i)
    for (const value of [0.65, 1e-6, 3.7e7, -12.3, 65_535]) {
      expect(Math.abs(fromBrainFloat(toBrainFloat(value)) / value - 1)).toBeLessThan(0.004)
    }
    expect(toBrainFloat(Number.NaN)).toBe(NO_NUMBER)
    expect(fromBrainFloat(NO_NUMBER)).toBeNaN()
    expect(fromBrainFloat(toBrainFloat(Number.POSITIVE_INFINITY))).toBe(Number.POSITIVE_INFINITY)
  })
})
