import { BLOCK_COLUMNS, BLOCK_ROWS, BLOCKS, cellStart } from '../../../../kernels/block-grid.ts'
import { MAX_SAMPLED, MAX_SPOTS } from '../../../../kernels/kernel-layout.ts'
import { type LookSize, lookSize } from '../../../../kernels/look-size.ts'
import type { Picture } from '../../../../model/picture.ts'

/** How the last frames of a camera are kept: rows sampled from the working picture, and single pixels spread over it. */
export interface SampleShape {
  readonly width: number
  readonly height: number
  /** Every so-manieth row is kept whole, and how many there are. */
  readonly rowStep: number
  readonly rows: number
  /** Every so-manieth pixel across and down is a spot. */
  readonly spotStep: number
  readonly spotColumns: number
  readonly spotRows: number
}

const MIN_ROW_STEP = 4
const SPOTS_ACROSS = 80

/** @param width Pixels of the working picture, at least 32 x 18. */
export function sampleShape(width: number, height: number): SampleShape {
  let rowStep = Math.min(MIN_ROW_STEP, Math.max(1, Math.floor(height / 36)))
  while (width * Math.floor(height / rowStep) > MAX_SAMPLED) rowStep++
  let spotStep = Math.max(1, Math.ceil(width / SPOTS_ACROSS))
  while (Math.floor(width / spotStep) * Math.floor(height / spotStep) > MAX_SPOTS) spotStep++
  return {
    width,
    height,
    rowStep,
    rows: Math.floor(height / rowStep),
    spotStep,
    spotColumns: Math.floor(width / spotStep),
    spotRows: Math.floor(height / spotStep)
  }
}

/** Spots of so many frames are kept. */
const KEPT_SPOTS = 5
/** Frames closer together than this are kept once: of a fast camera the ring shall span about a second. */
const MIN_SPACING_MS = 150

/** What a camera keeps of its last frames, to tell change from stillness. About 50 KB at 320 x 180. */
export class RecentFrames {
  readonly size: LookSize
  readonly shape: SampleShape
  /** The small picture of the last frame, and its sampled rows. */
  readonly look: Uint8Array
  readonly sampled: Uint8Array
  /** Pixels of each block of the small picture, of the sampled rows, and of the spots. */
  readonly lookPixels: Uint16Array
  readonly sampledPixels: Uint16Array
  readonly spotPixels: Uint16Array
  readonly #spots: Uint8Array
  readonly #spotCount: number
  #kept = 0
  #newest = -1
  #newestAtMs = Number.NEGATIVE_INFINITY
  /** False until a frame has been kept. */
  hasLast = false

  constructor(size: LookSize, shape: SampleShape) {
    this.size = size
    this.shape = shape
    this.look = new Uint8Array(size.width * size.height)
    this.sampled = new Uint8Array(shape.width * shape.rows)
    this.lookPixels = blockPixels(size.width, size.height)
    this.sampledPixels = blockPixels(shape.width, shape.rows)
    this.spotPixels = blockPixels(shape.spotColumns, shape.spotRows)
    this.#spotCount = shape.spotColumns * shape.spotRows
    this.#spots = new Uint8Array(KEPT_SPOTS * this.#spotCount)
  }

  get spotFrames(): number {
    return this.#kept
  }

  /** Spots of one of the last frames, 0 .. spotFrames - 1, in no particular order. */
  spotsOf(frame: number): Uint8Array {
    return this.#spots.subarray(frame * this.#spotCount, (frame + 1) * this.#spotCount)
  }

  keepSpots(spots: Uint8Array, atMs: number): void {
    // A clock that went back must not stop the ring.
    if (Math.abs(atMs - this.#newestAtMs) < MIN_SPACING_MS) return
    this.#newestAtMs = atMs
    this.#newest = (this.#newest + 1) % KEPT_SPOTS
    this.#kept = Math.max(this.#kept, this.#newest + 1)
    this.#spots.set(spots, this.#newest * this.#spotCount)
  }

  /** What came before is no neighbour of what comes next. */
  forget(): void {
    this.hasLast = false
    this.#kept = 0
    this.#newest = -1
    this.#newestAtMs = Number.NEGATIVE_INFINITY
  }
}

/**
 * What is kept of the frames before a picture.
 *
 * @param recent What was kept so far: goes on while pictures keep their size.
 * @returns null when the picture is too small to be judged.
 */
export function recentFramesFor(recent: RecentFrames | null, { width, height }: Picture): RecentFrames | null {
  if (recent !== null && recent.shape.width === width && recent.shape.height === height) return recent
  const size = lookSize(width, height)
  return size === null ? null : new RecentFrames(size, sampleShape(width, height))
}

/** Pixels of each of the 16 x 9 blocks of a plane. */
function blockPixels(width: number, height: number): Uint16Array {
  return Uint16Array.from({ length: BLOCKS }, (_, block) => {
    const column = block % BLOCK_COLUMNS
    const row = (block - column) / BLOCK_COLUMNS
    const wide = cellStart(width, column + 1, BLOCK_COLUMNS) - cellStart(width, column, BLOCK_COLUMNS)
    return wide * (cellStart(height, row + 1, BLOCK_ROWS) - cellStart(height, row, BLOCK_ROWS))
  })
}
