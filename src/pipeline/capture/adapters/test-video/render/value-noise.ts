/** Pseudo-random value of a grid point, 0..1, the same on every machine. */
export function hash2(x: number, y: number, seed: number): number {
  let h = Math.imul(x | 0, 0x27d4eb2d) ^ Math.imul(y | 0, 0x165667b1) ^ Math.imul(seed | 0, 0x9e3779b1)
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return ((h ^ (h >>> 16)) >>> 0) / 4294967296
}

/** Smooth noise with one feature per unit, 0..1. */
export function valueNoise(x: number, y: number, seed: number): number {
  const left = Math.floor(x)
  const top = Math.floor(y)
  const fx = smooth(x - left)
  const fy = smooth(y - top)
  const upper = mix(hash2(left, top, seed), hash2(left + 1, top, seed), fx)
  const lower = mix(hash2(left, top + 1, seed), hash2(left + 1, top + 1, seed), fx)
  return mix(upper, lower, fy)
}

/** Sum of `octaves` noises, each twice as fine and half as strong; 0..1, about 0.5 on average. */
export function fbm(x: number, y: number, octaves: number, seed: number): number {
  let sum = 0
  let weight = 0.5
  let total = 0
  let scale = 1
  for (let i = 0; i < octaves; i++) {
    sum += weight * valueNoise(x * scale, y * scale, seed + i)
    total += weight
    weight *= 0.5
    scale *= 2.03
  }
  return sum / total
}

export function mix(a: number, b: number, share: number): number {
  return a + (b - a) * share
}

export function clamp(value: number, low: number, high: number): number {
  return value < low ? low : Math.min(value, high)
}

/** 0 below `from`, 1 above `to`, smooth between. */
export function smoothStep(from: number, to: number, value: number): number {
  return smooth(clamp((value - from) / (to - from), 0, 1))
}

function smooth(x: number): number {
  return x * x * (3 - 2 * x)
}
