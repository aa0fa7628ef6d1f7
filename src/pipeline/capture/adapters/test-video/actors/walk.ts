import type { Thing } from '../render/thing.ts'
import { hash2 } from '../render/value-noise.ts'
import { type PersonLook, person } from './person.ts'

/** A place on a way: x, z, and how long one stands there, seconds. */
type WayPoint = readonly [number, number, number]

/** A way that is walked again and again, with the moment of arrival at each of its points. */
export interface Way {
  readonly points: readonly WayPoint[]
  /** Seconds after the start, of arrival at each point. */
  readonly arrivals: readonly number[]
  /** Seconds from one start to the next. */
  readonly period: number
  readonly speed: number
}

/**
 * @param path Points as `x,z` or `x,z,wait` in metres and seconds, with blanks between.
 * @param speed Metres a second.
 * @param restSeconds Out of sight between the end of the way and its next start.
 * @example createWay('0,-5 0,12,3 8,12', 1.3, 10)
 */
export function createWay(path: string, speed: number, restSeconds: number): Way {
  const points = path.split(' ').map((point): WayPoint => {
    const [x = 0, z = 0, wait = 0] = point.split(',').map(Number)
    return [x, z, wait]
  })
  const arrivals = [0]
  for (let i = 1; i < points.length; i++) {
    const [from, to] = [points[i - 1]!, points[i]!]
    arrivals.push(arrivals[i - 1]! + from[2] + Math.hypot(to[0] - from[0], to[1] - from[1]) / speed)
  }
  const last = points.length - 1
  return { points, arrivals, period: arrivals[last]! + points[last]![2] + restSeconds, speed }
}

export interface Placing {
  x: number
  z: number
  /** Degrees. */
  yaw: number
  /** Metres walked. */
  walked: number
  moving: boolean
  /** False in the rest between two rounds. */
  present: boolean
}

/** Where one is on the way, `seconds` after a start. */
export function placeOnWay(way: Way, seconds: number): Placing {
  const time = ((seconds % way.period) + way.period) % way.period
  const last = way.points.length - 1
  let leg = 0
  while (leg < last - 1 && time >= way.arrivals[leg + 1]!) leg++
  const [from, to] = [way.points[leg]!, way.points[leg + 1]!]
  const start = way.arrivals[leg]! + from[2]
  const end = way.arrivals[leg + 1]!
  const share = Math.min(1, Math.max(0, (time - start) / (end - start)))
  const yaw = (Math.atan2(to[0] - from[0], to[1] - from[1]) * 180) / Math.PI
  return {
    x: from[0] + (to[0] - from[0]) * share,
    z: from[1] + (to[1] - from[1]) * share,
    yaw: turning(way, leg, start, end, time, yaw),
    walked: time * way.speed,
    moving: share > 0 && share < 1,
    present: time <= end + to[2]
  }
}

/** Corners are walked around: the last half second of a leg already turns to the next. */
function turning(way: Way, leg: number, start: number, end: number, time: number, yaw: number): number {
  const TURN_SECONDS = 0.6
  const next = way.points[leg + 2]
  const via = way.points[leg + 1]!
  if (next === undefined || end - start < TURN_SECONDS || time < end - TURN_SECONDS) return yaw
  const then = (Math.atan2(next[0] - via[0], next[1] - via[1]) * 180) / Math.PI
  const change = ((then - yaw + 540) % 360) - 180
  return yaw + change * Math.min(1, (time - end + TURN_SECONDS) / TURN_SECONDS)
}

const COATS = [0x2d3a55, 0x7d2f35, 0xc9b998, 0x4d5a3a, 0x26262a, 0x8a8f96, 0x3f6f8f, 0xb8702f, 0xd9d6d0, 0x5a3f63]
const TROUSERS = [0x22252b, 0x39465c, 0x5d5348, 0x1b1b1d, 0x6f6a60]
const SKINS = [0xd9a88a, 0x8f5f46, 0xc48e6c, 0xe4bda0, 0x5f3f30]
const HAIRS = [0x241b15, 0x4a3323, 0x8c6b3e, 0x15120f, 0x77706a]

/** Somebody, always the same for a number. */
export function somebody(number: number, highVisibility = false): PersonLook {
  const pick = (list: readonly number[], salt: number) => list[Math.floor(hash2(number, salt, 91) * list.length)]!
  return {
    coat: highVisibility ? 0xd8d43a : pick(COATS, 1),
    trousers: pick(TROUSERS, 2),
    skin: pick(SKINS, 3),
    hair: pick(HAIRS, 4),
    height: 1.6 + 0.28 * hash2(number, 5, 91),
    highVisibility
  }
}

/** Length of one double step, metres. */
const STRIDE_M = 1.45

/** A person on a way, or nobody in the rest between two rounds. */
export function walker(look: PersonLook, way: Way, seconds: number, floor = 0): Thing[] {
  const place = placeOnWay(way, seconds)
  if (!place.present) return []
  const gait = ((place.walked / STRIDE_M) * 2 * Math.PI) % (2 * Math.PI)
  const sway = Math.sin(seconds * 0.9 + look.height * 40) * 0.12
  return [
    person(look, {
      x: place.x,
      z: place.z,
      y: floor,
      yaw: place.moving ? place.yaw : place.yaw + sway * 60,
      gait: place.moving ? gait : sway,
      pace: place.moving ? 1 : 0.15
    })
  ]
}
