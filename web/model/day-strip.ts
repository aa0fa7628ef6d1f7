import type { Incident, Tier } from '../api/types.ts'

export interface StripBar {
  readonly id: string
  readonly tier: Tier
  readonly isPlanned: boolean
  /** Shares 0..1 of the strip. */
  readonly from: number
  readonly to: number
}

/**
 * Incidents as bars of a strip of time, mild ones first so that bad ones lie on top; where the camera was seen; how long
 * there was any fault, and how long it was seen without one.
 *
 * @param seen When its pictures were measured, epoch ms, in order.
 */
export function stripOf(
  incidents: readonly Incident[],
  seen: readonly (readonly [number, number])[],
  fromMs: number,
  toMs: number
) {
  const spans = incidents
    .map(incident => ({
      incident,
      from: Math.max(fromMs, Date.parse(incident.openedAt)),
      to: Math.min(toMs, incident.closedAt === null ? toMs : Date.parse(incident.closedAt))
    }))
    .filter(({ from, to }) => to > from)
  const share = (ms: number) => (ms - fromMs) / (toMs - fromMs)
  const bars: StripBar[] = spans
    .map(({ incident, from, to }) => ({
      id: incident.id,
      tier: incident.tier,
      isPlanned: incident.verdict === 'planned',
      from: share(from),
      to: share(to)
    }))
    .sort((one, other) => RANK[one.tier] - RANK[other.tier])
  const watched = seen
    .map(([from, to]) => ({ from: Math.max(fromMs, from), to: Math.min(toMs, to) }))
    .filter(({ from, to }) => to > from)
  const faultyMs = unionMs(spans)
  return {
    bars,
    seen: watched.map(({ from, to }) => ({ from: share(from), to: share(to) })),
    faultyMs,
    healthyMs: unionMs([...spans, ...watched]) - faultyMs
  }
}

const RANK: Readonly<Record<Tier, number>> = { impaired: 0, silent: 1, lost: 2 }

/** Time that is in any of the spans: two faults at once count once. */
function unionMs(spans: readonly { readonly from: number; readonly to: number }[]): number {
  let sum = 0
  let end = Number.NEGATIVE_INFINITY
  for (const { from, to } of [...spans].sort((one, other) => one.from - other.from)) {
    sum += Math.max(0, to - Math.max(from, end))
    end = Math.max(end, to)
  }
  return sum
}
