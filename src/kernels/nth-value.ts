import { MOST_VALUES, smallKernels } from './small-kernels.ts'

/**
 * The value that would stand at a place if the first values were sorted.
 *
 * @param values Read only; none may be NaN.
 * @param count How many of them count, 1 to `MOST_VALUES`. @param place 0 .. count - 1.
 * @throws RangeError when there are more.
 */
export function nthValue(values: Float64Array, count: number, place: number): number {
  if (count > MOST_VALUES) {
    throw new RangeError(`Cannot select value: expected at most ${MOST_VALUES}, received ${count}`)
  }
  const own = smallKernels()
  for (let i = 0; i < count; i++) own.values[i] = values[i]!
  return own.run.selectValue(own.valuesAt, count, place)
}
