import { type CameraProfile, groupsOf } from '../model/camera-profile.ts'
import { type Incident, TIER_OF, type Tier } from '../model/incident.ts'
import type { WatchedSeconds } from '../pipeline/incidents/incident-store.ts'
import { localTime } from '../pipeline/incidents/schedule.ts'
import type { AvailabilityReport, CameraFiguresOfPeriod, ReportedCamera, ReportedDay } from './report-view.ts'
import { coveredMs, joinedSpans, type TimeSpan } from './time-spans.ts'

export interface ReportInput {
  readonly fromMs: number
  readonly toMs: number
  readonly nowMs: number
  readonly timeZone: string
  /** Cameras of the report. */
  readonly streams: readonly string[]
  readonly profileOf: (stream: string) => CameraProfile
  /** Of these cameras, those that went on at some moment of the period. */
  readonly incidents: readonly Incident[]
  /** By camera. */
  readonly seconds: ReadonlyMap<string, WatchedSeconds>
  /** When cameras could be seen at all, in order. Outside of them nobody knows how long a fault went on: it does not count. */
  readonly spans: readonly TimeSpan[]
  /** Days in order, up to now. */
  readonly days: readonly DayInput[]
}

/** One day of a period, or the part of it that lies in the period. */
export interface DayInput {
  readonly fromMs: number
  readonly toMs: number
  readonly cameras: ReadonlyMap<string, WatchedSeconds>
}

const MINUTE_MS = 60_000
/** These cost no picture that could have been used: their time counts as available. */
const HARMLESS: readonly Tier[] = ['impaired']
const NEVER: WatchedSeconds = [0, 0, 0]

/** How available cameras were in a period, and what ailed them. */
export function availabilityReport(input: ReportInput): AvailabilityReport {
  const { fromMs, toMs, nowMs, streams, incidents, seconds, profileOf } = input
  const ofCameras = incidents.filter(({ stream }) => stream !== null)
  const counted = ofCameras.filter(({ verdict }) => verdict !== 'false-alarm' && verdict !== 'planned')
  const byStream = new Map<string, Incident[]>(streams.map(stream => [stream, []]))
  for (const incident of counted) byStream.get(incident.stream ?? '')?.push(incident)
  const cameras = streams.map((stream): ReportedCamera => {
    const figures = figuresOf(byStream.get(stream) ?? [], seconds.get(stream) ?? NEVER, input)
    const profile = profileOf(stream)
    return { stream, name: profile.name ?? stream, groups: groupsOf(stream, profile), ...figures }
  })
  const begun = ofCameras.filter(({ openedAtMs }) => openedAtMs >= fromMs && openedAtMs < toMs)
  return {
    fromMs,
    toMs,
    asOfMs: nowMs,
    total: {
      ...figuresOf(counted, NEVER, input),
      ...totalSeconds(cameras),
      cameras: cameras.length,
      incidents: begun.length,
      falseAlarms: begun.filter(({ verdict }) => verdict === 'false-alarm').length,
      planned: begun.filter(({ verdict }) => verdict === 'planned').length
    },
    cameras: cameras.toSorted((one, other) => (one.availability ?? 2) - (other.availability ?? 2)),
    days: input.days.map(day => dayOf(day, counted, input))
  }
}

function totalSeconds(cameras: readonly ReportedCamera[]) {
  const sum = (of: (camera: ReportedCamera) => number) => cameras.reduce((total, camera) => total + of(camera), 0)
  const judgedS = sum(camera => camera.judgedS)
  const maintenanceS = sum(camera => camera.maintenanceS)
  const offScheduleS = sum(camera => camera.offScheduleS)
  const unwatchedS = sum(camera => camera.unwatchedS)
  const lostS = sum(camera => (1 - (camera.availability ?? 1)) * camera.judgedS)
  const allS = judgedS + maintenanceS + offScheduleS + unwatchedS
  return {
    judgedS,
    maintenanceS,
    offScheduleS,
    unwatchedS,
    availability: judgedS > 0 ? share(1 - lostS / judgedS) : null,
    watchedShare: allS > 0 ? share(1 - unwatchedS / allS) : null
  }
}

