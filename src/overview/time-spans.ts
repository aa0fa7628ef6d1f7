/** A span of time, epoch ms. */
export type TimeSpan = readonly [fromMs: number, toMs: number]

/** Common length of two periods, ms. */
export function overlapMs(fromMs: number, toMs: number, otherFromMs: number, otherToMs: number): number {
  return Math.max(0, Math.min(toMs, otherToMs) - Math.max(fromMs, otherFromMs))
}

/** Spans in order that neither overlap nor lie nearer to each other than a gap. @param gapMs Shorter gaps are none. */
export function joinedSpans(spans: readonly TimeSpan[], gapMs = 0): readonly TimeSpan[] {
  const joined: [number, number][] = []
  for (const [fromMs, toMs] of spans.toSorted((one, other) => one[0] - other[0])) {
    const last = joined.at(-1)
    if (last === undefined || fromMs - last[1] > gapMs) joined.push([fromMs, toMs])
    else last[1] = Math.max(last[1], toMs)
  }
  return joined
}

/** How much of a period spans take up, ms. @param spans In order, without overlap. */
export function coveredMs(spans: readonly TimeSpan[], fromMs: number, toMs: number): number {
  let sum = 0
  for (let i = firstEndingAfter(spans, fromMs); i < spans.length; i++) {
    const [beginMs, endMs] = spans[i] ?? [toMs, toMs]
    if (beginMs >= toMs) break
    sum += overlapMs(beginMs, endMs, fromMs, toMs)
  }
  return sum
}

function firstEndingAfter(spans: readonly TimeSpan[], ms: number): number {
  let low = 0
  let high = spans.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((spans[middle]?.[1] ?? 0) > ms) high = middle
    else low = middle + 1
  }
  return low
}
