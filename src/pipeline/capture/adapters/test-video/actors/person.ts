import { capsule, ellipsoid, type Solid } from '../render/solid.ts'
import { type Material, paint, srgb } from '../render/surface.ts'
import { createThing, type Thing } from '../render/thing.ts'

export interface PersonLook {
  readonly coat: number
  readonly trousers: number
  readonly skin: number
  readonly hair: number
  /** Of the whole body, metres. */
  readonly height: number
  /** A band of reflecting tape, as workers wear. */
  readonly highVisibility: boolean
}

export interface Step {
  readonly x: number
  readonly z: number
  /** Height of the floor under the feet, metres. */
  readonly y?: number
  /** Heading, degrees. */
  readonly yaw: number
  /** Place in the gait, radians: one turn for two steps. */
  readonly gait: number
  /** Length of the steps, 0 (stands) .. 1 (walks). */
  readonly pace: number
}

const THIGH = 0.43
const SHIN = 0.44

/** A walking or standing person, at a moment of the gait. */
export function person(look: PersonLook, step: Step): Thing {
  const scale = look.height / 1.75
  const swing = Math.sin(step.gait) * 0.38 * step.pace
  const solids = [...leg(look, -1, swing, scale), ...leg(look, 1, -swing, scale), ...upperBody(look, swing, scale)]
  const bob = Math.abs(Math.cos(step.gait)) * 0.025 * step.pace
  return createThing(solids, { at: [step.x, step.z, (step.y ?? 0) + bob], yaw: step.yaw })
}

function leg(look: PersonLook, side: number, swing: number, scale: number): Solid[] {
  const cloth = fabric(look.trousers)
  const bend = Math.max(0, -swing) * 1.1
  const knee: Spot = [side * 0.1, 0.9 - THIGH * Math.cos(swing), THIGH * Math.sin(swing)]
  const shin = swing - bend
  const foot: Spot = [side * 0.1, knee[1] - SHIN * Math.cos(shin), knee[2] + SHIN * Math.sin(shin)]
  return [
    capsule(sized([side * 0.09, 0.9, 0], scale), sized(knee, scale), 0.085 * scale, cloth),
    capsule(sized(knee, scale), sized(foot, scale), 0.065 * scale, cloth),
    ellipsoid(
      sized([foot[0], Math.max(0.045, foot[1] - 0.02), foot[2] + 0.07], scale),
      sized([0.055, 0.05, 0.14], scale),
      shoe
    )
  ]
}

type Spot = readonly [number, number, number]

function upperBody(look: PersonLook, swing: number, scale: number): Solid[] {
  const coat = fabric(look.coat, look.highVisibility)
  const skin = fabric(look.skin)
  const arm = (side: number): Solid[] => {
    const forward = -side * swing * 0.8
    const elbow: Spot = [side * 0.27, 1.42 - 0.28 * Math.cos(forward), 0.28 * Math.sin(forward)]
    const lower = forward + 0.25
    const hand: Spot = [side * 0.26, elbow[1] - 0.26 * Math.cos(lower), elbow[2] + 0.26 * Math.sin(lower)]
    return [
      capsule(sized([side * 0.22, 1.42, 0], scale), sized(elbow, scale), 0.058 * scale, coat),
      capsule(sized(elbow, scale), sized(hand, scale), 0.046 * scale, coat),
      ellipsoid(sized([hand[0], hand[1] - 0.05, hand[2]], scale), sized([0.04, 0.07, 0.05], scale), skin)
    ]
  }
  return [
    ellipsoid(sized([0, 1.24, 0], scale), sized([0.215, 0.3, 0.14], scale), coat),
    ellipsoid(sized([0, 0.97, 0], scale), sized([0.185, 0.19, 0.14], scale), coat),
    ...arm(-1),
    ...arm(1),
    ellipsoid(sized([0, 1.63, 0.015], scale), sized([0.085, 0.12, 0.1], scale), skin),
    ellipsoid(sized([0, 1.665, -0.015], scale), sized([0.092, 0.105, 0.105], scale), fabric(look.hair))
  ]
}

function sized(spot: Spot, scale: number): Spot {
  return [spot[0] * scale, spot[1] * scale, spot[2] * scale]
}

const shoe = fabric(0x1d1a18)

/** Cloth with soft folds; the tape of a safety jacket shines by itself. */
function fabric(hex: number, tape = false): Material {
  const colour = srgb(hex)
  return surface => {
    const fold = Math.sin(surface.localY * 21 + surface.localX * 33 - surface.localZ * 17)
    paint(surface, colour, 1 + 0.1 * fold)
    if (!tape || Math.abs(surface.localX) > 0.22) return
    const band = Math.abs(surface.localY - 1.12) < 0.035 || Math.abs(Math.abs(surface.localX) - 0.12) < 0.03
    if (band) paint(surface, [0.8, 0.8, 0.76], 1)
  }
}
