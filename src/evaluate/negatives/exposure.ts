import { ramp, type Variant } from '../effects/effect.ts'
import { exposeBy, removeColour, scaleLevels } from '../pictures/levels.ts'
import { addSensorNoise } from '../pictures/sensor-noise.ts'
import { negative } from './negative.ts'

/** The automatic exposure jumps and swings in, again and again, as when a door opens. */
const adapting: Variant = {
  id: 'swinging-in',
  create({ random }) {
    const everyMs = random.between(4000, 6000)
    const stops = random.between(0.6, 1) * random.pick([1, -1])
    return {
      lens(image, { sinceMs }) {
        const since = sinceMs % everyMs
        const swing = Math.exp(-since / 450) * Math.cos(since / 260)
        exposeBy(image, stops * swing)
      }
    }
  }
}

/** It pumps a little all the time. */
const pumping: Variant = {
  id: 'pumping',
  create({ random }) {
    const perMs = (2 * Math.PI * random.between(0.3, 0.9)) / 1000
    return {
      always: true,
      lens: (image, { sinceMs, random: step }) =>
        exposeBy(image, 0.16 * Math.sin(sinceMs * perMs) + 0.03 * step.normal())
    }
  }
}

export const exposure = negative('exposure', [adapting, pumping])

/** Dusk: it gets darker, bluer and paler, and the gain turns up the noise. */
const falling: Variant = {
  id: 'falling',
  create({ random, durationMs }) {
    const stops = -random.between(1.8, 2.6)
    const grain = random.between(2.5, 4.5)
    const share = (sinceMs: number) => Math.min(1, Math.max(0, sinceMs / (durationMs * 0.9)))
    return {
      stays: true,
      lens(image, { sinceMs }) {
        const dark = share(sinceMs)
        exposeBy(image, stops * dark)
        removeColour(image, 0.35 * dark)
        scaleLevels(image, [1 - 0.07 * dark, 1, 1 + 0.09 * dark])
      },
      sensor: (image, at) => addSensorNoise(image, grain * share(at.sinceMs), at.random, 0.6)
    }
  }
}

/** Gain noise comes and goes with the light of a summer evening, without the picture getting much darker. */
const grainy: Variant = {
  id: 'grainy',
  create({ random }) {
    const grain = random.between(4, 6)
    return { sensor: (image, at) => addSensorNoise(image, grain * ramp(at, 6000, 6000), at.random, 0.7) }
  }
}

export const dusk = negative('dusk', [falling, grainy], { lastsMs: [30_000, 40_000] })
