const STEPS = [1, 2, 2.5, 5, 10] as const

/**
 * Marks of an axis from 0 to past the largest value, at round numbers.
 *
 * @param atMost About so many marks above 0.
 * @returns At least [0, 1].
 */
export function niceScale(largest: number, atMost = 4): readonly number[] {
  if (!(largest > 0)) return [0, 1]
  const raw = largest / atMost
  const power = 10 ** Math.floor(Math.log10(raw))
  const step = (STEPS.find(candidate => candidate * power >= raw) ?? 10) * power
  const marks = Math.ceil(largest / step - 1e-9)
  return Array.from({ length: marks + 1 }, (_, mark) => Number((mark * step).toPrecision(12)))
}
