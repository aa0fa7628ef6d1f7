import { describe, expect, it } from 'vitest'
import { DEFAULT_CAMERA_SETTINGS as SETTINGS } from '../../src/model/camera.ts'
import type { FaultKind } from '../../src/model/fault.ts'
import type { FrameEvidence } from '../../src/pipeline/conclude-frame.ts'
import { judge } from '../../src/pipeline/detect/judge.ts'
import { EVIDENCE_COLUMNS } from '../../src/pipeline/evidence-columns.ts'
import { EvidenceReader } from '../../src/pipeline/evidence-reader.ts'
import { EvidenceRecorder } from '../../src/pipeline/evidence-recorder.ts'
import { knownFrame } from './known-frame.ts'

const NONE: ReadonlySet<FaultKind> = new Set()
function see(recorder: EvidenceRecorder, evidence: FrameEvidence, atMs: number, raised = NONE): void {
  const { findings } = judge(evidence.measures, evidence.view, SETTINGS, raised)
  recorder.saw(evidence, findings, raised, SETTINGS, atMs)
}

const timesOf = (recorder: EvidenceRecorder) => recorder.take('gate-1').flatMap(({ times }) => times)
const CALM = knownFrame()
const SOFT = knownFrame({ sharpness: 0.3, fineRatio: 0.3 })
const NEARLY_SOFT = knownFrame({ sharpness: 0.6, fineRatio: 0.3 })

describe('EvidenceRecorder', () => {
  it('keeps a frame in ten minutes of a calm camera', () => {
    const recorder = new EvidenceRecorder()
    for (let atMs = 0; atMs < 3_600_000; atMs += 500) see(recorder, CALM, atMs)
    expect(timesOf(recorder)).toEqual(Array.from({ length: 6 }, (_, i) => i * 600_000))
    expect(recorder.take('gate-1')).toEqual([])
  })

  it('keeps the first frame that is found, the one that is raised, and the first one that is calm again', () => {
    const recorder = new EvidenceRecorder()
    for (let atMs = 0; atMs < 20_000; atMs += 200) {
      const isFaulty = atMs >= 10_000 && atMs < 12_000
      see(recorder, isFaulty ? SOFT : CALM, atMs, isFaulty && atMs >= 11_000 ? new Set(['defocused']) : NONE)
    }
    const [run, ...rest] = recorder.take('gate-1')
    expect(rest).toEqual([])
    expect(run?.times).toEqual([0, 10_000, 11_000, 12_000])
    const frames = run?.times.map((_, i) => new EvidenceReader().read(run.values, i * EVIDENCE_COLUMNS)) ?? []
    expect(frames.map(({ found, raised, elapsedMs, isFirst }) => [found, raised, elapsedMs, isFirst])).toEqual([
      [[], [], 0, true],
      [['defocused'], [], 200, false],
      [['defocused'], ['defocused'], 200, false],
      [[], [], 200, false]
    ])
  })

  it('keeps what comes near to a limit, and less and less of it while it stays there', () => {
    const recorder = new EvidenceRecorder()
    for (let atMs = 0; atMs < 60_000; atMs += 200) see(recorder, atMs >= 10_000 ? NEARLY_SOFT : CALM, atMs)
    const times = timesOf(recorder)
    expect(times.slice(0, 5)).toEqual([0, 10_000, 11_000, 12_000, 13_000])
    expect(times.length).toBeLessThan(35)
    for (let atMs = 60_000; atMs < 7_200_000; atMs += 1000) see(recorder, NEARLY_SOFT, atMs)
    expect(timesOf(recorder).length).toBeLessThan(2 * 60 + 60)
  })

  it('begins a run of its own when the camera is judged by other settings', () => {
    const recorder = new EvidenceRecorder()
    see(recorder, CALM, 0)
    const others = { ...SETTINGS, blackMeanLevels: 20 }
    recorder.saw(CALM, [], NONE, others, 1000)
    recorder.saw(CALM, [], NONE, others, 2000)
    expect(recorder.take('gate-1').map(({ settings, times }) => [settings, times])).toEqual([
      [SETTINGS, [0]],
      [others, [1000]]
    ])
  })

  it('keeps no more than it has room for, leaves room for what is found, and says so', () => {
    const recorder = new EvidenceRecorder()
    for (let i = 0; i < 5000; i++) see(recorder, i % 2 === 0 ? NEARLY_SOFT : CALM, i * 100)
    const [near] = recorder.take('gate-1')
    expect(near?.times.length).toBeGreaterThan(390)
    expect(near?.times.length).toBeLessThan(430)
    see(recorder, SOFT, 600_000)
    const [found] = recorder.take('gate-1')
    const read = found === undefined ? null : new EvidenceReader().read(found.values, 0)
    expect(read).toMatchObject({ found: ['defocused'], isThinned: true, isFirst: false })
    for (let i = 0; i < 5000; i++) see(recorder, i % 2 === 0 ? SOFT : CALM, 700_000 + i * 100)
    const [all] = recorder.take('gate-1')
    expect(all?.times.length).toBeLessThan(250)
    see(recorder, CALM, 30_000_000)
    const after = recorder.take('gate-1')[0]
    expect(after === undefined ? null : new EvidenceReader().read(after.values, 0).isFirst).toBe(true)
  })

  it('keeps that there was no picture', () => {
    const recorder = new EvidenceRecorder()
    see(recorder, CALM, 0)
    const gap = {
      kind: 'stream-gap',
      value: 2000,
      limit: 2000,
      reference: null,
      severity: 0,
      measure: '',
      unit: 'ms',
      mask: null
    } as const
    for (let atMs = 2000; atMs < 6000; atMs += 1000) recorder.missed([gap], new Set(['stream-gap']), SETTINGS, atMs)
    const [run] = recorder.take('gate-1')
    expect(run?.times.slice(0, 3)).toEqual([0, 2000, 3000])
    const read = run === undefined ? null : new EvidenceReader().read(run.values, EVIDENCE_COLUMNS)
    expect(read).toMatchObject({ found: ['stream-gap'], missed: [{ kind: 'stream-gap', limit: 2000 }] })
  })
})
