import type { KernelMemory } from './kernel-memory.ts'

/**
 * Power spectra of two square windows, less their means and under a Hann window.
 *
 * @param first Row-major, `side * side` values. Read only. @param second Likewise.
 * @param sidePx A power of two from 4 to 128.
 * @param firstPower Power of frequency (u across, v down) at u * side + v; written. @param secondPower Likewise.
 */
export function powerSpectra(
  memory: KernelMemory,
  first: Float32Array,
  second: Float32Array,
  sidePx: number,
  firstPower: Float32Array,
  secondPower: Float32Array
): void {
  const { layout, floats, run } = memory
  const count = sidePx * sidePx
  floats.set(first, layout.before / 4)
  floats.set(second, layout.after / 4)
  const window = layout.windows + 4 * sidePx
  run.powerSpectra(layout.before, layout.after, layout.spare, sidePx, sidePx, window, window, layout.turns)
  firstPower.set(floats.subarray(layout.before / 4, layout.before / 4 + count))
  secondPower.set(floats.subarray(layout.after / 4, layout.after / 4 + count))
}