function figuresOf(incidents: readonly Incident[], watched: WatchedSeconds, input: ReportInput): CameraFiguresOfPeriod {
  const { fromMs, toMs, nowMs, spans } = input
  const [judgedS, maintenanceS, offScheduleS] = watched
  const faults: Record<string, { count: number; minutes: number }> = {}
  for (const incident of incidents) {
    const own = faults[incident.kind] ?? { count: 0, minutes: 0 }
    faults[incident.kind] = own
    if (incident.openedAtMs >= fromMs && incident.openedAtMs < toMs) own.count++
    const [beginMs, endMs] = spanOf(incident, input, nowMs)
    own.minutes += coveredMs(spans, beginMs, endMs) / MINUTE_MS
  }
  for (const own of Object.values(faults)) own.minutes = tenth(own.minutes)
  const begun = incidents.filter(({ openedAtMs }) => openedAtMs >= fromMs && openedAtMs < toMs)
  const detectS = begun.flatMap(({ detectMs }) => (detectMs === null ? [] : [detectMs / 1000]))
  const repairS = begun.flatMap(({ closedAtMs, openedAtMs }) =>
    closedAtMs === null ? [] : [(closedAtMs - openedAtMs) / 1000]
  )
  const lostS = Math.min(judgedS, lostMs(incidents, input, input) / 1000)
  const periodS = Math.max(0, Math.min(toMs, nowMs) - fromMs) / 1000
  const unwatchedS = Math.max(0, periodS - judgedS - maintenanceS - offScheduleS)
  return {
    availability: judgedS > 0 ? share(1 - lostS / judgedS) : null,
    judgedS: Math.round(judgedS),
    maintenanceS: Math.round(maintenanceS),
    offScheduleS: Math.round(offScheduleS),
    unwatchedS: Math.round(unwatchedS),
    watchedShare: periodS > 0 ? share(1 - unwatchedS / periodS) : null,
    faults,
    medianTimeToDetectS: median(detectS),
    medianTimeToRepairS: median(repairS)
  }
}

interface Period {
  readonly fromMs: number
  readonly toMs: number
}

/** Watched time in which at least one incident cost the picture. Several at once count once. */
function lostMs(incidents: readonly Incident[], period: Period, { nowMs, spans }: ReportInput): number {
  const lost = incidents
    .filter(({ kind }) => !HARMLESS.includes(TIER_OF[kind]))
    .map(incident => spanOf(incident, period, nowMs))
    .filter(([beginMs, endMs]) => endMs > beginMs)
  return joinedSpans(lost).reduce((sum, [beginMs, endMs]) => sum + coveredMs(spans, beginMs, endMs), 0)
}

function dayOf(day: DayInput, incidents: readonly Incident[], input: ReportInput): ReportedDay {
  const { nowMs, timeZone, spans, streams } = input
  const minutesByTier: Record<Tier, number> = { lost: 0, impaired: 0, silent: 0 }
  const byStream = new Map<string, Incident[]>()
  for (const incident of incidents) {
    const [beginMs, endMs] = spanOf(incident, day, nowMs)
    const minutes = coveredMs(spans, beginMs, endMs) / MINUTE_MS
    if (minutes === 0) continue
    minutesByTier[TIER_OF[incident.kind]] += minutes
    const own = byStream.get(incident.stream ?? '')
    if (own === undefined) byStream.set(incident.stream ?? '', [incident])
    else own.push(incident)
  }
  let lostS = 0
  for (const own of byStream.values()) lostS += lostMs(own, day, input) / 1000
  for (const tier of Object.keys(minutesByTier) as Tier[]) minutesByTier[tier] = tenth(minutesByTier[tier])
  let judgedS = 0
  let meantS = 0
  for (const stream of streams) {
    const [judged, maintenance, offSchedule] = day.cameras.get(stream) ?? NEVER
    judgedS += judged
    meantS += judged + maintenance + offSchedule
  }
  const allS = (streams.length * (day.toMs - day.fromMs)) / 1000
  return {
    day: localTime(day.fromMs, timeZone).date,
    availability: judgedS > 0 ? share(1 - Math.min(judgedS, lostS) / judgedS) : null,
    watchedShare: allS > 0 ? share(meantS / allS) : null,
    minutesByTier
  }
}

/** What of an incident lies in a period; ends before it begins when none of it does. */
function spanOf({ openedAtMs, closedAtMs }: Incident, { fromMs, toMs }: Period, nowMs: number): TimeSpan {
  return [Math.max(fromMs, openedAtMs), Math.min(toMs, closedAtMs ?? nowMs)]
}

function median(values: readonly number[]): number | null {
  if (values.length === 0) return null
  const sorted = values.toSorted((one, other) => one - other)
  const middle = Math.floor(sorted.length / 2)
  const high = sorted[middle] ?? 0
  return tenth(sorted.length % 2 === 1 ? high : ((sorted[middle - 1] ?? high) + high) / 2)
}

function share(value: number): number {
  return Math.round(Math.min(1, Math.max(0, value)) * 1e5) / 1e5
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10
}
