import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CameraReport } from '../../../src/model/camera-state.ts'
import { FAULT_KINDS, type FaultKind } from '../../../src/model/fault.ts'
import type { Incident } from '../../../src/model/incident.ts'
import {
  advanceCase,
  type CameraCase,
  type CaseChange,
  type CaseRules,
  EMPTY_CASE,
  resumedCase,
  type WatchedPlace
} from '../../../src/pipeline/incidents/camera-case.ts'
import { explain } from '../../../src/pipeline/incidents/causes.ts'
import { IncidentIds } from '../../../src/pipeline/incidents/incident-id.ts'
import { makeFault, makeIncident, makeReport } from './make-incident.ts'

const PLACE: WatchedPlace = { stream: 'gate-1', groups: ['north'], silent: null }

/** A camera whose reports are given one after the other. */
class Played {
  state: CameraCase
  readonly changes: CaseChange[] = []
  readonly #rules: CaseRules

  constructor(state: CameraCase = EMPTY_CASE) {
    const ids = new IncidentIds(Math.random)
    this.state = state
    this.#rules = { reopenWindowMs: 60_000, newId: nowMs => ids.next(nowMs) }
  }

  /** @returns What changed, as text: `opened black`. */
  report(atMs: number, kinds: Parameters<typeof makeReport>[1], fields: Partial<CameraReport> = {}): string[] {
    return this.take(makeReport(atMs, kinds, fields))
  }

