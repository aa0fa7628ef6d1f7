import type { WatchedSeconds } from '../pipeline/incidents/incident-store.ts'

/** Seconds by camera, to be added to. */
export type SecondsOf = Map<string, [judgedS: number, maintenanceS: number, offScheduleS: number]>

/** Adds a camera's seconds to sums. @param share 0..1, how much of them. */
export function addSeconds(sums: SecondsOf, stream: string, seconds: WatchedSeconds, share = 1): void {
  const [judgedS, maintenanceS, offScheduleS] = seconds
  const sum = sums.get(stream)
  if (sum === undefined) {
    sums.set(stream, [judgedS * share, maintenanceS * share, offScheduleS * share])
    return
  }
  sum[0] += judgedS * share
  sum[1] += maintenanceS * share
  sum[2] += offScheduleS * share
}
