import { nthValue } from '../../../kernels/nth-value.ts'

/**
 * The value below which a share of the first values lies, found without sorting all of them.
 *
 * @param values Read only; none may be NaN.
 * @param count How many of them count, 1,024 at most; NaN when there are none.
 * @param share 0..1.
 */
export function quantile(values: Float64Array, count: number, share: number): number {
  if (count <= 0) return Number.NaN
  return nthValue(values, count, Math.min(count - 1, Math.floor(count * share)))
}
