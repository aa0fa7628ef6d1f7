import { type CameraProfile, groupsOf } from '../model/camera-profile.ts'
import { type Incident, TIER_OF, type Tier } from '../model/incident.ts'
import { localTime } from '../pipeline/incidents/schedule.ts'
import { overlapMs } from './watched-hours.ts'

export interface KindFigures {
  readonly count: number
  readonly minutes: number
}

export interface CameraFiguresOfPeriod {
  /** Share of the judged time with a usable picture, 0..1; null when nothing was judged. */
  readonly availability: number | null
  readonly judgedS: number
  readonly maintenanceS: number
  readonly faults: Readonly<Record<string, KindFigures>>
  readonly medianTimeToDetectS: number | null
  readonly medianTimeToRepairS: number | null
}

export interface ReportedCamera extends CameraFiguresOfPeriod {
  readonly stream: string
  readonly name: string
  readonly groups: readonly string[]
}

export interface ReportedDay {
  readonly day: string
  readonly availability: number | null
  readonly minutesByTier: Readonly<Record<Tier, number>>
}

export interface AvailabilityReport {
  readonly fromMs: number
  readonly toMs: number
  readonly asOfMs: number
  readonly total: CameraFiguresOfPeriod & {
    readonly cameras: number
    readonly incidents: number
    readonly falseAlarms: number
    readonly planned: number
  }
  readonly cameras: readonly ReportedCamera[]
  readonly days: readonly ReportedDay[]
}

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
  /** Seconds judged and in maintenance, by camera. */
  readonly watched: ReadonlyMap<string, readonly [judgedS: number, maintenanceS: number]>
  /** The same for each day, by its beginning, epoch ms; days in order. */
  readonly watchedDays: readonly { readonly fromMs: number; readonly toMs: number; readonly judgedS: number }[]
}

const MINUTE_MS = 60_000
/** These cost no picture that could have been used: their time counts as available. */
const HARMLESS: readonly Tier[] = ['impaired']

/** How available cameras were in a period, and what ailed them. */
export function availabilityReport(input: ReportInput): AvailabilityReport {
  const { fromMs, toMs, nowMs, streams, incidents, watched, profileOf } = input
  const ofCameras = incidents.filter(({ stream }) => stream !== null)
  const counted = ofCameras.filter(({ verdict }) => verdict !== 'false-alarm' && verdict !== 'planned')
  const byStream = new Map<string, Incident[]>(streams.map(stream => [stream, []]))
  for (const incident of counted) byStream.get(incident.stream ?? '')?.push(incident)
  const cameras = streams.map((stream): ReportedCamera => {
    const figures = figuresOf(byStream.get(stream) ?? [], watched.get(stream) ?? [0, 0], input)
    const profile = profileOf(stream)
    return { stream, name: profile.name ?? stream, groups: groupsOf(stream, profile), ...figures }
  })
  const sum = (of: (camera: ReportedCamera) => number) => cameras.reduce((total, camera) => total + of(camera), 0)
  const judgedS = sum(camera => camera.judgedS)
  const lostS = sum(camera => (1 - (camera.availability ?? 1)) * camera.judgedS)
  const begun = ofCameras.filter(({ openedAtMs }) => openedAtMs >= fromMs && openedAtMs < toMs)
  return {
    fromMs,
    toMs,
    asOfMs: nowMs,
    total: {
      ...figuresOf(counted, [0, 0], input),
      cameras: cameras.length,
      incidents: begun.length,
      falseAlarms: begun.filter(({ verdict }) => verdict === 'false-alarm').length,
      planned: begun.filter(({ verdict }) => verdict === 'planned').length,
      availability: judgedS > 0 ? share(1 - lostS / judgedS) : null,
      judgedS: Math.round(judgedS),
      maintenanceS: Math.round(sum(camera => camera.maintenanceS))
    },
    cameras: cameras.toSorted((one, other) => (one.availability ?? 2) - (other.availability ?? 2)),
    days: input.watchedDays.map(day => dayOf(day, counted, input))
  }
}

