import { addLight } from '../pictures/blend.ts'
import { exposeBy, scaleLevels } from '../pictures/levels.ts'
import { addSensorNoise } from '../pictures/sensor-noise.ts'
import { fieldOf } from '../pictures/smooth-field.ts'
import { graded, ramp, type Variant } from './effect.ts'

/** A cap pushed over the lens: almost no light, a rim of it at one side. */
const lensCap: Variant = {
  id: 'lens-cap',
  create(setup) {
    const { width, height, random } = setup
    const [leakX, leakY] = [random.between(-0.4, 2.2), random.pick([-0.5, 1.5])]
    const leak = fieldOf(width, height, (x, y) => 26 * Math.exp(-4.5 * Math.hypot(x - leakX, y - leakY)))
    const left = graded(setup, 0.05, 0.01)
    return {
      lens(image, at) {
        const on = ramp(at, 350, 350)
        scaleLevels(image, [1 + (left - 1) * on, 1 + (left - 1) * on, 1 + (left - 1) * on])
        addLight(image, [1, 0.96, 0.9], leak, on)
      }
    }
  }
}

/** The sensor is dead and the encoder goes on: one even level, without noise. */
const deadSensor: Variant = {
  id: 'dead-sensor',
  alsoAccepts: ['no-signal'],
  create(setup) {
    const level = setup.random.whole(0, 16)
    return { sensor: image => void image.data.fill(level) }
  }
}

/** The iris closes within seconds and stays shut; the gain control lifts what noise there is. */
const closedIris: Variant = {
  id: 'closed-iris',
  create(setup) {
    const closeMs = setup.random.between(600, 2500)
    const grain = graded(setup, 5, 2)
    return {
      lens: (image, at) => exposeBy(image, -10 * ramp(at, closeMs, 700)),
      sensor: (image, at) => addSensorNoise(image, grain * ramp(at, closeMs, 700), at.random)
    }
  }
}

/** All light goes out at night, the infrared lamp too. */
const lightsOut: Variant = {
  id: 'lights-out',
  create(setup) {
    const stops = graded(setup, -6.5, -9)
    const floor = setup.random.between(2, 9)
    return {
      lens(image, at) {
        const on = ramp(at, 0, 0)
        exposeBy(image, stops * on)
        scaleLevels(image, [1, 1, 1], [floor * on, floor * on, floor * 1.2 * on])
      },
      sensor: (image, at) => addSensorNoise(image, 3, at.random, 0.9)
    }
  }
}

export const black: readonly Variant[] = [lensCap, deadSensor, closedIris, lightsOut]
