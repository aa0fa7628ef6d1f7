const HOUR_MS = 3_600_000
/** One-sided: in 19 of 20 cases the true rate lies below. */
const DOUBT = 0.05

/** How often something would be told of footage in which nothing happens. */
export interface AlarmRate {
  readonly watchedMs: number
  readonly count: number
  /** Null when nothing was watched. */
  readonly perHour: number | null
  /** The true rate is below this with a confidence of 95 %, as far as so short a time can say; null when nothing was watched. */
  readonly atMostPerHour: number | null
}

/** Alarms come by themselves and one by one (Poisson): the exact upper bound, 3 / hours when there was none. */
export function alarmRate(count: number, watchedMs: number): AlarmRate {
  const hours = watchedMs / HOUR_MS
  if (hours <= 0) return { watchedMs, count, perHour: null, atMostPerHour: null }
  return { watchedMs, count, perHour: count / hours, atMostPerHour: mostExpected(count) / hours }
}

/** The mean under which so few happen with a chance of 5 % only. */
function mostExpected(count: number): number {
  let [low, high] = [count, 2 * count + 20]
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2
    if (chanceOfAtMost(count, middle) > DOUBT) low = middle
    else high = middle
  }
  return high
}

function chanceOfAtMost(count: number, mean: number): number {
  let term = Math.exp(-mean)
  let sum = term
  for (let i = 1; i <= count; i++) {
    term *= mean / i
    sum += term
  }
  return sum
}
