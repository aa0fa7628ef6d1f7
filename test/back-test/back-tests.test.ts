import { describe, expect, it } from 'vitest'
import { AppError } from '../../src/errors.ts'
import { BackTests, type BackTestsOptions } from '../../src/back-test/back-tests.ts'
import { type CameraSettings, DEFAULT_CAMERA_SETTINGS } from '../../src/model/camera.ts'
import { type CameraProfile, EMPTY_PROFILE } from '../../src/model/camera-profile.ts'
import type { EvidenceRun } from '../../src/model/evidence.ts'
import type { Incident } from '../../src/model/incident.ts'
import { judgedSettings } from '../../src/pipeline/judged-settings.ts'
import { makeIncident } from '../pipeline/incidents/make-incident.ts'
import { knownFrame } from '../pipeline/known-frame.ts'
import { WatchedCamera, WINDOW_MS } from './watched-camera.ts'

const BEGIN_MS = 1_700_000_000_000
const CALM = knownFrame()
/** Out of focus: the limit of its sharpness is 0.5. */
const SOFT = knownFrame({ sharpness: 0.44, fineRatio: 0.3 })
const SOFTER = knownFrame({ sharpness: 0.2, fineRatio: 0.2 })
const NEARLY_SOFT = knownFrame({ sharpness: 0.55, fineRatio: 0.3 })
const PERIODS = { soft: 1_200_000, softer: 3_000_000, nearly: 5_000_000 }

/** Two hours in which a camera was out of focus twice, and nearly so once. */
function twoHours(): readonly EvidenceRun[] {
  const camera = new WatchedCamera(DEFAULT_CAMERA_SETTINGS)
  let atMs = BEGIN_MS
  const until = (offsetMs: number) => camera.show(CALM, atMs, BEGIN_MS + offsetMs - atMs)
  atMs = camera.show(SOFT, until(PERIODS.soft), 20_000)
  atMs = camera.show(SOFTER, until(PERIODS.softer), 60_000)
  atMs = camera.show(NEARLY_SOFT, until(PERIODS.nearly), 30_000)
  until(7_200_000)
  return camera.takeEvidence()
}

const RUNS = twoHours()
const opened = (id: string, offsetMs: number, lastsMs: number, fields: Partial<Incident> = {}): Incident =>
  makeIncident(id, {
    stream: 'gate-1',
    kind: 'defocused',
    state: 'closed',
    openedAtMs: BEGIN_MS + offsetMs + 1000,
    closedAtMs: BEGIN_MS + offsetMs + lastsMs,
    ...fields
  })
const INCIDENTS = [
  opened('A', PERIODS.soft, 20_000),
  opened('B', PERIODS.softer, 60_000, { verdict: 'real' }),
  opened('C', 100_000, 20_000)
]

function create(options: Partial<BackTestsOptions> = {}): BackTests {
  return new BackTests({
    isOn: true,
    profileOf: () => EMPTY_PROFILE,
    settingsOf: (_stream, profile): CameraSettings => judgedSettings(DEFAULT_CAMERA_SETTINGS, profile),
    evidence: async () => RUNS,
    incidents: async () => ({ items: INCIDENTS, next: null }),
    reopenWindowMs: WINDOW_MS,
    ...options
  })
}

const withSharpness = (maxSharpness: number) => (profile: CameraProfile) => ({
  ...profile,
  faults: { defocused: { limits: { maxSharpness } } }
})

