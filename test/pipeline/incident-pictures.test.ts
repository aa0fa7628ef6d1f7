import { beforeEach, describe, expect, it } from 'vitest'
import type { FaultKind } from '../../src/model/fault.ts'
import type { RaisedFault, Verdict } from '../../src/model/finding.ts'
import type { KeptFrame } from '../../src/pipeline/frame-shelf.ts'
import { IncidentPictures } from '../../src/pipeline/incident-pictures.ts'
import { makeFinding } from './incidents/make-finding.ts'

const frame = (atMs: number): KeptFrame => ({ jpeg: Uint8Array.of(atMs & 255), atMs })
const fault = (kind: FaultKind, severity = 0.3): RaisedFault => ({ ...makeFinding(kind), severity, sinceMs: 0 })
const verdict = (faults: readonly RaisedFault[], explained: readonly FaultKind[] = []): Verdict => ({
  faults,
  explained,
  notJudged: [],
  learning: false
})

describe('IncidentPictures', () => {
  let pictures: IncidentPictures
  const at = (nowMs: number, faults: readonly RaisedFault[], healthy: KeptFrame | null = frame(1)) =>
    pictures
      .judged(verdict(faults), frame(nowMs), healthy, nowMs)
      .map(({ role, kind, atMs }) => `${role} ${kind} ${atMs}`)

  beforeEach(() => {
    pictures = new IncidentPictures(60_000)
  })

  it('are those before, at the beginning, at the worst and after', () => {
    expect(at(100, [])).toEqual([])
    expect(at(200, [fault('occluded')])).toEqual(['before occluded 1', 'first occluded 200'])
    expect(at(300, [fault('occluded', 0.9)])).toEqual([])
    expect(at(4000, [fault('occluded', 0.35)])).toEqual([])
    expect(at(5000, [fault('occluded', 0.9)])).toEqual(['worst occluded 5000'])
    expect(at(9000, [fault('occluded', 0.95)])).toEqual([])
    expect(at(10_000, [])).toEqual(['after occluded 10000'])
    expect(at(11_000, [])).toEqual([])
  })

  it('are not taken again when the fault comes back soon, but for the one after', () => {
    at(200, [fault('black')])
    at(1000, [])
    expect(at(30_000, [fault('black')])).toEqual([])
    expect(at(31_000, [])).toEqual(['after black 31000'])
    expect(at(100_000, [fault('black')])).toEqual(['before black 1', 'first black 100000'])
  })

  it('of a fault that ended while others went on wait for the camera to be well', () => {
    at(200, [fault('black'), fault('stripes')])
    expect(at(5000, [fault('stripes')])).toEqual([])
    expect(at(6000, [])).toEqual(['after black 6000', 'after stripes 6000'])
  })

  it('of a silent camera are the last one before and the first one after', () => {
    const silent = pictures.judged(verdict([fault('stream-gap')]), null, frame(9), 5000)
    expect(silent).toMatchObject([{ role: 'before', atMs: 9, nameMs: 5000 }])
    expect(pictures.judged(verdict([]), null, null, 6000)).toEqual([])
    expect(at(7000, [])).toEqual(['after stream-gap 7000'])
  })

  it('of one spell are named alike, so that a worse one takes the place of the one before', () => {
    const names = [1000, 5000, 9000, 13_000].flatMap((nowMs, i) =>
      pictures.judged(verdict([fault('noise', 0.1 + i * 0.2)]), frame(nowMs), null, nowMs).map(({ nameMs }) => nameMs)
    )
    expect(names).toEqual([1000, 1000, 1000, 1000])
  })
})
