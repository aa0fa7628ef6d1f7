import { addLight } from '../pictures/blend.ts'
import { applyCurve, exposeBy, type PerChannel } from '../pictures/levels.ts'
import { type Field, fieldOf } from '../pictures/smooth-field.ts'
import { type EffectSetup, graded, ramp, type Variant } from './effect.ts'

/** The exposure hangs far too long. */
const exposureStuck: Variant = {
  id: 'exposure-stuck',
  create(setup) {
    const stops = graded(setup, 2.6, 4.6)
    const inMs = setup.random.pick([0, 900])
    return { lens: (image, at) => exposeBy(image, stops * ramp(at, inMs, 500)) }
  }
}

/** The gain is stuck: everything is lifted, dark parts too, and the highlights are cut. */
const gainStuck: Variant = {
  id: 'gain-stuck',
  create(setup) {
    const gain = graded(setup, 2.4, 5)
    const lift = graded(setup, 40, 95)
    return {
      sensor(image, at) {
        const on = ramp(at, 0, 0)
        applyCurve(image, level => level * (1 + (gain - 1) * on) + lift * on)
      }
    }
  }
}

/** The low sun shines into the lens: a burnt disc, a veil over all, and ghosts on the line through the middle. */
const lowSun: Variant = {
  id: 'low-sun',
  create(setup) {
    const ratio = setup.width / setup.height
    const [sunX, sunY] = [setup.random.between(0.2, 0.8) * ratio, setup.random.between(0.15, 0.45)]
    const radius = graded(setup, 0.3, 0.52)
    const veil = graded(setup, 55, 120)
    const light = fieldOf(setup.width, setup.height, (x, y) => {
      const away = Math.hypot(x - sunX, y - sunY)
      const ghost = Math.hypot(x - (ratio - sunX), y - (1 - sunY)) < 0.07 ? 34 : 0
      return veil + ghost + 420 * Math.exp(-((away / radius) ** 2) * 1.6)
    })
    return { lens: (image, at) => addLight(image, [1, 0.95, 0.82], light, ramp(at, 1400, 900)) }
  }
}

/** Someone holds a torch at the camera; the beam wanders. */
const torch: Variant = {
  id: 'torch',
  create: setup => heldLight(setup, [1, 1, 0.97], graded(setup, 0.24, 0.4), 90)
}

/** A laser dazzles the sensor: one colour, a star of lines, speckle. */
const laser: Variant = {
  id: 'laser',
  create: setup =>
    heldLight(
      setup,
      setup.random.pick([
        [0.3, 1, 0.35],
        [1, 0.25, 0.3]
      ] as const),
      graded(setup, 0.26, 0.4),
      70
    )
}

function heldLight(setup: EffectSetup, colour: PerChannel, radius: number, veil: number) {
  const { width, height, random } = setup
  const ratio = width / height
  const [middleX, middleY] = [random.between(0.35, 0.65) * ratio, random.between(0.35, 0.65)]
  const speed = random.between(0.8, 2)
  return {
    lens(image: Parameters<typeof addLight>[0], at: Parameters<typeof ramp>[0]) {
      const seconds = at.sinceMs / 1000
      const x = middleX + 0.05 * Math.sin(seconds * speed) + 0.006 * at.random.normal()
      const y = middleY + 0.05 * Math.cos(seconds * speed * 1.3) + 0.006 * at.random.normal()
      const power = ramp(at, 300, 300) * at.random.between(0.92, 1.08)
      const light = beam(width, height, x, y, radius, veil)
      addLight(image, colour, light, power)
      // The core saturates in every colour.
      addLight(
        image,
        [1, 1, 1],
        light.map(levels => Math.max(0, levels - 260)),
        power
      )
    }
  }
}

function beam(width: number, height: number, atX: number, atY: number, radius: number, veil: number): Field {
  return fieldOf(width, height, (x, y) => {
    const [dx, dy] = [x - atX, y - atY]
    const away = Math.hypot(dx, dy) / radius
    const star = 120 * Math.exp(-Math.min(Math.abs(dx), Math.abs(dy)) * 70 - away * 1.5)
    return veil + star + 480 / (1 + (away * 1.35) ** 4)
  })
}

export const bright: readonly Variant[] = [exposureStuck, lowSun, torch, gainStuck, laser]
