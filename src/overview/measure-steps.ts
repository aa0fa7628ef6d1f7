import { MEASURE_COUNT, MEASURE_SERIES, POINT_VALUES } from '../model/camera-figures.ts'

/** Values of one point: least, mean and most of every measure. */
export const VALUES = MEASURE_COUNT * POINT_VALUES
/** A value is kept as 16 bits of its measure's range; this one says that nothing was measured. */
const NOTHING = 65_535
const STEPS = 65_534

/** A point as it is kept. @param point `VALUES` values, NaN where nothing was measured. @param steps As many, written. */
export function toSteps(point: Float64Array, steps: Uint16Array): void {
  for (let i = 0; i < VALUES; i++) {
    const value = point[i] ?? Number.NaN
    const most = mostOf(Math.floor(i / POINT_VALUES))
    steps[i] = Number.isNaN(value) ? NOTHING : Math.round((Math.min(most, Math.max(0, value)) / most) * STEPS)
  }
}

/** @returns Null where nothing was measured. @param measure Index into MEASURE_SERIES. */
export function fromStep(step: number | undefined, measure: number): number | null {
  if (step === undefined || step === NOTHING) return null
  return Math.round((step / STEPS) * mostOf(measure) * 10_000) / 10_000
}

function mostOf(measure: number): number {
  return MEASURE_SERIES[measure]?.most ?? 1
}
