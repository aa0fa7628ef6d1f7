import { BLOCK_COLUMNS, BLOCK_ROWS, BLOCKS, cellStart } from '../../../../kernels/block-grid.ts'
import { boxLook } from '../../../../kernels/box-look.ts'
import { colourSums } from '../../../../kernels/colour-sums.ts'
import { grainSums } from '../../../../kernels/difference-sums.ts'
import type { KernelMemory } from '../../../../kernels/kernel-memory.ts'
import type { LookSize } from '../../../../kernels/look-size.ts'
import { sceneSums } from '../../../../kernels/scene-sums.ts'
import type { Picture } from '../../../../model/picture.ts'
import type { SceneReference } from '../learned/scene-reference.ts'
import { quantile } from '../quantile.ts'
import type { SceneScratch } from '../scene-scratch.ts'
import type { RecentFrames } from './recent-frames.ts'

// From here on a pixel is saturated: JPEG ringing and sharpening keep white from being 255 everywhere. Grey levels.
const SATURATED_LEVELS = 245
// A pixel of the small picture is flat when the finest band under it is on average under this, grey levels.
const FLAT_LEVELS = 0.75
// A block can testify to motion when its gradients are at least this strong, grey levels squared.
const MIN_GRADIENT_LEVELS2 = 60
const MIN_MOTION_BLOCKS = 8
// Cb and Cr together within this of grey: JPEG of a grey picture, grey levels.
const GREY_LEVELS = 5
// Cb and Cr of grey.
const NO_COLOUR = 128

/**
 * Takes everything from one frame that is judged against its scene, and leaves its small picture in the kernels' memory.
 *
 * @param recent The camera's last frames; this one takes the place of the last.
 * @param reference What the scene usually looks like, or null while it is not known.
 */
export function takeLook(
  picture: Picture,
  recent: RecentFrames,
  reference: SceneReference | null,
  scratch: SceneScratch
): void {
  const { kernels, look } = scratch
  const { size } = recent
  const { layout } = kernels
  boxLook(kernels, size)
  look.hasBefore = recent.hasLast
  const count = size.width * size.height
  const now = kernels.bytesAt(layout.look, count)
  kernels.bytes.set(recent.hasLast ? recent.look : now, layout.lookBefore)
  holdAgainst(size, reference, scratch)
  scratch.pixels.set(recent.lookPixels)
  takeBlocks(scratch, count, size.boxPx)
  takeAgreement(scratch, reference)
  takeLevels(kernels, count, scratch)
  takeGrain(recent, scratch)
  takeColour(picture, scratch)
  recent.look.set(now)
  recent.hasLast = true
}

/**
 * Sums up the small picture in the kernels' memory, the one before, and how they fit a scene.
 *
 * @param reference Of the same size, or null: then there are no permanent edges.
 */
export function holdAgainst(size: LookSize, reference: SceneReference | null, { kernels, sums }: SceneScratch): void {
  const { layout, bytes, run } = kernels
  if (reference === null) bytes.fill(0, layout.usualEdges, layout.usualEdges + size.width * size.height)
  else {
    bytes.set(reference.background, layout.usual)
    bytes.set(reference.edges, layout.rows)
    run.spreadBits(layout.rows, reference.edges.length, layout.usualEdges)
  }
  sceneSums(kernels, size, SATURATED_LEVELS, flatSum(size.boxPx), sums)
}

function flatSum(boxPx: number): number {
  return Math.floor(FLAT_LEVELS * boxPx * boxPx)
}

function takeBlocks({ look, sums, pixels }: SceneScratch, whole: number, boxPx: number): void {
  let detail = 0
  let flat = 0
  for (let block = 0; block < BLOCKS; block++) {
    const count = pixels[block]!
    detail += sums.details[block]!
    flat += sums.flat[block]!
    look.meanLevels[block] = sums.levels[block]! / count
    look.saturatedRatio[block] = sums.saturated[block]! / count
    look.flatRatio[block] = sums.flat[block]! / count
    look.fineLevels[block] = sums.details[block]! / (count * boxPx * boxPx)
    look.gradientLevels2[block] = sums.energy[block]! / count
  }
  look.wholeFineLevels = detail / (whole * boxPx * boxPx)
  look.wholeFlatRatio = flat / whole
}

