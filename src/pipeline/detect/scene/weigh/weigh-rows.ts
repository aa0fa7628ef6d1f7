import type { SceneReference } from '../learned/scene-reference.ts'
import { quantile } from '../quantile.ts'
import type { SceneScratch } from '../scene-scratch.ts'

/** The lowest share of the rows is looked at for repetition: decoders lose a picture from some point to its end. */
const LOW_SHARE = 0.2
/** A row is flat when nearly all of its pixels are within one level of their neighbours. */
const FLAT_ROW_SHARE = 0.9
const MIN_DEAD_RATIO = 0.05
/** Scratch; of higher pictures the first rows say enough. */
const likenesses = new Float64Array(256)

/** Traces of a decoder that lost its place: flat rows up from the bottom, and rows that repeat each other. */
export function weighRows({ kernels, evidence }: SceneScratch, reference: SceneReference): void {
  const { width, height } = reference.size
  const now = kernels.bytesAt(kernels.layout.look, width * height)
  weighFlatRows(now, reference.background, width, height, evidence)
  evidence.rowLikeness = evidence.usualRowLikeness = reference.rowLikeness
  evidence.lowAnisotropy = evidence.highAnisotropy = 1
  // Rows that repeat each other have lost their edges: while all are there, nothing needs to be counted.
  if (evidence.deadRatio < MIN_DEAD_RATIO) return
  const from = Math.floor(height * (1 - LOW_SHARE))
  evidence.rowLikeness = likeness(now, width, from, height - 2)
  evidence.lowAnisotropy = anisotropy(now, width, from, height - 2) / reference.lowAnisotropy
  evidence.highAnisotropy = anisotropy(now, width, 2, Math.floor(height * LOW_SHARE)) / reference.highAnisotropy
}

/** What the background itself has of these figures. */
export function rememberRows(reference: SceneReference): void {
  const { background, size } = reference
  const { width, height } = size
  const from = Math.floor(height * (1 - LOW_SHARE))
  reference.rowLikeness = likeness(background, width, from, height - 2)
  reference.lowAnisotropy = anisotropy(background, width, from, height - 2)
  reference.highAnisotropy = anisotropy(background, width, 2, Math.floor(height * LOW_SHARE))
}

function weighFlatRows(
  now: Uint8Array,
  usual: Uint8Array,
  width: number,
  height: number,
  evidence: SceneScratch['evidence']
): void {
  let row = height - 2
  let usualSteps = 0
  while (row > 0 && isFlat(now, width, row)) {
    usualSteps += steps(usual, width, row)
    row--
  }
  const flat = height - 2 - row
  evidence.flatRowRatio = flat / height
  evidence.flatRowsUsualLevels = flat > 0 ? usualSteps / flat : 0
  evidence.stepAboveLevels = flat > 0 && row > 4 ? steps(now, width, row) : 0
}

function isFlat(plane: Uint8Array, width: number, row: number): boolean {
  let flat = 0
  for (let i = row * width, end = i + width - 1; i < end; i++) {
    if (Math.abs(plane[i]! - plane[i + 1]!) + Math.abs(plane[i]! - plane[i - width]!) <= 1) flat++
    // Most rows say early that they are not.
    else if (i - row * width > 40 && flat < 20) return false
  }
  return flat > FLAT_ROW_SHARE * (width - 1)
}

/** Mean step from the row above, grey levels. */
function steps(plane: Uint8Array, width: number, row: number): number {
  let sum = 0
  for (let i = row * width, end = i + width; i < end; i++) sum += Math.abs(plane[i]! - plane[i - width]!)
  return sum / width
}

/** Correlation of the horizontal gradients of neighbouring rows, their median: 1 where most rows repeat each other. */
function likeness(plane: Uint8Array, width: number, fromRow: number, toRow: number): number {
  const rows = Math.min(likenesses.length, toRow - fromRow)
  for (let row = 0; row < rows; row++) likenesses[row] = rowLikeness(plane, width, fromRow + row)
  return quantile(likenesses, rows, 0.5)
}

function rowLikeness(plane: Uint8Array, width: number, row: number): number {
  let product = 0
  let energy = 0
  let energyBelow = 0
  for (let i = row * width + 1, end = (row + 1) * width - 1; i < end; i++) {
    const here = plane[i + 1]! - plane[i - 1]!
    const below = plane[i + width + 1]! - plane[i + width - 1]!
    product += here * below
    energy += here * here
    energyBelow += below * below
  }
  return product / Math.sqrt(energy * energyBelow + 1)
}

/** Vertical over horizontal steps. */
function anisotropy(plane: Uint8Array, width: number, fromRow: number, toRow: number): number {
  let down = 0
  let across = 0
  for (let y = fromRow; y < toRow; y++) {
    for (let i = y * width, end = i + width - 1; i < end; i++) {
      down += Math.abs(plane[i]! - plane[i - width]!)
      across += Math.abs(plane[i]! - plane[i + 1]!)
    }
  }
  const count = Math.max(1, (toRow - fromRow) * (width - 1))
  return (down / count + 0.3) / (across / count + 0.3)
}
