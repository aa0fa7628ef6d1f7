import { plain } from '../materials/wall.ts'
import { box, hull, type Solid } from '../render/solid.ts'
import { type Material, paint, type Surface } from '../render/surface.ts'

export const COACH_LENGTH_M = 19

/** One coach of the train: windows, doors, a coloured band; the first one has a sloping front. */
export function coachSolids(first: boolean): Solid[] {
  const bounds = Float64Array.of(-1.42, 0.35, -COACH_LENGTH_M / 2 + 0.25, 1.42, 3.75, COACH_LENGTH_M / 2 - 0.25)
  const half = COACH_LENGTH_M / 2 - 0.25
  const front = [[0, 0.32, -0.947, 0.32 * 2 + 0.947 * half] as const]
  const round = [-1, 1].map(side => [side * 0.6, 0.8, 0, 0.6 * 1.42 + 0.8 * 3.35])
  return [
    hull(bounds, [...round, ...(first ? front : [])], livery(half, first)),
    box([0, 0.05, -5.5], [1.9, 0.5, 3], plain(0x1d1d1e)),
    box([0, 0.05, 5.5], [1.9, 0.5, 3], plain(0x1d1d1e))
  ]
}

function livery(half: number, first: boolean): Material {
  return surface => {
    if (!(first && paintFront(surface, half))) paintSide(surface)
  }
}

/** Windscreen and lamps; false beside them. */
function paintFront(surface: Surface, half: number): boolean {
  const { localX, localY, localZ } = surface
  if (localZ > -half + 1.1 || Math.abs(localX) > 1.3) return false
  if (localY > 1.5 && localY < 2.9) {
    paint(surface, [0.02, 0.022, 0.026], 1)
    surface.mirror = 0.5
    return true
  }
  if (localY < 0.9 || localY > 1.15 || Math.abs(localX) < 0.7) return false
  paint(surface, [1, 0.97, 0.85], 1)
  surface.glow = 3
  return true
}

function paintSide(surface: Surface): void {
  const { localX, localY, localZ } = surface
  const fromDoor = Math.abs(Math.abs(localZ) - 4.6)
  const pane = localY > 1.7 && localY < 2.75 && Math.abs(localX) > 1
  const pillar = Math.abs(((((localZ + 30) % 1.9) + 1.9) % 1.9) - 0.95) > 0.8
  if (pane && !pillar) paint(surface, [0.04, 0.047, 0.055], 1)
  else if (fromDoor < 0.03) paint(surface, [0.03, 0.03, 0.03], 1)
  else if (fromDoor < 0.75 || (localY > 0.85 && localY < 1.4)) paint(surface, [0.55, 0.06, 0.05], 1)
  else paint(surface, localY > 3.35 ? [0.3, 0.31, 0.32] : [0.7, 0.7, 0.68], 1)
  surface.mirror = pane ? 0.5 : 0.12
}
