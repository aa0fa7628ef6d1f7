import { describe, expect, it } from 'vitest'
import { EMPTY_PROFILE } from '../../src/model/camera-profile.ts'
import type { Incident } from '../../src/model/incident.ts'
import { availabilityReport, type ReportInput } from '../../src/overview/availability-report.ts'
import type { WatchedSeconds } from '../../src/pipeline/incidents/incident-store.ts'
import { makeIncident } from '../pipeline/incidents/make-incident.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
let made = 0
const incident = (fromMin: number, toMin: number | null, fields: Partial<Incident> = {}): Incident =>
  makeIncident(`I${++made}`, {
    stream: 'a',
    openedAtMs: fromMin * MINUTE,
    closedAtMs: toMin === null ? null : toMin * MINUTE,
    state: toMin === null ? 'open' : 'closed',
    ...fields
  })
const SECONDS: ReadonlyMap<string, WatchedSeconds> = new Map([
  ['a', [7200, 0, 0]],
  ['b', [3600, 600, 1200]]
])
const report = (incidents: readonly Incident[], streams = ['a', 'b'], fields: Partial<ReportInput> = {}) =>
  availabilityReport({
    fromMs: HOUR,
    toMs: 3 * HOUR,
    nowMs: 3 * HOUR,
    timeZone: 'UTC',
    streams,
    profileOf: () => EMPTY_PROFILE,
    incidents,
    seconds: SECONDS,
    spans: [[HOUR, 3 * HOUR]],
    days: [{ fromMs: HOUR, toMs: 3 * HOUR, cameras: SECONDS }],
    ...fields
  })

describe('availabilityReport', () => {
  it('counts time that was lost once, however many faults took it, and only within the period', () => {
    const { cameras, total, days } = report([
      incident(30, 90, { kind: 'black' }),
      incident(80, 100, { kind: 'stream-gap' }),
      incident(150, 200, { kind: 'frozen' })
    ])
    const a = cameras.find(({ stream }) => stream === 'a')
    // 60 to 100 and 150 to 180 of 120 minutes.
    expect(a?.availability).toBeCloseTo(1 - 70 / 120, 4)
    expect(a?.faults).toEqual({
      black: { count: 0, minutes: 30 },
      'stream-gap': { count: 1, minutes: 20 },
      frozen: { count: 1, minutes: 30 }
    })
    expect(total.availability).toBeCloseTo(1 - 70 / 180, 4)
    expect(total).toMatchObject({ cameras: 2, incidents: 2, judgedS: 10_800, maintenanceS: 600 })
    expect(days).toEqual([
      {
        day: '1970-01-01',
        availability: expect.closeTo(1 - 70 / 180, 4),
        watchedShare: expect.closeTo(1 - 1800 / 14_400, 4),
        minutesByTier: { lost: 60, impaired: 0, silent: 20 }
      }
    ])
    expect(cameras.map(({ stream }) => stream)).toEqual(['a', 'b'])
  })

  it('takes what impairs a picture for available, and counts its minutes', () => {
    const { cameras, days } = report([incident(60, 120, { kind: 'stripes' })])
    expect(cameras.find(({ stream }) => stream === 'a')).toMatchObject({
      availability: 1,
      faults: { stripes: { minutes: 60 } }
    })
    expect(days[0]?.minutesByTier).toEqual({ lost: 0, impaired: 60, silent: 0 })
  })

  it('leaves out what people call a false alarm or planned, and says how many there were', () => {
    const { cameras, total } = report([
      incident(60, 120, { verdict: 'false-alarm' }),
      incident(60, 120, { verdict: 'planned' }),
      incident(60, 90, { verdict: 'real' })
    ])
    expect(cameras.find(({ stream }) => stream === 'a')).toMatchObject({
      availability: 0.75,
      faults: { black: { count: 1 } }
    })
    expect(total).toMatchObject({ incidents: 3, falseAlarms: 1, planned: 1 })
  })

  it('takes the middle of the times to detect and to repair, of incidents that began in the period', () => {
    const { cameras } = report([
      incident(70, 71, { detectMs: 1000 }),
      incident(80, 84, { detectMs: 3000 }),
      incident(90, 100, { detectMs: 9000 }),
      incident(110, null, { detectMs: null }),
      incident(30, 170, { detectMs: 99_000 })
    ])
    expect(cameras.find(({ stream }) => stream === 'a')).toMatchObject({
      medianTimeToDetectS: 3,
      medianTimeToRepairS: 240
    })
    expect(cameras.find(({ stream }) => stream === 'b')).toMatchObject({
      medianTimeToDetectS: null,
      medianTimeToRepairS: null,
      availability: 1
    })
  })

  it('tells what nobody watched apart from healthy, faulty and planned', () => {
    const { cameras, total } = report([])
    expect(cameras.find(({ stream }) => stream === 'b')).toMatchObject({
      availability: 1,
      judgedS: 3600,
      maintenanceS: 600,
      offScheduleS: 1200,
      unwatchedS: 1800,
      watchedShare: 0.75
    })
    expect(total).toMatchObject({ unwatchedS: 1800, offScheduleS: 1200, watchedShare: 0.875 })
  })

  it('takes the present for the end of a period that is not over', () => {
    const { cameras } = report([], ['a'], { toMs: 100 * HOUR })
    expect(cameras).toMatchObject([{ unwatchedS: 0, watchedShare: 1 }])
  })

  it('does not count a fault while nobody could see whether it went on', () => {
    // The service was down from 90 to 150; the fault was there before and after.
    const { cameras, days } = report([incident(80, 160, { kind: 'black' })], ['a'], {
      seconds: new Map([['a', [3600, 0, 0]]]),
      spans: [
        [60 * MINUTE, 90 * MINUTE],
        [150 * MINUTE, 180 * MINUTE]
      ],
      days: [{ fromMs: HOUR, toMs: 3 * HOUR, cameras: new Map([['a', [3600, 0, 0]]]) }]
    })
    expect(cameras).toMatchObject([
      { availability: expect.closeTo(1 - 20 / 60, 4), watchedShare: 0.5, faults: { black: { count: 1, minutes: 20 } } }
    ])
    expect(days).toMatchObject([{ watchedShare: 0.5, minutesByTier: { lost: 20, impaired: 0, silent: 0 } }])
  })

  it('says nothing of a camera that was not judged', () => {
    const { cameras, total } = report([], ['c'])
    expect(cameras).toMatchObject([{ stream: 'c', availability: null, judgedS: 0 }])
    expect(total.availability).toBeNull()
  })
})
