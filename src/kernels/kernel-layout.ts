import { BLOCKS } from './block-grid.ts'
import { MAX_CORRELATION_SIDE } from './correlation-tables.ts'

/**
 * Where everything lives in the kernels' memory: byte offsets, each a multiple of 16. What does not depend on the size of
 * pictures comes first and stays where it is when the memory grows.
 */
export interface KernelLayout {
  /** Results of grids, `MAX_CELLS` f64; also the tables that levels are counted in. */
  readonly results: number
  /** A byte per cell of a grid. */
  readonly chosen: number
  /** f64 for each of the 16 x 9 blocks. */
  readonly cellPixels: number
  readonly cellMeans: number
  /** Tables of the phase correlation (correlation-tables.ts), and its four planes of `MAX_CELLS` f32. */
  readonly turns: number
  readonly windows: number
  readonly before: number
  readonly after: number
  readonly spare: number
  /** The small picture that a scene is remembered at, the one before, the background, its edges. */
  readonly look: number
  readonly lookBefore: number
  readonly usual: number
  readonly usualEdges: number
  /** u16 per pixel of the small picture. */
  readonly details: number
  /** Nine small pictures, `MAX_LOOK_PIXELS` bytes apart. */
  readonly snapshots: number
  /** Sampled rows of the picture and of the one before; and spots of it. */
  readonly sampled: number
  readonly sampledBefore: number
  readonly spots: number
  readonly spotsBefore: number
  /** Scratch of the kernel with the most sums. */
  readonly sceneColumns: number
  /** Planes of 8 bits: luma, and colours. */
  readonly picture: number
  readonly previous: number
  readonly half: number
  readonly blue: number
  readonly red: number
  /** What the Sobel kernel leaves: i16, i16, i16 and 8 bits per pixel. */
  readonly gradientX: number
  readonly gradientY: number
  readonly magnitude: number
  readonly directions: number
  /** i16 per pixel. */
  readonly background: number
  /** Scratch of the Canny kernel: a byte and four bytes per pixel. */
  readonly marks: number
  readonly stack: number
  /** Scratch of several rows, and sums per row. */
  readonly rows: number
  readonly rowSums: number
  /** First byte behind everything. */
  readonly end: number
}

/** The most cells that a grid, and the most values that a plane of the phase correlation, can have. */
export const MAX_CELLS = 16_384
/** The largest small picture, and its widest. */
export const MAX_LOOK_PIXELS = 19_200
export const MAX_LOOK_WIDTH = 160
/** The most sampled values, and spots. */
export const MAX_SAMPLED = 16_384
export const MAX_SPOTS = 4096
/** Small pictures that a median is taken of. */
export const SNAPSHOTS = 9
/** Sums that `sceneSums` keeps of each cell. */
export const SCENE_SUMS = 12

// What the compiler puts into the memory, should it have anything, comes before this.
const FIRST = 4096
// Kernels may read 16 bytes before a plane, and read and write 64 behind it.
const LEAD = 16
const PAD = 64
// The kernel with the most: three rows of gradients, and three of sums twice as wide.
const SCRATCH_ROWS = 9

/**
 * Lays out the memory for planes of up to so many pixels and so long a side.
 *
 * @param pixels Width times height, >= 1.
 * @param sidePx The longer side, >= 1.
 */
export function layOutKernels(pixels: number, sidePx: number): KernelLayout {
  let next = FIRST
  const area = (bytes: number): number => {
    const at = next + LEAD
    next = (at + bytes + PAD + 15) & ~15
    return at
  }
  return {
    results: area(8 * MAX_CELLS),
    chosen: area(MAX_CELLS),
    cellPixels: area(8 * BLOCKS),
    cellMeans: area(8 * BLOCKS),
    turns: area(4 * MAX_CORRELATION_SIDE),
    windows: area(8 * MAX_CORRELATION_SIDE),
    before: area(4 * MAX_CELLS),
    after: area(4 * MAX_CELLS),
    spare: area(8 * MAX_CELLS),
    look: area(MAX_LOOK_PIXELS),
    lookBefore: area(MAX_LOOK_PIXELS),
    usual: area(MAX_LOOK_PIXELS),
    usualEdges: area(MAX_LOOK_PIXELS),
    details: area(2 * MAX_LOOK_PIXELS),
    snapshots: area(SNAPSHOTS * MAX_LOOK_PIXELS),
    sampled: area(MAX_SAMPLED),
    sampledBefore: area(MAX_SAMPLED),
    spots: area(MAX_SPOTS),
    spotsBefore: area(MAX_SPOTS),
    sceneColumns: area(SCENE_SUMS * (4 * MAX_LOOK_WIDTH + PAD)),
    picture: area(pixels),
    previous: area(pixels),
    half: area(pixels),
    blue: area(pixels),
    red: area(pixels),
    gradientX: area(2 * pixels),
    gradientY: area(2 * pixels),
    magnitude: area(2 * pixels),
    directions: area(pixels),
    background: area(2 * pixels),
    // A border of one pixel: for a given number of pixels it is longest around a single row.
    marks: area(pixels + 4 * (sidePx + 2)),
    stack: area(4 * pixels),
    rows: area(SCRATCH_ROWS * (2 * sidePx + 2 * PAD)),
    rowSums: area(4 * sidePx),
    end: next
  }
}
