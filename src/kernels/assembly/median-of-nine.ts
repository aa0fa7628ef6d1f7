/**
 * Median of nine planes, pixel by pixel, by a network of 19 exchanges.
 *
 * @param planes Address of the first of nine planes of 8-bit values, `stride` bytes apart.
 * @param count Pixels of a plane.
 * @param out As many medians, written.
 * @see Devillard, "Fast median search: an ANSI C implementation", 1998 (opt_med9, after Paeth)
 */
export function medianOfNine(planes: usize, stride: usize, count: i32, out: usize): void {
  for (let i: usize = 0; i < <usize>count; i += 16) {
    const at = planes + i
    let p0 = v128.load(at)
    let p1 = v128.load(at + stride)
    let p2 = v128.load(at + 2 * stride)
    let p3 = v128.load(at + 3 * stride)
    let p4 = v128.load(at + 4 * stride)
    let p5 = v128.load(at + 5 * stride)
    let p6 = v128.load(at + 6 * stride)
    let p7 = v128.load(at + 7 * stride)
    let p8 = v128.load(at + 8 * stride)
    let low = i8x16.min_u(p1, p2); p2 = i8x16.max_u(p1, p2); p1 = low
    low = i8x16.min_u(p4, p5); p5 = i8x16.max_u(p4, p5); p4 = low
    low = i8x16.min_u(p7, p8); p8 = i8x16.max_u(p7, p8); p7 = low
    low = i8x16.min_u(p0, p1); p1 = i8x16.max_u(p0, p1); p0 = low
    low = i8x16.min_u(p3, p4); p4 = i8x16.max_u(p3, p4); p3 = low
    low = i8x16.min_u(p6, p7); p7 = i8x16.max_u(p6, p7); p6 = low
    low = i8x16.min_u(p1, p2); p2 = i8x16.max_u(p1, p2); p1 = low
    low = i8x16.min_u(p4, p5); p5 = i8x16.max_u(p4, p5); p4 = low
    low = i8x16.min_u(p7, p8); p8 = i8x16.max_u(p7, p8); p7 = low
    p3 = i8x16.max_u(p0, p3)
    p5 = i8x16.min_u(p5, p8)
    low = i8x16.min_u(p4, p7); p7 = i8x16.max_u(p4, p7); p4 = low
    p6 = i8x16.max_u(p3, p6)
    p4 = i8x16.max_u(p1, p4)
    p2 = i8x16.min_u(p2, p5)
    p4 = i8x16.min_u(p4, p7)
    low = i8x16.min_u(p4, p2); p2 = i8x16.max_u(p4, p2); p4 = low
    p4 = i8x16.max_u(p6, p4)
    p4 = i8x16.min_u(p4, p2)
    v128.store(out + i, p4)
  }
}
