import { Component, noteCoefficient } from './component'
import { BLOCK_COEFFICIENTS, ZIGZAG } from './memory-layout'

/**
 * Notes the step of each coefficient of a component, and which ones the scaled picture does not show: those beyond the
 * first `blockPx` across or down. They are the energy of a block.
 */
export function noteCoefficients(component: Component, quantiser: usize): void {
  let steps: u64 = 0
  for (let place: usize = 0; place < <usize>BLOCK_COEFFICIENTS; place++) {
    const natural = <i32>load<u8>(ZIGZAG + place)
    const outer = (natural & 7) >= component.blockPx || natural >> 3 >= component.blockPx
    const step = <i32>load<u16>(quantiser + (place << 1))
    noteCoefficient(component, place, step, outer)
    if (outer) steps += step
  }
  // Of use when nothing but the DC value is shown: 63 steps, and magnitudes that count in halves.
  component.halfStep256 = <u32>((steps << 8) / (63 * 2))
}
