// 1970 to 2200: anything outside is a producer's mistake and would only make absurd latencies.
const LATEST_MS = Date.UTC(2200, 0, 1)
const EARLIEST_MS_AS_NUMBER = 1e11
const HAS_ZONE = /(?:Z|[+-]\d\d:?\d\d)$/i
const IS_DATE_TIME = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?)?\s*(?:Z|[+-]\d\d:?\d\d)?$/i

/**
 * Reads a point in time that a producer wrote: ISO-8601 text, or a number of epoch seconds or milliseconds.
 *
 * Text without a zone is UTC, because Python's `datetime.utcnow().isoformat()` leaves it out; `Date.parse` alone would
 * take it for local time.
 *
 * @returns Epoch ms, or null when it is no time between 1970 and 2200.
 */
export function parseUtcTime(value: unknown): number | null {
  const ms = typeof value === 'number' ? fromNumber(value) : typeof value === 'string' ? fromText(value) : Number.NaN
  return ms >= 0 && ms < LATEST_MS ? ms : null
}

function fromNumber(value: number): number {
  // 1e11 s is the year 5138 and 1e11 ms is 1973: no camera is in doubt.
  return value < EARLIEST_MS_AS_NUMBER ? value * 1000 : value
}

function fromText(value: string): number {
  if (value.length > 64) return Number.NaN
  const text = value.trim()
  if (!IS_DATE_TIME.test(text)) return Number.NaN
  const normal = text.replace(' ', 'T').replace(',', '.').replace(/\s+/g, '')
  return Date.parse(HAS_ZONE.test(normal) || normal.length <= 10 ? normal : `${normal}Z`)
}
