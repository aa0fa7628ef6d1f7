import { type CameraProfile, groupsOf } from '../model/camera-profile.ts'
import type { IncidentStore } from '../pipeline/incidents/incident-store.ts'
import { localTime } from '../pipeline/incidents/schedule.ts'
import { addSeconds, type SecondsOf } from './add-seconds.ts'
import { availabilityReport, type DayInput } from './availability-report.ts'
import type { AvailabilityReport } from './report-view.ts'
import type { ReportWish } from './overview-control.ts'
import { joinedSpans, type TimeSpan } from './time-spans.ts'
import type { WatchedHours } from './watched-hours.ts'

export interface ReportSources {
  readonly store: Pick<IncidentStore, 'during'>
  readonly hours: Pick<WatchedHours, 'within'>
  /** Cameras that are watched now; others are reported when they were watched in the period. */
  readonly watched: readonly string[]
  readonly profileOf: (stream: string) => CameraProfile
  readonly timeZone: string
  readonly nowMs: number
}

const HOUR_MS = 3_600_000
/** More days than this make no chart that anybody reads. */
const MOST_DAYS = 400

/** Puts a report together from what the store has. @throws AppError `incident/store-failed` */
export async function makeReport(wish: ReportWish, sources: ReportSources): Promise<AvailabilityReport> {
  const { store, hours, watched, profileOf, timeZone, nowMs } = sources
  const { fromMs, toMs } = wish
  const days: DayInput[] = []
  const seconds: SecondsOf = new Map()
  const spans: TimeSpan[] = []
  // Day after day, and never all of it at once: a month of thousands of cameras is many figures.
  for (const day of daysBetween(fromMs, Math.min(toMs, nowMs), timeZone)) {
    const ofDay = await hours.within(day.fromMs, day.toMs)
    spans.push(...ofDay.spans)
    for (const [stream, own] of ofDay.cameras) addSeconds(seconds, stream, own)
    days.push({ ...day, cameras: ofDay.cameras })
  }
  const streams = [...new Set([...watched, ...seconds.keys()])].filter(
    stream =>
      (wish.streams === undefined || wish.streams.includes(stream)) &&
      (wish.groups === undefined || groupsOf(stream, profileOf(stream)).some(group => wish.groups?.includes(group)))
  )
  const isReported = new Set(streams)
  const incidents = (await store.during(fromMs, toMs)).filter(({ stream }) => stream !== null && isReported.has(stream))
  return availabilityReport({
    ...wish,
    nowMs,
    timeZone,
    streams,
    profileOf,
    incidents,
    seconds,
    spans: joinedSpans(spans),
    days
  })
}

/** The days of a period in a zone, cut off at its ends. Days begin at full hours in every zone that matters, or half ones. */
function daysBetween(fromMs: number, toMs: number, timeZone: string): { fromMs: number; toMs: number }[] {
  const days: { fromMs: number; toMs: number }[] = []
  let beginMs = fromMs
  while (beginMs < toMs && days.length < MOST_DAYS) {
    const { date } = localTime(beginMs, timeZone)
    let endMs = Math.floor(beginMs / (HOUR_MS / 4)) * (HOUR_MS / 4)
    do endMs += HOUR_MS / 4
    while (endMs < toMs && localTime(endMs, timeZone).date === date)
    days.push({ fromMs: beginMs, toMs: Math.min(endMs, toMs) })
    beginMs = Math.min(endMs, toMs)
  }
  return days
}
