import { type Material, paint, type Surface, srgb } from '../render/surface.ts'
import { clamp, fbm, hash2, valueNoise } from '../render/value-noise.ts'
import { lineAt, toJoint, visible } from './ground.ts'

/** One colour with a little life in it. */
export function plain(hex: number, variation = 0.08, mirror = 0): Material {
  const colour = srgb(hex)
  return surface => {
    const { localX, localY, localZ } = surface
    paint(surface, colour, 1 + variation * 2 * (fbm(localX * 3 + localZ * 2.1, localY * 3 + localZ * 1.3, 3, 11) - 0.5))
    surface.mirror = mirror
  }
}

/** Light of its own: lamps, screens. */
export function glowing(hex: number, strength: number): Material {
  const colour = srgb(hex)
  return surface => {
    paint(surface, colour, 1)
    surface.glow = strength
  }
}

export function brick(hex: number, seed: number, length = 0.26, height = 0.09): Material {
  const colour = srgb(hex)
  return surface => {
    const { u, v } = surface
    const row = Math.floor(v / height)
    const shifted = u + (row & 1) * length * 0.5
    const tone = hash2(Math.floor(shifted / length), row, seed)
    const joint = Math.min(toJoint(shifted, length), toJoint(v, height))
    const mortar = lineAt(surface, joint, 0, 0.016) * visible(surface, 0.035)
    const dirt = fbm(u * 0.7, v * 0.7, 4, seed + 1) - 0.5
    const shade = 0.95 + 0.5 * (tone - 0.5) * visible(surface, height) + 0.6 * dirt
    paint(surface, colour, shade)
    surface.red += (0.36 - surface.red) * mortar * 0.8
    surface.green += (0.34 - surface.green) * mortar * 0.8
    surface.blue += (0.3 - surface.blue) * mortar * 0.8
  }
}

export function plaster(hex: number, seed: number): Material {
  const colour = srgb(hex)
  return surface => {
    const { u, v } = surface
    const rough = (valueNoise(u * 14, v * 14, seed) - 0.5) * visible(surface, 0.1)
    const dirt = fbm(u * 0.8, v * 0.35, 4, seed + 1) - 0.5
    const streaks = (fbm(u * 3.5, v * 0.3, 3, seed + 2) - 0.5) * visible(surface, 0.3)
    paint(surface, colour, 1 + 0.12 * rough + 0.3 * dirt + 0.16 * streaks)
  }
}

/** Sheet metal with upright ribs. */
export function corrugated(hex: number, period: number, seed: number): Material {
  const colour = srgb(hex)
  return surface => {
    const rib = Math.sin((surface.u / period) * 2 * Math.PI) * visible(surface, period * 0.5)
    const rust = fbm(surface.u * 0.6, surface.v * 0.6, 4, seed) - 0.5
    paint(surface, colour, 1 + 0.3 * rib + 0.35 * rust)
  }
}

export interface Windows {
  /** Distance of the windows' middles along and up the wall, metres. */
  readonly every: number
  readonly storey: number
  readonly width: number
  readonly height: number
  /** Height of the first sill. */
  readonly sill: number
  /** Share of windows with light behind them, 0..1. */
  readonly lit: number
}

/** A wall with rows of windows: frame, cross, sill, curtains, the sky in the panes. */
export function withWindows(wall: Material, windows: Windows, seed: number): Material {
  return surface => {
    const { u, v } = surface
    const column = Math.floor(u / windows.every)
    const storey = Math.floor((v - windows.sill) / windows.storey)
    const x = u - (column + 0.5) * windows.every
    const y = v - windows.sill - storey * windows.storey
    const inside = Math.abs(x) < windows.width / 2 && y > 0 && y < windows.height && storey >= 0
    if (inside && Math.abs(surface.normalY) < 0.5) {
      pane(surface, windows, x, y, hash2(column, storey, seed))
      return
    }
    wall(surface)
    const isSill = storey >= 0 && y < 0.0 + windows.storey && y > windows.storey - 0.12
    const framed =
      Math.abs(x) < windows.width / 2 + 0.12 && storey >= -1 && (y > windows.storey - 0.12 || y < windows.height + 0.16)
    if (framed && (isSill || (y > windows.height && y < windows.height + 0.16))) {
      paint(surface, [0.5, 0.48, 0.44], isSill ? 1.1 : 0.85)
    }
  }
}

function pane(surface: Surface, windows: Windows, x: number, y: number, chance: number): void {
  const edge = Math.min(windows.width / 2 - Math.abs(x), y, windows.height - y)
  const cross = Math.min(Math.abs(x), Math.abs(y - windows.height * 0.68))
  if (edge < 0.07 || cross < 0.035) {
    paint(surface, [0.62, 0.61, 0.58], edge < 0.03 ? 0.6 : 1)
    return
  }
  if (chance < windows.lit) {
    paint(surface, [0.9, 0.66, 0.32], 0.35)
    surface.glow = 1.6 + chance
    return
  }
  const curtain = chance > 0.55 && Math.abs(x) > windows.width * (0.16 + 0.2 * chance)
  const depth = clamp(y / windows.height, 0, 1)
  if (curtain) paint(surface, [0.42, 0.4, 0.36], 0.7 + 0.25 * Math.sin(x * 40))
  else paint(surface, [0.05, 0.06, 0.075], 0.6 + 0.8 * depth + 0.6 * chance)
  surface.mirror = curtain ? 0.25 : 0.6
}
