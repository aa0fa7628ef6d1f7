import { describe, expect, it } from 'vitest'
import { REPLAY_MS, ReplayGuard } from '../../../src/pipeline/incidents/replay-guard.ts'
import { makeIncident, makeReport } from './make-incident.ts'

const NOW_MS = 1_000_000
const open = makeIncident('A', { openedAtMs: NOW_MS - 5000 })
const closed = makeIncident('B', { state: 'closed', openedAtMs: NOW_MS - 9000, closedAtMs: NOW_MS - 2000 })

describe('replay guard', () => {
  it('lets every report of a camera pass that had no incident of late', () => {
    const guard = new ReplayGuard()
    guard.resume([makeIncident('A', { openedAtMs: NOW_MS - REPLAY_MS - 1 })], NOW_MS)
    expect(guard.holds(makeReport(NOW_MS, ['black'], { frameMs: 0 }))).toBe(false)
    expect(guard.holds(makeReport(NOW_MS, ['black'], { frameMs: 0, stream: 'gate-2' }))).toBe(false)
  })

  it('holds what frames show from before the last thing that is known, and lets pass what comes after it', () => {
    const guard = new ReplayGuard()
    guard.resume([closed, open], NOW_MS)
    expect(guard.holds(makeReport(NOW_MS + 100, ['black'], { frameMs: NOW_MS - 8000 }))).toBe(true)
    expect(guard.holds(makeReport(NOW_MS + 200, [], { frameMs: NOW_MS - 2001 }))).toBe(true)
    expect(guard.holds(makeReport(NOW_MS + 300, [], { frameMs: NOW_MS - 2000 }))).toBe(false)
    // From there on the camera is like any other, also when its source's clock goes back.
    expect(guard.holds(makeReport(NOW_MS + 400, ['black'], { frameMs: NOW_MS - 3000 }))).toBe(false)
    expect(guard.due(NOW_MS + 60_000)).toEqual([])
  })

  it('gives out the newest report once nothing newer came for a while, as of then', () => {
    const guard = new ReplayGuard()
    guard.resume([open], NOW_MS)
    guard.holds(makeReport(NOW_MS + 100, ['black'], { frameMs: NOW_MS - 8000 }))
    guard.holds(makeReport(NOW_MS + 200, [], { frameMs: NOW_MS - 6000 }))
    expect(guard.due(NOW_MS + 9999)).toEqual([])
    expect(guard.due(NOW_MS + 10_000)).toEqual([makeReport(NOW_MS + 10_000, [], { frameMs: NOW_MS - 6000 })])
    expect(guard.due(NOW_MS + 20_000)).toEqual([])
  })

  it('believes any report after a while, whatever the clock of its frames says', () => {
    const guard = new ReplayGuard()
    guard.resume([open], NOW_MS)
    expect(guard.holds(makeReport(NOW_MS + 10_000, ['black'], { frameMs: NOW_MS - 3_600_000 }))).toBe(false)
  })

  it('forgets cameras that are lost', () => {
    const guard = new ReplayGuard()
    guard.resume([open], NOW_MS)
    guard.holds(makeReport(NOW_MS, [], { frameMs: 0 }))
    guard.forget(stream => stream === 'gate-1')
    expect(guard.due(NOW_MS + 60_000)).toEqual([])
  })
})
