import { HOME, type Pose } from '../pictures/turned-view.ts'
import { type EffectSetup, graded, ramp, type Variant } from './effect.ts'

const WINDOW_SHARE = 0.8

/** Hands tear at the camera: it turns to and fro about three axes, a few times a second, unlike from frame to frame. */
const byHand: Variant = {
  id: 'by-hand',
  windowShare: WINDOW_SHARE,
  create: setup => swinging(setup, graded(setup, 0.028, 0.07), [1.7, 4.3], 0)
}

/** Blow upon blow: each lets it ring and die away. */
const struck: Variant = {
  id: 'struck',
  windowShare: WINDOW_SHARE,
  create: setup => swinging(setup, graded(setup, 0.05, 0.085), [5.1, 8.7], setup.random.between(500, 850))
}

/** A mast in a storm: slower, wide swings with a roll. */
const swayingMast: Variant = {
  id: 'swaying-mast',
  windowShare: WINDOW_SHARE,
  create: setup => swinging(setup, graded(setup, 0.045, 0.08), [0.9, 1.6], 0)
}

/**
 * @param amplitude Radians.
 * @param hertz Range of the swings' frequencies.
 * @param everyMs Time between two blows; 0 for shaking without a break.
 */
function swinging({ random }: EffectSetup, amplitude: number, hertz: readonly [number, number], everyMs: number) {
  const swings = Array.from({ length: 6 }, () => ({
    perMs: (2 * Math.PI * random.between(...hertz)) / 1000,
    phase: random.between(0, 2 * Math.PI)
  }))
  const swing = (first: number, ms: number) =>
    0.65 * Math.sin(swings[first]!.perMs * ms + swings[first]!.phase) +
    0.5 * Math.sin(swings[first + 1]!.perMs * ms + swings[first + 1]!.phase)
  return {
    view(at: Parameters<typeof ramp>[0]): Pose {
      const dying = everyMs === 0 ? 1 : Math.exp((-2.2 * (at.sinceMs % everyMs)) / everyMs)
      const reach = amplitude * dying * ramp(at, 150, 300) * at.random.between(0.85, 1.15)
      const { sinceMs } = at
      return {
        ...HOME,
        pan: reach * swing(0, sinceMs),
        tilt: 0.6 * reach * swing(2, sinceMs),
        roll: 0.5 * reach * swing(4, sinceMs)
      }
    }
  }
}

export const shaken: readonly Variant[] = [byHand, struck, swayingMast]
