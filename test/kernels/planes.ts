/** A random number generator with a seed, 0..1. */
export function seededRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff
    return (state >> 7) / 0x1000000
  }
}

export function makePlane(width: number, height: number, levelAt: (x: number, y: number) => number): Uint8Array {
  return Uint8Array.from({ length: width * height }, (_, i) => levelAt(i % width, Math.floor(i / width)))
}

/** Planes of awkward sizes and contents: noise, extremes, ramps, stripes, flat, soft shapes. */
export function awkwardPlanes(
  leastSidePx: number
): readonly { name: string; plane: Uint8Array; width: number; height: number }[] {
  const random = seededRandom(11)
  const contents: Record<string, (x: number, y: number) => number> = {
    noise: () => random() * 256,
    'black and white noise': () => (random() < 0.5 ? 0 : 255),
    ramp: (x, y) => (x * 7 + y * 3) % 256,
    stripes: x => (x % 4 < 2 ? 0 : 255),
    'diagonal edge': (x, y) => (x > y ? 200 : 30),
    white: () => 255,
    black: () => 0,
    soft: (x, y) => 128 + 90 * Math.sin(x / 3) * Math.cos(y / 4)
  }
  const sizes = [
    [1, 1],
    [1, 7],
    [9, 1],
    [2, 2],
    [3, 3],
    [3, 11],
    [17, 5],
    [31, 23],
    [64, 9]
  ] as const
  return sizes
    .filter(([width, height]) => width >= leastSidePx && height >= leastSidePx)
    .flatMap(([width, height]) =>
      Object.entries(contents).map(([content, levelAt]) => ({
        name: `${content} ${width} x ${height}`,
        plane: makePlane(width, height, levelAt),
        width,
        height
      }))
    )
}
