import { angleOfShift, between, HOME, type Pose, reachablePose } from '../pictures/turned-view.ts'
import { type EffectSetup, graded, ramp, type Variant } from './effect.ts'

const WINDOW_SHARE = 0.68
const RADIANS_PER_DEGREE = Math.PI / 180

/** A variant that turns from one pose to another and, in the end, back. Both are made to fit into the footage. */
const turning = (id: string, poses: (setup: EffectSetup, side: 1 | -1) => readonly [Pose, Pose]): Variant => ({
  id,
  windowShare: WINDOW_SHARE,
  create(setup) {
    const [home, away] = poses(setup, setup.random.pick([1, -1]))
    const wide = { width: setup.wideWidth, height: setup.wideHeight }
    const from = reachablePose(wide, setup, HOME, home)
    const to = reachablePose(wide, setup, from, away)
    const turnMs = setup.random.pick([80, 600, 2000])
    return { always: true, view: at => between(from, to, ramp(at, turnMs, turnMs)) }
  }
})

/** Shares of the footage's width; the view has `WINDOW_SHARE` of it. */
const panned = (widths: number): Pose => ({ ...HOME, pan: angleOfShift(widths) })

/** Turned a little: about a tenth to a fifth of the view leaves it at one side. */
const panSlightly = turning('pan-slightly', (setup, side) => {
  const widths = graded(setup, 0.075, 0.14)
  return [panned((-side * widths) / 2), panned((side * widths) / 2)]
})

/** Turned by nearly half a view. */
const panFar = turning('pan-far', (setup, side) => {
  const widths = graded(setup, 0.22, 0.31)
  return [panned((-side * widths) / 2), panned((side * widths) / 2)]
})

/** Sags on a loose joint, or is pushed up. */
const tilt = turning('tilt', (setup, side) => {
  const widths = graded(setup, 0.07, 0.15)
  const tilted = (share: number): Pose => ({ ...HOME, tilt: angleOfShift(share * widths) })
  return [tilted(-side / 2), tilted(side / 2)]
})

/** Turned about its own axis. */
const roll = turning('roll', (setup, side) => [
  HOME,
  { ...HOME, zoom: 1.12, roll: side * RADIANS_PER_DEGREE * graded(setup, 7, 15) }
])

/** Another focal length. */
const zoomed = turning('zoom', setup => [HOME, { ...HOME, zoom: graded(setup, 1.25, 1.6) }])

/** Carried off, or turned round wholly: another place. */
const elsewhere: Variant = {
  id: 'elsewhere',
  create: () => ({ elsewhere: () => true })
}

export const moved: readonly Variant[] = [panFar, panSlightly, tilt, elsewhere, roll, zoomed]
