import { discBlur } from '../pictures/disc-blur.ts'
import { type EffectSetup, graded, ramp, type Variant } from './effect.ts'

/** A variant whose lens leaves its focus within some time and comes back. Radii are for a picture 640 px wide. */
const leavingFocus = (id: string, inMs: (setup: EffectSetup) => number, mildPx: number, strongPx: number): Variant => ({
  id,
  create(setup) {
    const radius = (graded(setup, mildPx, strongPx) * setup.width) / 640
    const attackMs = inMs(setup)
    return { lens: (image, at) => discBlur(image, radius * ramp(at, attackMs, 700)) }
  }
})

/** The focus motor runs away. */
const sudden = leavingFocus('sudden', () => 250, 3.5, 11)
/** The lens creeps: nobody sees it happen from frame to frame. */
const slow = leavingFocus('slow', ({ durationMs }) => Math.min(7000, durationMs * 0.5), 5, 12)

/** The autofocus hunts about a wrong distance. */
const hunting: Variant = {
  id: 'hunting',
  create(setup) {
    const radius = (graded(setup, 5, 10) * setup.width) / 640
    const periodMs = setup.random.between(1500, 3000)
    return {
      lens(image, at) {
        const swing = 0.8 + 0.25 * Math.sin((2 * Math.PI * at.sinceMs) / periodMs)
        discBlur(image, radius * swing * ramp(at, 500, 500))
      }
    }
  }
}

export const defocused: readonly Variant[] = [sudden, slow, hunting]
