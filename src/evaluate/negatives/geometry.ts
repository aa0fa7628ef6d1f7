import type { EffectSetup, Variant } from '../effects/effect.ts'
import { eased } from '../pictures/smooth-field.ts'
import { angleOfShift, between, HOME, type Pose, reachablePose } from '../pictures/turned-view.ts'
import { negative } from './negative.ts'

const STAY_MS = 8000
const TURN_MS = 1200

/** A camera with presets: it looks one way, turns to another, and comes back, over and over, as it always has. */
const tour: Variant = {
  id: 'two-presets',
  windowShare: 0.7,
  create(setup: EffectSetup) {
    const wide = { width: setup.wideWidth, height: setup.wideHeight }
    const [left, right] = [-1, 1].map(side => ({ ...HOME, pan: angleOfShift(side * 0.14) }))
    const first = reachablePose(wide, setup, HOME, left ?? HOME)
    const second = reachablePose(wide, setup, HOME, right ?? HOME)
    return {
      always: true,
      view({ sinceMs }) {
        const at = (((sinceMs / (STAY_MS + TURN_MS)) % 2) + 2) % 2
        const turning = eased(((at % 1) * (STAY_MS + TURN_MS) - STAY_MS) / TURN_MS)
        return at < 1 ? between(first, second, turning) : between(second, first, turning)
      }
    }
  }
}

/** The tour runs from the first frame on; its views are learned in the first three rounds. */
export const presetTour = negative('preset-tour', [tour], { lastsMs: [38_000, 46_000], learnsMs: 60_000 })

/** Wind and traffic shake the mast a little, now more, now less. Pixels of a view 640 wide. */
const windy = (id: string, px: number, hertz: number): Variant => ({
  id,
  windowShare: 0.94,
  create({ width, wideWidth, random }) {
    const reach = angleOfShift((px * width) / 640 / wideWidth)
    const phases = [random.between(0, 6.3), random.between(0, 6.3)]
    return {
      always: true,
      view({ sinceMs, random: gust }): Pose {
        const turn = (2 * Math.PI * hertz * sinceMs) / 1000
        const strength = reach * (0.6 + 0.4 * Math.sin(turn / 11))
        const pan = strength * (0.7 * Math.sin(turn + phases[0]!) + 0.3 * gust.normal())
        const tilt = 0.6 * strength * (0.7 * Math.sin(turn * 1.3 + phases[1]!) + 0.3 * gust.normal())
        return { ...HOME, pan, tilt }
      }
    }
  }
})

export const vibration = negative('vibration', [windy('wind', 1.6, 0.7), windy('traffic', 1, 9)])
