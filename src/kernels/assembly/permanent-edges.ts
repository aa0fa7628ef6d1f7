import { across, down } from './scene-sums'

/**
 * Marks the pixels at which most planes have the gradient that their median has: its direction within 45 degrees, and at
 * least 0.4 of its strength.
 *
 * @param background The median, `width * height` 8-bit values, both sides >= 3.
 * @param planes Address of the first plane, `stride` bytes apart; `planeCount` of them, 1..127.
 * @param least Least magnitude of the median's gradient, squared.
 * @param need How many planes must agree.
 * @param edges A byte per pixel, written: all ones on permanent edges, else 0; 0 on the border.
 */
export function permanentEdges(
  background: usize,
  planes: usize,
  stride: usize,
  planeCount: i32,
  width: i32,
  height: i32,
  least: i32,
  need: i32,
  edges: usize
): void {
  memory.fill(edges, 0, <usize>(width * height))
  for (let y = 1; y + 1 < height; y++) {
    const start = <usize>(y * width)
    for (let x: usize = 0; x < <usize>width; x += 8) {
      const at = start + x
      const mark = agreeing(background + at, planes + at, stride, planeCount, width, least, need)
      v128.store64_lane(edges + at, i8x16.narrow_i16x8_s(mark, mark), 0)
    }
    store<u8>(edges + start, 0)
    store<u8>(edges + start + <usize>(width - 1), 0)
  }
}

// @ts-ignore: decorator
@inline
function agreeing(
  background: usize,
  plane: usize,
  stride: usize,
  planeCount: i32,
  width: i32,
  least: i32,
  need: i32
): v128 {
  const zero = i16x8.splat(0)
  const usualX = across(background)
  const usualY = down(background, width)
  const lowUsual = lowSum(usualX, usualX, usualY, usualY)
  const highUsual = highSum(usualX, usualX, usualY, usualY)
  const strong = i16x8.narrow_i32x4_s(
    i32x4.ge_s(lowUsual, i32x4.splat(least)),
    i32x4.ge_s(highUsual, i32x4.splat(least))
  )
  if (!v128.any_true(strong)) return zero
  let count = zero
  for (let i = 0; i < planeCount; i++, plane += stride) {
    const x = across(plane)
    const y = down(plane, width)
    const low = agree(lowSum(usualX, x, usualY, y), lowUsual, lowSum(x, x, y, y))
    const high = agree(highSum(usualX, x, usualY, y), highUsual, highSum(x, x, y, y))
    count = i16x8.sub(count, i16x8.narrow_i32x4_s(low, high))
  }
  return v128.and(strong, i16x8.ge_s(count, i16x8.splat(<i16>need)))
}

/** All ones where the product of two gradients says that they agree. All values are under 2^18, so floats are exact enough. */
// @ts-ignore: decorator
@inline
function agree(product: v128, usual: v128, energy: v128): v128 {
  const dot = f32x4.convert_i32x4_s(product)
  const one = f32x4.convert_i32x4_s(usual)
  const other = f32x4.convert_i32x4_s(energy)
  const direction = f32x4.gt(f32x4.mul(dot, dot), f32x4.mul(f32x4.splat(0.5), f32x4.mul(one, other)))
  const strength = f32x4.gt(dot, f32x4.mul(f32x4.splat(0.4), one))
  return v128.and(direction, strength)
}

// @ts-ignore: decorator
@inline
function lowSum(one: v128, other: v128, third: v128, fourth: v128): v128 {
  return i32x4.add(i32x4.extmul_low_i16x8_s(one, other), i32x4.extmul_low_i16x8_s(third, fourth))
}

// @ts-ignore: decorator
@inline
function highSum(one: v128, other: v128, third: v128, fourth: v128): v128 {
  return i32x4.add(i32x4.extmul_high_i16x8_s(one, other), i32x4.extmul_high_i16x8_s(third, fourth))
}
