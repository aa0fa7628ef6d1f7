import type { RgbImage } from './rgb-image.ts'

interface Taps {
  readonly first: Int32Array
  readonly weights: Float32Array
  readonly count: number
}

/** Scales a picture into another: each target pixel is the average of what it covers, or a mix when it covers less than one. */
export function resample(source: RgbImage, target: RgbImage): void {
  if (source.width === target.width && source.height === target.height) {
    target.data.set(source.data)
    return
  }
  const across = tapsOf(source.width, target.width)
  const down = tapsOf(source.height, target.height)
  const narrow = new Float32Array(target.width * source.height * 3)
  for (let y = 0; y < source.height; y++) {
    for (let x = 0; x < target.width; x++) {
      for (let k = 0; k < across.count; k++) {
        const weight = across.weights[x * across.count + k]!
        const from = (y * source.width + Math.min(source.width - 1, across.first[x]! + k)) * 3
        const to = (y * target.width + x) * 3
        for (let c = 0; c < 3; c++) narrow[to + c]! += source.data[from + c]! * weight
      }
    }
  }
  const line = new Float32Array(target.width * 3)
  for (let y = 0; y < target.height; y++) {
    line.fill(0)
    for (let k = 0; k < down.count; k++) {
      const weight = down.weights[y * down.count + k]!
      const from = Math.min(source.height - 1, down.first[y]! + k) * line.length
      for (let i = 0; i < line.length; i++) line[i]! += narrow[from + i]! * weight
    }
    target.data.set(line, y * line.length)
  }
}

/** Which source pixels make each target pixel. */
function tapsOf(source: number, target: number): Taps {
  const scale = source / target
  const reach = Math.max(1, scale)
  const count = Math.ceil(reach) + 1
  const first = new Int32Array(target)
  const weights = new Float32Array(target * count)
  for (let i = 0; i < target; i++) {
    const middle = (i + 0.5) * scale - 0.5
    first[i] = Math.max(0, Math.ceil(middle - reach))
    let total = 0
    for (let k = 0; k < count; k++) {
      const weight = Math.max(0, 1 - Math.abs(first[i]! + k - middle) / reach)
      weights[i * count + k] = weight
      total += weight
    }
    for (let k = 0; k < count; k++) weights[i * count + k]! /= total
  }
  return { first, weights, count }
}
