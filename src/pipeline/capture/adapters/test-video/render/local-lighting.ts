import type { Lamp, Lighting } from './lighting.ts'
import type { Thing } from './thing.ts'

/** So many lamps light a moving thing one by one; the rest of them add to what comes from all around. */
const LAMPS_KEPT = 2

/** The light of a scene as one thing gets it, with few lamps, so that its pixels cost little. */
export function localLighting(lighting: Lighting, thing: Thing): Lighting {
  if (lighting.lamps.length <= LAMPS_KEPT) return lighting
  const ranked = lighting.lamps
    .map(lamp => ({ lamp, strength: strengthAt(lamp, thing) }))
    .sort((a, b) => b.strength - a.strength)
  let [red, green, blue] = lighting.sky
  for (const { lamp, strength } of ranked.slice(LAMPS_KEPT)) {
    // Half of a surface looks towards a lamp, on average.
    red += lamp.colour[0] * strength * 0.5
    green += lamp.colour[1] * strength * 0.5
    blue += lamp.colour[2] * strength * 0.5
  }
  return { ...lighting, sky: [red, green, blue], lamps: ranked.slice(0, LAMPS_KEPT).map(({ lamp }) => lamp) }
}

function strengthAt(lamp: Lamp, thing: Thing): number {
  const dx = lamp.at[0] - thing.x
  const dy = lamp.at[1] - thing.y - 1
  const dz = lamp.at[2] - thing.z
  return 1 / (1 + (dx * dx + dy * dy + dz * dz) / (lamp.range * lamp.range))
}