  take(report: CameraReport, place: WatchedPlace = PLACE): string[] {
    const { state, changes } = advanceCase(this.state, report, place, this.#rules)
    this.state = state
    this.changes.push(...changes)
    return changes.filter(({ what }) => what !== 'updated').map(({ what, incident }) => `${what} ${incident.kind}`)
  }

  get open(): readonly FaultKind[] {
    return this.state.open.map(({ kind }) => kind as FaultKind)
  }

  get last(): Incident | undefined {
    return this.changes.at(-1)?.incident
  }
}

describe('camera case', () => {
  it('opens, follows and closes an incident', () => {
    const camera = new Played()
    expect(camera.report(1000, [])).toEqual([])
    expect(camera.report(2000, [makeFault('black', { severity: 0.3 })])).toEqual(['opened black'])
    expect(camera.last).toMatchObject({ state: 'open', openedAtMs: 2000, groups: ['north'], detectMs: 600 })
    camera.report(3000, [makeFault('black', { severity: 0.9, why: 'Worse.' })], { explained: ['defocused'] })
    camera.report(4000, [makeFault('black', { severity: 0.4 })])
    expect(camera.last).toMatchObject({
      severity: 0.4,
      peakSeverity: 0.9,
      why: 'Worse.',
      explained: ['defocused'],
      lastSeenAtMs: 4000
    })
    expect(camera.report(5000, [])).toEqual(['closed black'])
    expect(camera.last).toMatchObject({ state: 'closed', closedAtMs: 5000, flaps: 0 })
    expect(camera.last?.timeline.map(({ what }) => what)).toEqual(['opened', 'severity', 'closed'])
  })

  it('reopens what comes back within the window and counts it, and opens another one after it', () => {
    const camera = new Played()
    camera.report(1000, ['black'])
    camera.report(2000, [])
    expect(camera.report(60_000, ['black'])).toEqual(['reopened black'])
    expect(camera.last).toMatchObject({ state: 'open', flaps: 1, closedAtMs: null, openedAtMs: 1000 })
    camera.report(61_000, [])
    expect(camera.report(121_001, ['black'])).toEqual(['opened black'])
  })

  it('leaves what somebody has taken in their hands when it comes back', () => {
    const taken = makeIncident('A', {
      state: 'closed',
      closedAtMs: 5000,
      acknowledgedBy: 'Chen',
      acknowledgedAtMs: 3000
    })
    const camera = new Played(resumedCase([taken]))
    expect(camera.report(6000, ['black'])).toEqual(['reopened black'])
    expect(camera.last).toMatchObject({ state: 'acknowledged', acknowledgedBy: 'Chen' })
  })

  it('turns what was opened a moment before into its cause', () => {
    const camera = new Played()
    camera.report(1000, ['partly-occluded'])
    expect(camera.report(1500, ['occluded'], { explained: ['partly-occluded'] })).toEqual([])
    expect(camera.last).toMatchObject({ kind: 'occluded', openedAtMs: 1000, explained: ['partly-occluded'] })
    expect(camera.open).toEqual(['occluded'])
  })

  it('keeps an incident that another fault hides, and opens one for that', () => {
    const camera = new Played()
    camera.report(1000, ['black'])
    expect(camera.report(60_000, ['stream-gap'], { explained: ['black'] })).toEqual(['opened stream-gap'])
    expect(camera.report(90_000, ['black'])).toEqual(['closed stream-gap'])
    expect(camera.open).toEqual(['black'])
  })

  it('opens nothing for what a cause leaves behind while it clears, unless it stays', () => {
    const camera = new Played()
    camera.report(1000, ['occluded'], { explained: ['partly-occluded'] })
    expect(camera.report(30_000, ['partly-occluded'])).toEqual(['closed occluded'])
    expect(camera.report(31_000, [])).toEqual([])
    camera.report(40_000, ['occluded'], { explained: ['partly-occluded'] })
    camera.report(50_000, ['partly-occluded'])
    expect(camera.report(54_000, ['partly-occluded'])).toEqual([])
    expect(camera.report(56_000, ['partly-occluded'])).toEqual(['opened partly-occluded'])
  })

  it('makes no incidents in maintenance, and closes those that there are', () => {
    const camera = new Played()
    camera.report(1000, ['black'])
    const place: WatchedPlace = { ...PLACE, silent: 'maintenance' }
    expect(camera.take(makeReport(2000, ['black', 'stripes']), place)).toEqual(['closed black'])
    expect(camera.last?.timeline.at(-1)?.en).toMatch(/maintenance/)
    expect(camera.take(makeReport(3000, ['black']), place)).toEqual([])
    expect(camera.report(3500, [], { judged: false })).toEqual([])
    expect(camera.report(4000, ['black'])).toEqual(['reopened black'])
  })

  describe('after a restart', () => {
    const resumed = () => new Played(resumedCase([makeIncident('A')]))

    it('goes on with the incident when the fault is still there', () => {
      const camera = resumed()
      expect(camera.report(10_000, [], { learning: true })).toEqual([])
      expect(camera.report(11_000, [])).toEqual([])
      expect(camera.report(12_000, ['black'])).toEqual([])
      expect(camera.state.open).toHaveLength(1)
      expect(camera.report(13_000, [])).toEqual(['closed black'])
    })

    it('closes it only once the camera has been well for a while, as of then', () => {
      const camera = resumed()
      expect(camera.report(10_000, [])).toEqual([])
      expect(camera.report(19_000, [])).toEqual([])
      expect(camera.report(20_000, [])).toEqual(['closed black'])
      expect(camera.last?.closedAtMs).toBe(10_000)
    })

    it('leaves it open while nobody can see', () => {
      const camera = resumed()
      camera.report(10_000, ['stream-gap'])
      camera.report(60_000, [], { notJudged: [{ kind: 'black', reason: 'too dark to judge' }] })
      camera.report(90_000, [], { learning: true })
      expect(camera.open).toContain('black')
    })
  })

  it('never has two incidents of one kind, and follows every fault that is told', () => {
    const step = fc.record({
      elapsedMs: fc.integer({ min: 0, max: 40_000 }),
      raised: fc.uniqueArray(fc.constantFrom(...FAULT_KINDS), { maxLength: 5 }),
      severity: fc.double({ min: 0, max: 1, noNaN: true }),
      silent: fc.constantFrom('maintenance' as const, null, null, null, null)
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), steps => {
        const camera = new Played()
        const known = new Map<string, Incident>()
        let nowMs = 0
        for (const { elapsedMs, raised, severity, silent } of steps) {
          nowMs += elapsedMs
          const { faults, explained } = explain(raised.map(kind => ({ ...makeFault(kind), mask: null })))
          const told = faults.map(({ kind }) => makeFault(kind, { severity }))
          const before = camera.changes.length
          camera.take(makeReport(nowMs, told, { explained }), { ...PLACE, silent })
          for (const { what, incident } of camera.changes.slice(before)) {
            const old = known.get(incident.id)
            expect(old === undefined).toBe(what === 'opened')
            if (what === 'closed') expect(old?.state).not.toBe('closed')
            if (what === 'reopened') expect([old?.state, incident.flaps]).toEqual(['closed', (old?.flaps ?? 0) + 1])
            known.set(incident.id, incident)
          }
          const kinds = camera.open
          expect(new Set(kinds).size).toBe(kinds.length)
          expect(camera.state.open.every(({ state }) => state !== 'closed')).toBe(true)
          const waits = [...camera.state.leftOver.keys()]
          if (silent !== null) expect(kinds).toEqual([])
          else for (const { kind } of told) expect([...kinds, ...waits]).toContain(kind)
        }
        for (const incident of known.values()) {
          expect(incident.peakSeverity).toBeGreaterThanOrEqual(incident.severity)
          expect(incident.timeline.length).toBeLessThanOrEqual(100)
          if (incident.closedAtMs !== null) expect(incident.closedAtMs).toBeGreaterThanOrEqual(incident.openedAtMs)
          expect(incident.closedAtMs === null).toBe(incident.state !== 'closed')
        }
      }),
      { numRuns: 300 }
    )
  })
})
