import { type KernelExports, newKernels } from './kernel-module.ts'

/** The most values that there can be. */
export const MOST_VALUES = 1024

const FIRST = 4096

/** Kernels with a small memory of their own, so that it never moves. One for a thread, made when first asked for. */
let own: { readonly run: KernelExports; readonly values: Float64Array } | null = null

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
  own ??= makeOwn()
  for (let i = 0; i < count; i++) own.values[i] = values[i]!
  return own.run.selectValue(FIRST, count, place)
}

function makeOwn(): { readonly run: KernelExports; readonly values: Float64Array } {
  const run = newKernels()
  const missing = FIRST + 8 * MOST_VALUES - run.memory.buffer.byteLength
  if (missing > 0) run.memory.grow(Math.ceil(missing / 65_536))
  return { run, values: new Float64Array(run.memory.buffer, FIRST, MOST_VALUES) }
}
