import type { RgbImage } from '../pictures/rgb-image.ts'
import { graded, type Moment, ramp, type Variant } from './effect.ts'

/** Adds levels that depend on the place, in place. @param levels Of a pixel, for each colour the same. */
function addPattern({ data, width, height }: RgbImage, levels: (x: number, y: number) => number): void {
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i += 3) {
      const light = levels(x, y)
      data[i] = data[i]! + light
      data[i + 1] = data[i + 1]! + light
      data[i + 2] = data[i + 2]! + light
    }
  }
}

/** Lamps on mains against a rolling shutter: soft bands that wander. They scale with the light. */
const mainsBands: Variant = {
  id: 'mains-bands',
  create(setup) {
    const depth = graded(setup, 0.22, 0.5)
    const bands = setup.random.whole(3, 7)
    const hertz = setup.random.between(-1.4, 1.4)
    return {
      lens({ data, width, height }, at) {
        const on = depth * ramp(at, 200, 200)
        for (let y = 0; y < height; y++) {
          const phase = 2 * Math.PI * ((bands * y) / height + (hertz * at.sinceMs) / 1000)
          const factor = 1 - on + 2 * on * Math.sin(phase / 2) ** 2
          for (let i = y * width * 3; i < (y + 1) * width * 3; i++) data[i] = data[i]! * factor
        }
      }
    }
  }
}

/** Interference on a cable: fine slanted lines that crawl. */
const herringbone: Variant = {
  id: 'herringbone',
  create(setup) {
    const levels = graded(setup, 20, 48)
    const periodPx = (setup.random.between(7, 16) * setup.width) / 640
    const slant = setup.random.between(0.3, 1.2) * setup.random.pick([1, -1])
    return {
      signal(image, at) {
        const on = levels * ramp(at, 150, 150)
        const crawl = at.sinceMs / 90
        addPattern(image, (x, y) => on * Math.sin((2 * Math.PI * (x + slant * y)) / periodPx + crawl))
      }
    }
  }
}

/** Broken column amplifiers: upright lines, each with its own offset, that stand still. */
const columns: Variant = {
  id: 'columns',
  create(setup) {
    const levels = graded(setup, 20, 44)
    const everyPx = Math.max(3, Math.round((setup.random.between(8, 20) * setup.width) / 640))
    const offsets = Float32Array.from({ length: everyPx }, () => setup.random.between(-1, 1))
    // Each group of columns shares one amplifier's pattern, so it repeats.
    const strongest = Math.max(...offsets.map(Math.abs))
    return {
      sensor(image, at) {
        const on = (levels * ramp(at, 150, 150)) / strongest
        addPattern(image, x => on * offsets[x % everyPx]!)
      }
    }
  }
}

/** Hum: hard dark and bright bars that roll through the picture, with a jolt of the lines at their edges. */
const humBars: Variant = {
  id: 'hum-bars',
  create(setup) {
    const levels = graded(setup, 26, 60)
    const bars = setup.random.whole(4, 11)
    const hertz = setup.random.between(0.3, 1.6)
    return {
      signal(image, at) {
        const on = levels * ramp(at, 150, 150)
        const phase = (y: number) => (bars * y) / image.height + (hertz * at.sinceMs) / 1000
        addPattern(image, (_, y) => (Math.sin(2 * Math.PI * phase(y)) > 0 ? on : -on))
        joltLines(image, at, y => Math.abs(Math.sin(2 * Math.PI * phase(y))) < 0.12)
      }
    }
  }
}

function joltLines({ data, width, height }: RgbImage, { random }: Moment, jolted: (y: number) => boolean): void {
  for (let y = 0; y < height; y++) {
    if (!jolted(y)) continue
    const shift = random.whole(0, Math.round(width / 40)) * 3
    const start = y * width * 3
    data.copyWithin(start + shift, start, start + width * 3 - shift)
  }
}

export const stripes: readonly Variant[] = [mainsBands, herringbone, columns, humBars]