/** Of a known scene only blocks count that usually have gradients: in an empty one whoever walks by would be all there is. */
function takeAgreement({ look, sums, pixels, sorted }: SceneScratch, reference: SceneReference | null): void {
  let count = 0
  for (let block = 0; block < BLOCKS; block++) {
    if (reference !== null && reference.gradientLevels2[block]! < MIN_GRADIENT_LEVELS2) continue
    const energy = Math.sqrt(sums.energy[block]! * sums.energyBefore[block]!)
    if (energy > MIN_GRADIENT_LEVELS2 * pixels[block]!) sorted[count++] = sums.productBefore[block]! / energy
  }
  look.agreementBefore = look.hasBefore && count >= MIN_MOTION_BLOCKS ? quantile(sorted, count, 0.5) : null
}

function takeLevels(kernels: KernelMemory, count: number, { look }: SceneScratch): void {
  const { look: address, results } = kernels.layout
  kernels.run.levelCounts(address, count, results)
  const counts = kernels.integers
  const first = results / 4
  let sum = 0
  let below = 0
  let peak = 0
  look.percentile1Levels = look.percentile98Levels = look.percentile995Levels = 255
  for (let level = 255; level >= 0; level--) {
    const here = counts[first + level]!
    sum += level * here
    below += here
    // Counted from above: the lowest level that has at most that share over it.
    if (below <= count * 0.005) look.percentile995Levels = level
    if (below <= count * 0.02) look.percentile98Levels = level
    if (below <= count * 0.99) look.percentile1Levels = level
    if (level < 2 || level > 253) continue
    const near = here + counts[first + level - 1]! + counts[first + level - 2]! + counts[first + level + 1]!
    peak = Math.max(peak, near + counts[first + level + 2]!)
  }
  look.wholeMeanLevels = sum / count
  look.peakRatio = peak / count
}

function takeGrain(recent: RecentFrames, scratch: SceneScratch): void {
  const { kernels, look, grain } = scratch
  const { width, rowStep, rows } = recent.shape
  const { sampled, sampledBefore } = kernels.layout
  kernels.run.sampleRows(kernels.layout.picture, width, rowStep, rows, sampled)
  const now = kernels.bytesAt(sampled, width * rows)
  look.wholeGrainLevels = 0
  if (recent.hasLast) {
    kernels.bytes.set(recent.sampled, sampledBefore)
    grainSums(kernels, sampled, sampledBefore, width, rows, grain)
    for (let block = 0; block < BLOCKS; block++) {
      look.grainLevels[block] = grain[block]! / recent.sampledPixels[block]!
      look.wholeGrainLevels += look.grainLevels[block]! / BLOCKS
    }
  } else look.grainLevels.fill(0)
  recent.sampled.set(now)
}

function takeColour({ chroma }: Picture, { kernels, look, colours }: SceneScratch): void {
  const isSeen = chroma !== null && chroma.width >= BLOCK_COLUMNS && chroma.height >= BLOCK_ROWS
  if (!isSeen) {
    look.blueLevels.fill(0)
    look.redLevels.fill(0)
    look.chromaLevels = 0
    look.greyRatio = 1
    return
  }
  const { cb, cr, width, height } = chroma
  // So many rows say enough.
  const rowStep = Math.max(1, Math.floor(width / 80))
  kernels.put('blue', cb, width, height)
  kernels.put('red', cr, width, height)
  colourSums(kernels, rowStep, GREY_LEVELS, colours)
  let seen = 0
  for (let row = 0, block = 0; row < BLOCK_ROWS; row++) {
    const tall = Math.ceil((cellStart(height, row + 1, BLOCK_ROWS) - cellStart(height, row, BLOCK_ROWS)) / rowStep)
    seen += tall * width
    for (let column = 0; column < BLOCK_COLUMNS; column++, block++) {
      const count = tall * (cellStart(width, column + 1, BLOCK_COLUMNS) - cellStart(width, column, BLOCK_COLUMNS))
      look.blueLevels[block] = colours.blue[block]! / count - NO_COLOUR
      look.redLevels[block] = colours.red[block]! / count - NO_COLOUR
    }
  }
  look.chromaLevels = colours.distance / seen
  look.greyRatio = colours.greys / seen
}
