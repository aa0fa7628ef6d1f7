import type { Solid } from '../render/solid.ts'
import { createThing, type Thing } from '../render/thing.ts'
import { placeOnWay, type Way } from './walk.ts'

/** A vehicle on a way, or none in the rest between two rounds. */
export function driver(solids: readonly Solid[], way: Way, seconds: number): Thing[] {
  const place = placeOnWay(way, seconds)
  return place.present ? [createThing(solids, { at: [place.x, place.z], yaw: place.yaw })] : []
}
