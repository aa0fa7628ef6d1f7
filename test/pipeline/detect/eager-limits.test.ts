import { describe, expect, it } from 'vitest'
import { type CameraSettings, DEFAULT_CAMERA_SETTINGS } from '../../../src/model/camera.ts'
import type { FaultKind } from '../../../src/model/fault.ts'
import { eagerSettings, eagerWay, kindsBeyond } from '../../../src/pipeline/detect/eager-limits.ts'
import { judge } from '../../../src/pipeline/detect/judge.ts'
import { DETECTORS } from '../../../src/pipeline/detect/registry.ts'
import { randomEvidence, randomNumbers } from '../random-evidence.ts'

const OLD_RULES: CameraSettings = { ...DEFAULT_CAMERA_SETTINGS, oldRules: { edge: true, tamper: true } }
const withLimit = (base: CameraSettings, kind: FaultKind, limit: string, value: number): CameraSettings => ({
  ...base,
  faults: { [kind]: { limits: { [limit]: value } } }
})

describe('eagerWay', () => {
  it('says of every limit the way that never loses a finding', () => {
    const wrong = new Set<string>()
    const all = new Set(DETECTORS.map(({ id }) => id))
    const random = randomNumbers(11)
    for (let i = 0; i < 1000; i++) {
      const { measures, view } = randomEvidence(random)
      const base = i % 4 === 0 ? OLD_RULES : DEFAULT_CAMERA_SETTINGS
      const raised: ReadonlySet<FaultKind> = i % 2 === 0 ? new Set() : all
      for (const detector of DETECTORS) {
        const kindsOf = (settings: CameraSettings) => judge(measures, view, settings, raised, [detector]).findings
        if (kindsOf(base).length === 0) continue
        for (const [limit, usual] of Object.entries(detector.limits)) {
          const way = eagerWay(detector.id, limit)
          const moved = way === 'none' ? [0.5, 2] : [way === 'up' ? 1.3 : 1 / 1.3]
          for (const factor of moved) {
            if (kindsOf(withLimit(base, detector.id, limit, usual * factor)).length === 0)
              wrong.add(`${detector.id} ${limit}`)
          }
        }
      }
    }
    expect([...wrong]).toEqual([])
  })
})

describe('eagerSettings', () => {
  it('find whatever the settings themselves find, at any sensitivity', () => {
    const lost = new Map<FaultKind, number>()
    const random = randomNumbers(5)
    const eager = eagerSettings({ ...DEFAULT_CAMERA_SETTINGS, faults: { noise: { sensitivity: 'off' } } })
    for (let i = 0; i < 1000; i++) {
      const { measures, view } = randomEvidence(random)
      const settings = {
        ...DEFAULT_CAMERA_SETTINGS,
        faults: Object.fromEntries(DETECTORS.map(({ id }) => [id, { sensitivity: 'high' as const }]))
      }
      const found = judge(measures, view, settings, new Set()).findings.map(({ kind }) => kind)
      const near = judge(measures, view, eager, new Set()).findings.map(({ kind }) => kind)
      for (const kind of found) if (!near.includes(kind)) lost.set(kind, (lost.get(kind) ?? 0) + 1)
    }
    // Of pictures that no camera gives: what shows a fault now and shows it gone since the first.
    expect([...lost.keys()].filter(kind => kind !== 'colour-cast' && kind !== 'low-contrast')).toEqual([])
    expect([...lost.values()].every(count => count < 10)).toBe(true)
  })

  it('are gone beyond by a limit that is moved further, and not by one that finds less', () => {
    const eager = eagerSettings(DEFAULT_CAMERA_SETTINGS)
    expect(kindsBeyond(DEFAULT_CAMERA_SETTINGS, eager)).toEqual([])
    expect(kindsBeyond(withLimit(DEFAULT_CAMERA_SETTINGS, 'defocused', 'maxSharpness', 0.7), eager)).toEqual([
      'defocused'
    ])
    expect(kindsBeyond(withLimit(DEFAULT_CAMERA_SETTINGS, 'defocused', 'maxSharpness', 0.6), eager)).toEqual([])
    expect(kindsBeyond(withLimit(DEFAULT_CAMERA_SETTINGS, 'defocused', 'maxSharpness', 0.1), eager)).toEqual([])
  })
})
