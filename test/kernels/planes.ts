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

export interface TestPlane {
  readonly name: string
  readonly plane: Uint8Array
  readonly width: number
  readonly height: number
}

/** Every shape from one size of side to another, each with contents that reach all extremes. */
export function* everyShape(leastSidePx: number, mostSidePx: number): Generator<TestPlane> {
  const random = seededRandom(23)
  const contents: Record<string, (x: number, y: number) => number> = {
    noise: () => random() * 256,
    'black and white noise': () => (random() < 0.5 ? 0 : 255),
    checkerboard: (x, y) => ((x + y) % 2) * 255
  }
  const names = Object.keys(contents)
  for (let height = leastSidePx; height <= mostSidePx; height++) {
    for (let width = leastSidePx; width <= mostSidePx; width++) {
      // Noise on every shape, the others on every second.
      for (const name of ['noise', names[1 + ((width + height) % 2)]!]) {
        yield { name: `${name} ${width} x ${height}`, plane: makePlane(width, height, contents[name]!), width, height }
      }
    }
  }
}

/** Planes of the working sizes and of shapes that no camera sends. */
export function largePlanes(): readonly TestPlane[] {
  const random = seededRandom(5)
  const sizes = [
    [240, 135],
    [320, 180],
    [480, 270],
    [479, 269],
    [333, 77],
    [16, 3001],
    [3001, 16]
  ] as const
  return sizes.flatMap(([width, height]) => {
    const levelAt = (x: number, y: number) =>
      128 + 60 * Math.sin(x / 17) * Math.cos(y / 11) + ((x >> 4) + (y >> 4)) * 5 + random() * 20
    const shapes = { noise: () => random() * 256, scene: levelAt, white: () => 255, black: () => 0 }
    return Object.entries(shapes).map(([content, at]) => ({
      name: `${content} ${width} x ${height}`,
      plane: makePlane(width, height, (x, y) => Math.min(255, Math.max(0, at(x, y)))),
      width,
      height
    }))
  })
}
