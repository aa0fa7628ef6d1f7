import { describe, expect, it } from 'vitest'
import type { FaultKind } from '../../../../../src/model/fault.ts'
import { FAULT_NAMES } from '../../../../../src/model/fault.ts'
import { BUILT_IN_CAMERAS } from '../../../../../src/pipeline/capture/adapters/test-video/built-in-cameras.ts'
import {
  FAULT_EVERY_SECONDS,
  FAULT_SECONDS,
  faultAt,
  nextFault
} from '../../../../../src/pipeline/capture/adapters/test-video/fault-schedule.ts'

const schedule = { firstAtSeconds: 10, kinds: ['black', 'frozen'] as FaultKind[] }

describe('fault schedule', () => {
  it('is healthy before the first fault, and announces it', () => {
    expect(faultAt(schedule, 0)).toBeNull()
    expect(faultAt(schedule, 9.999)).toBeNull()
    expect(nextFault(schedule, 0)).toEqual({ kind: 'black', atSeconds: 10 })
  })

  it('stages each kind in turn, with its progress, for ever', () => {
    expect(faultAt(schedule, 10)).toEqual({ kind: 'black', progress: 0, startedAtSeconds: 10 })
    expect(faultAt(schedule, 16)).toEqual({ kind: 'black', progress: 0.5, startedAtSeconds: 10 })
    expect(faultAt(schedule, 10 + FAULT_SECONDS)).toBeNull()
    expect(faultAt(schedule, 10 + FAULT_EVERY_SECONDS)?.kind).toBe('frozen')
    expect(faultAt(schedule, 10 + 2 * FAULT_EVERY_SECONDS)?.kind).toBe('black')
  })

  it('announces the fault after the present one', () => {
    expect(nextFault(schedule, 10)).toEqual({ kind: 'frozen', atSeconds: 10 + FAULT_EVERY_SECONDS })
    expect(nextFault(schedule, 200)?.atSeconds).toBeGreaterThan(200)
  })

  it('never stages anything on a camera without faults', () => {
    const healthy = { firstAtSeconds: 0, kinds: [] }
    for (let second = 0; second < 500; second++) expect(faultAt(healthy, second)).toBeNull()
    expect(nextFault(healthy, 7)).toBeNull()
  })
})

describe('built-in cameras', () => {
  it('are at least nine, each with a stream and a label of its own', () => {
    expect(BUILT_IN_CAMERAS.length).toBeGreaterThanOrEqual(9)
    expect(new Set(BUILT_IN_CAMERAS.map(({ scene }) => scene.stream)).size).toBe(BUILT_IN_CAMERAS.length)
    expect(new Set(BUILT_IN_CAMERAS.map(({ scene }) => scene.label)).size).toBe(BUILT_IN_CAMERAS.length)
  })

  it('show at least two different faults within the first 15 seconds', () => {
    const kinds = new Set<string>()
    for (const camera of BUILT_IN_CAMERAS) {
      for (let second = 0; second < 15; second++) kinds.add(faultAt(camera.schedule, second)?.kind ?? 'none')
    }
    kinds.delete('none')
    expect(kinds.size).toBeGreaterThanOrEqual(2)
  })

  it('are faulty by a fifth to a third at any time once all have had their first fault', () => {
    for (let second = 60; second < 400; second++) {
      const faulty = BUILT_IN_CAMERAS.filter(camera => faultAt(camera.schedule, second) !== null).length
      expect(faulty / BUILT_IN_CAMERAS.length).toBeGreaterThanOrEqual(0.2)
      expect(faulty / BUILT_IN_CAMERAS.length).toBeLessThanOrEqual(0.34)
    }
  })

  it('stage every kind of fault, and keep one camera healthy', () => {
    const staged = new Set(BUILT_IN_CAMERAS.flatMap(camera => camera.schedule.kinds))
    expect([...staged].sort()).toEqual(Object.keys(FAULT_NAMES).sort())
    expect(BUILT_IN_CAMERAS.filter(camera => camera.schedule.kinds.length === 0)).toHaveLength(1)
  })
})