describe('BackTests', () => {
  it('say that nothing changes when nothing is changed, and that it was so then', async () => {
    const view = await create().backTest('gate-1', profile => profile)
    expect(view).toMatchObject({ agreement: 1, incidents: [], incidentCount: 3, notJudged: [], thinnedMs: 0 })
    expect(view.fromMs).toBe(BEGIN_MS)
    expect(view.coveredMs).toBeGreaterThan(6_600_000)
    expect(view.kinds).toMatchObject([
      {
        kind: 'defocused',
        added: [],
        gone: [],
        changed: [],
        isAtLeast: false,
        before: { length: 2 },
        after: { length: 2 }
      }
    ])
  })

  it('say what a stricter limit would have missed, what people confirmed first', async () => {
    const milder = await create().backTest('gate-1', withSharpness(0.4))
    expect(milder.kinds).toMatchObject([
      { kind: 'defocused', gone: [{ fromMs: BEGIN_MS + PERIODS.soft + 800 }], added: [] }
    ])
    expect(milder.incidents.map(({ incident, becomes }) => [incident.id, becomes])).toEqual([['A', 'missed']])
    const none = await create().backTest('gate-1', withSharpness(0.1))
    expect(none.incidents.map(({ incident }) => incident.id)).toEqual(['B', 'A'])
    expect(none.kinds[0]?.after).toEqual([])
  })

  it('say what an eager limit would have raised, and when that is no more than a least', async () => {
    const eager = await create().backTest('gate-1', withSharpness(0.6))
    expect(eager.kinds).toMatchObject([
      { kind: 'defocused', isAtLeast: false, gone: [], added: [{ fromMs: BEGIN_MS + PERIODS.nearly + 800 }] }
    ])
    const [added] = eager.kinds[0]?.added ?? []
    expect((added?.toMs ?? 0) - (added?.fromMs ?? 0)).toBeGreaterThan(28_000)
    const beyond = await create().backTest('gate-1', withSharpness(0.9))
    expect(beyond.kinds).toMatchObject([{ kind: 'defocused', isAtLeast: true }])
  })

  it('judge waiting times, sensitivity and kinds that are off by the same rules', async () => {
    const slow = await create().backTest('gate-1', profile => ({
      ...profile,
      faults: { defocused: { raiseAfterS: 30 } }
    }))
    const [effect] = slow.kinds
    expect(effect?.gone).toHaveLength(1)
    expect(effect?.changed).toHaveLength(1)
    expect((effect?.changed[0]?.after.fromMs ?? 0) - BEGIN_MS - PERIODS.softer).toBeGreaterThan(28_000)
    const high = await create().backTest('gate-1', profile => ({
      ...profile,
      faults: { defocused: { sensitivity: 'high' } }
    }))
    expect(high.kinds[0]).toMatchObject({ isAtLeast: false, added: { length: 1 } })
    const off = await create().backTest('gate-1', profile => ({
      ...profile,
      faults: { defocused: { sensitivity: 'off' } }
    }))
    expect(off.incidents).toHaveLength(2)
  })

  it('name what they cannot judge', async () => {
    const view = await create().backTest('gate-1', profile => ({
      ...profile,
      masks: [
        {
          points: [
            [0, 0],
            [1, 0],
            [1, 1]
          ]
        }
      ],
      gapLimitS: 9,
      faults: { undecodable: { sensitivity: 'low' } }
    }))
    expect(view.notJudged.map(({ setting }) => setting)).toEqual([
      'masks',
      'gapLimitS',
      'faults.undecodable.sensitivity'
    ])
    expect(view.notJudged.every(({ en, zh }) => en !== '' && zh !== '')).toBe(true)
  })

  it('refuse without anything kept, for nobody, and when too many wait; a failed one holds up none', async () => {
    await expect(create({ isOn: false }).backTest('a', profile => profile)).rejects.toMatchObject({
      code: 'back-test/off'
    })
    const gone = create({ settingsOf: () => null })
    await expect(gone.backTest('a', profile => profile)).rejects.toMatchObject({ code: 'camera/not-found' })
    const tests = create()
    const all = await Promise.allSettled(Array.from({ length: 7 }, () => tests.backTest('gate-1', profile => profile)))
    expect(all.map(({ status }) => status).filter(status => status === 'rejected')).toHaveLength(2)
    const fail = (): never => {
      throw new AppError('camera/settings-invalid', 'no')
    }
    await expect(tests.backTest('gate-1', fail)).rejects.toMatchObject({ code: 'camera/settings-invalid' })
    const empty = await create({ evidence: async () => [] }).backTest('gate-1', profile => profile)
    expect(empty).toMatchObject({
      fromMs: null,
      toMs: null,
      coveredMs: 0,
      kinds: [],
      agreement: null,
      incidentCount: 0
    })
  })
})
