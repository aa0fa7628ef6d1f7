import type { WatchedHour, WatchedSeconds } from './incident-store.ts'

const HOUR_S = 3600

/** What two members of a fleet counted of the same hour, each of the cameras that it watched, together. */
export function mergedHour(one: WatchedHour, other: WatchedHour): WatchedHour {
  const cameras: Record<string, WatchedSeconds> = { ...one.cameras }
  for (const [stream, seconds] of Object.entries(other.cameras)) {
    const known = cameras[stream] ?? [0, 0, 0]
    // Around a take-over both may have counted the same second.
    cameras[stream] = [
      Math.min(HOUR_S, known[0] + seconds[0]),
      Math.min(HOUR_S, known[1] + seconds[1]),
      Math.min(HOUR_S, known[2] + seconds[2])
    ]
  }
  return { spans: joined([...one.spans, ...other.spans]), cameras }
}

type Span = readonly [fromS: number, toS: number]

function joined(spans: readonly Span[]): Span[] {
  const result: [number, number][] = []
  for (const [fromS, toS] of spans.toSorted((one, other) => one[0] - other[0])) {
    const last = result.at(-1)
    if (last !== undefined && fromS <= last[1]) last[1] = Math.max(last[1], toS)
    else result.push([fromS, toS])
  }
  return result
}
