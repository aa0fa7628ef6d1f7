import type { Random } from '../random.ts'

/** One value for each pixel, row-major. */
export type Field = Float32Array

/**
 * Smooth random values, 0..1, about 0.5 on average: sums of random grids between whose points it is mixed.
 *
 * @param cellPx Distance of the coarsest grid's points, pixels.
 * @param octaves Grids, each twice as fine and 0.55 as strong as the one before.
 */
export function smoothField(width: number, height: number, cellPx: number, octaves: number, random: Random): Field {
  const field = new Float32Array(width * height)
  let weight = 1
  let total = 0
  for (let octave = 0; octave < octaves; octave++) {
    addGrid(field, width, height, Math.max(2, cellPx / 2 ** octave), weight, random)
    total += weight
    weight *= 0.55
  }
  for (let i = 0; i < field.length; i++) field[i] = field[i]! / total
  return field
}

function addGrid(field: Field, width: number, height: number, cellPx: number, weight: number, random: Random): void {
  const columns = Math.ceil(width / cellPx) + 2
  const rows = Math.ceil(height / cellPx) + 2
  const grid = Float32Array.from({ length: columns * rows }, () => random.next())
  for (let y = 0; y < height; y++) {
    const row = Math.floor(y / cellPx)
    const down = eased(y / cellPx - row)
    for (let x = 0; x < width; x++) {
      const column = Math.floor(x / cellPx)
      const across = eased(x / cellPx - column)
      const i = row * columns + column
      const upper = grid[i]! + (grid[i + 1]! - grid[i]!) * across
      const lower = grid[i + columns]! + (grid[i + columns + 1]! - grid[i + columns]!) * across
      field[y * width + x]! += weight * (upper + (lower - upper) * down)
    }
  }
}

/** Values of a function of the place, both coordinates in shares of the picture's height. */
export function fieldOf(width: number, height: number, value: (x: number, y: number) => number): Field {
  const field = new Float32Array(width * height)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) field[y * width + x] = value(x / height, y / height)
  }
  return field
}

/** Blurs a field in place by two passes of a box, as a shape near the lens has soft rims. */
export function softenField(field: Field, width: number, height: number, radiusPx: number): Field {
  const radius = Math.round(radiusPx)
  if (radius < 1) return field
  const line = new Float32Array(Math.max(width, height))
  for (let pass = 0; pass < 2; pass++) {
    for (let y = 0; y < height; y++) softenLine(field, y * width, 1, width, radius, line)
    for (let x = 0; x < width; x++) softenLine(field, x, width, height, radius, line)
  }
  return field
}

function softenLine(
  field: Field,
  start: number,
  step: number,
  count: number,
  radius: number,
  line: Float32Array
): void {
  for (let i = 0; i < count; i++) line[i] = field[start + i * step]!
  const last = count - 1
  let sum = 0
  for (let k = -radius; k <= radius; k++) sum += line[Math.min(last, Math.max(0, k))]!
  for (let i = 0; i < count; i++) {
    field[start + i * step] = sum / (2 * radius + 1)
    sum += line[Math.min(last, i + radius + 1)]! - line[Math.max(0, i - radius)]!
  }
}

/** 0 at 0, 1 at 1, level at both ends; held outside. */
export function eased(share: number): number {
  const held = Math.min(1, Math.max(0, share))
  return held * held * (3 - 2 * held)
}

/** The value under which a share of the field lies. @param share 0..1 */
export function quantileOf(field: Field, share: number): number {
  const sample: number[] = []
  const step = Math.max(1, Math.floor(field.length / 5000))
  for (let i = 0; i < field.length; i += step) sample.push(field[i]!)
  sample.sort((one, other) => one - other)
  return sample[Math.min(sample.length - 1, Math.max(0, Math.round(share * (sample.length - 1))))]!
}
