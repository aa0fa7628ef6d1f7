import { Component, stepsOf } from './component'
import { BLOCK_COEFFICIENTS, SLOTS } from './memory-layout'

/** Coefficients are dequantised into fixed-point numbers, so that 16 bits keep the precision of a transform. */
export const STEP_SHIFT: u16 = 3

/** Notes what a component needs to know of its quantiser. @param quantiser Steps in zigzag order, u16. */
export function noteCoefficients(component: Component, quantiser: usize): void {
  component.dcStep = <i32>load<u16>(quantiser)
  let steps: u64 = 0
  for (let place: usize = 0; place < <usize>BLOCK_COEFFICIENTS; place++) {
    const step = load<u16>(quantiser + (place << 1))
    store<u16>(stepsOf(component) + <usize>load<u8>(SLOTS + place), step << STEP_SHIFT)
    if (place > 0) steps += step
  }
  // Magnitudes count in halves.
  component.halfStep256 = <u32>((steps << 8) / (63 * 2))
}
