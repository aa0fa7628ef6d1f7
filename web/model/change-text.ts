/** Longest text of one value. */
const LONGEST = 60

/**
 * What an audit entry changed, one line for each field: `gapLimitS: null → 5`. Entries hold `[before, after]` for a
 * setting, and a plain value for anything else.
 */
export function changeLines(change: unknown): readonly string[] {
  if (typeof change !== 'object' || change === null) return []
  return Object.entries(change).map(([field, value]) =>
    Array.isArray(value) && value.length === 2
      ? `${field}: ${shortened(value[0])} → ${shortened(value[1])}`
      : `${field}: ${shortened(value)}`
  )
}

function shortened(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text
}