function figuresOf(
  incidents: readonly Incident[],
  [judgedS, maintenanceS]: readonly [number, number],
  { fromMs, toMs, nowMs }: ReportInput
): CameraFiguresOfPeriod {
  const faults: Record<string, { count: number; minutes: number }> = {}
  for (const incident of incidents) {
    const own = faults[incident.kind] ?? { count: 0, minutes: 0 }
    faults[incident.kind] = own
    if (incident.openedAtMs >= fromMs && incident.openedAtMs < toMs) own.count++
    own.minutes += overlapMs(incident.openedAtMs, endOf(incident, nowMs), fromMs, toMs) / MINUTE_MS
  }
  for (const own of Object.values(faults)) own.minutes = tenth(own.minutes)
  const begun = incidents.filter(({ openedAtMs }) => openedAtMs >= fromMs && openedAtMs < toMs)
  const detectS = begun.flatMap(({ detectMs }) => (detectMs === null ? [] : [detectMs / 1000]))
  const repairS = begun.flatMap(({ closedAtMs, openedAtMs }) =>
    closedAtMs === null ? [] : [(closedAtMs - openedAtMs) / 1000]
  )
  const lostS = Math.min(judgedS, unionMs(incidents, fromMs, toMs, nowMs) / 1000)
  return {
    availability: judgedS > 0 ? share(1 - lostS / judgedS) : null,
    judgedS: Math.round(judgedS),
    maintenanceS: Math.round(maintenanceS),
    faults,
    medianTimeToDetectS: median(detectS),
    medianTimeToRepairS: median(repairS)
  }
}

/** Time in which at least one incident cost the picture. Several at once count once. */
function unionMs(incidents: readonly Incident[], fromMs: number, toMs: number, nowMs: number): number {
  const spans = incidents
    .filter(({ kind }) => !HARMLESS.includes(TIER_OF[kind]))
    .map(incident => [Math.max(fromMs, incident.openedAtMs), Math.min(toMs, endOf(incident, nowMs))] as const)
    .filter(([begin, end]) => end > begin)
    .sort((one, other) => one[0] - other[0])
  let sum = 0
  let reached = Number.NEGATIVE_INFINITY
  for (const [begin, end] of spans) {
    sum += Math.max(0, end - Math.max(begin, reached))
    reached = Math.max(reached, end)
  }
  return sum
}

function dayOf(
  { fromMs, toMs, judgedS }: ReportInput['watchedDays'][number],
  incidents: readonly Incident[],
  { nowMs, timeZone }: ReportInput
): ReportedDay {
  const minutesByTier: Record<Tier, number> = { lost: 0, impaired: 0, silent: 0 }
  const byStream = new Map<string, Incident[]>()
  for (const incident of incidents) {
    const minutes = overlapMs(incident.openedAtMs, endOf(incident, nowMs), fromMs, toMs) / MINUTE_MS
    if (minutes === 0) continue
    minutesByTier[TIER_OF[incident.kind]] += minutes
    const own = byStream.get(incident.stream ?? '')
    if (own === undefined) byStream.set(incident.stream ?? '', [incident])
    else own.push(incident)
  }
  let lostS = 0
  for (const own of byStream.values()) lostS += unionMs(own, fromMs, toMs, nowMs) / 1000
  for (const tier of Object.keys(minutesByTier) as Tier[]) minutesByTier[tier] = tenth(minutesByTier[tier])
  return {
    day: localTime(fromMs, timeZone).date,
    availability: judgedS > 0 ? share(1 - Math.min(judgedS, lostS) / judgedS) : null,
    minutesByTier
  }
}

function endOf({ closedAtMs }: Incident, nowMs: number): number {
  return closedAtMs ?? nowMs
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
