import { describe, expect, test } from 'vitest'
import { blendColour, blendShifted } from '../../../src/evaluate/pictures/blend.ts'
import { discBlur } from '../../../src/evaluate/pictures/disc-blur.ts'
import { exposeBy, mixColours, removeColour, scaleLevels } from '../../../src/evaluate/pictures/levels.ts'
import { resample } from '../../../src/evaluate/pictures/resample.ts'
import { copyImage, createImage, type RgbImage } from '../../../src/evaluate/pictures/rgb-image.ts'
import { addSensorNoise } from '../../../src/evaluate/pictures/sensor-noise.ts'
import { quantileOf, smoothField, softenField } from '../../../src/evaluate/pictures/smooth-field.ts'
import { angleOfShift, HOME, lookInto, reachablePose } from '../../../src/evaluate/pictures/turned-view.ts'
import { Random } from '../../../src/evaluate/random.ts'
import { deviationOf, lumaOf, meanOf } from '../film.ts'

function drawn(width: number, height: number, level: (x: number, y: number, c: number) => number): RgbImage {
  const image = createImage(width, height)
  for (let i = 0; i < image.data.length; i++) {
    const pixel = Math.floor(i / 3)
    image.data[i] = level(pixel % width, Math.floor(pixel / width), i % 3)
  }
  return image
}

const random = () => new Random('pictures')
const texture = (width: number, height: number) => {
  const numbers = random()
  return drawn(width, height, () => numbers.whole(0, 255))
}

describe('disc blur', () => {
  function slowBlur(image: RgbImage, radius: number): RgbImage {
    const { width, height, data } = image
    return drawn(width, height, (x, y, c) => {
      let [sum, count] = [0, 0]
      for (let dy = -Math.floor(radius); dy <= radius; dy++) {
        for (let dx = -Math.floor(radius); dx <= radius; dx++) {
          if (dx * dx + dy * dy > radius * radius) continue
          const row = Math.min(height - 1, Math.max(0, y + dy))
          const column = Math.min(width - 1, Math.max(0, x + dx))
          sum += data[(row * width + column) * 3 + c]!
          count++
        }
      }
      return sum / count
    })
  }

  test.each([
    [9, 7, 1],
    [16, 11, 2.5],
    [5, 5, 4]
  ])('is the mean over a disc on %i x %i pixels, radius %f', (width, height, radius) => {
    const image = texture(width, height)
    const expected = slowBlur(image, radius)
    discBlur(image, radius)
    expect([...image.data]).toEqual([...expected.data])
  })

  test('changes nothing below one pixel', () => {
    const image = texture(8, 8)
    const before = copyImage(image)
    discBlur(image, 0.9)
    expect(image.data).toEqual(before.data)
  })
})

describe('levels', () => {
  test('are scaled and stop at the ends of the range', () => {
    const image = drawn(2, 1, x => (x === 0 ? 10 : 200))
    scaleLevels(image, [2, 1, 0.5], [0, 5, -50])
    expect([...image.data]).toEqual([20, 15, 0, 255, 205, 50])
  })

  test('an exposure of no stops keeps the darker ones, more light never darkens', () => {
    const image = drawn(256, 1, x => x)
    exposeBy(image, 0)
    for (let level = 0; level < 225; level++) expect(Math.abs(image.data[level * 3]! - level)).toBeLessThanOrEqual(1)
    const brighter = drawn(256, 1, x => x)
    exposeBy(brighter, 2)
    for (let i = 0; i < 256; i++) expect(brighter.data[i * 3]!).toBeGreaterThanOrEqual(image.data[i * 3]!)
  })

  test('mixed colours read the picture as it was, and removed colour leaves the luma', () => {
    const image = drawn(1, 1, (_, __, c) => [200, 100, 50][c]!)
    mixColours(image, [
      [0, 1, 0],
      [1, 0, 0],
      [0, 0, 1]
    ])
    expect([...image.data]).toEqual([100, 200, 50])
    removeColour(image)
    expect([...image.data]).toEqual([153, 153, 153])
  })
})

describe('sensor noise', () => {
  test('has the deviation that was asked for at mid-grey, less in the dark', () => {
    const spread = (level: number) => {
      const image = drawn(200, 200, () => level)
      addSensorNoise(image, 6, random(), 0)
      return deviationOf(lumaOf(image))
    }
    expect(Math.abs(spread(128) - 6)).toBeLessThan(0.4)
    expect(spread(30)).toBeLessThan(4.6)
  })

  test('repeats for a seed, differs for another, and 0 changes nothing', () => {
    const noisy = (seed: string, levels: number) => {
      const image = drawn(40, 30, () => 90)
      addSensorNoise(image, levels, new Random(seed))
      return [...image.data]
    }
    expect(noisy('a', 3)).toEqual(noisy('a', 3))
    expect(noisy('a', 3)).not.toEqual(noisy('b', 3))
    expect(new Set(noisy('a', 0))).toEqual(new Set([90]))
  })
})

describe('turned view', () => {
  const wide = drawn(120, 80, (x, y) => x * 2 + (y % 8) * 2)

  test('shows the middle of the wide picture at home, pixel by pixel', () => {
    const view = createImage(80, 50)
    lookInto(wide, HOME, view)
    const expected = drawn(80, 50, (x, y, c) => wide.data[((y + 15) * 120 + x + 20) * 3 + c]!)
    expect([...view.data]).toEqual([...expected.data])
  })

  test('a pan to the right brings in what is at the right, a zoom what is nearer the middle', () => {
    const view = createImage(80, 50)
    lookInto(wide, HOME, view)
    const before = meanOf(lumaOf(view))
    lookInto(wide, { ...HOME, pan: angleOfShift(0.1) }, view)
    // 12 of 120 pixels, two levels each.
    expect(meanOf(lumaOf(view)) - before).toBeGreaterThan(20)
    lookInto(wide, { ...HOME, zoom: 2 }, view)
    expect(deviationOf(lumaOf(view))).toBeLessThan(30)
  })

  test('a pose that would look past the edge is brought back until it does not', () => {
    const pose = reachablePose(wide, { width: 80, height: 50 }, HOME, { ...HOME, pan: 1.2 })
    expect(pose.pan).toBeGreaterThan(0.05)
    const view = createImage(80, 50)
    lookInto(wide, pose, view)
    // The ramp still rises at the right edge: nothing is repeated there.
    expect(view.data[79 * 3]!).toBeGreaterThan(view.data[76 * 3]!)
  })
})

describe('resampling', () => {
  test('keeps the mean and the picture of an equal size', () => {
    const image = texture(60, 40)
    const small = createImage(23, 17)
    resample(image, small)
    expect(Math.abs(meanOf(lumaOf(small)) - meanOf(lumaOf(image)))).toBeLessThan(3)
    const same = createImage(60, 40)
    resample(image, same)
    expect(same.data).toEqual(image.data)
  })

  test('an even picture stays even, larger or smaller', () => {
    for (const [width, height] of [
      [7, 5],
      [90, 33]
    ] as const) {
      const target = createImage(width, height)
      resample(
        drawn(30, 20, () => 77),
        target
      )
      expect(new Set(target.data)).toEqual(new Set([77]))
    }
  })
})

describe('fields and blending', () => {
  test('a smooth field repeats for a seed, lies in 0..1, and has steps far below its range', () => {
    const field = smoothField(64, 48, 24, 3, random())
    expect(field).toEqual(smoothField(64, 48, 24, 3, random()))
    expect(Math.min(...field)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...field)).toBeLessThanOrEqual(1)
    const steps = field.slice(1).map((value, i) => (i % 64 === 63 ? 0 : Math.abs(value - field[i]!)))
    expect(Math.max(...steps)).toBeLessThan(0.25)
  })

  test('the quantile of a field leaves its share below it, and softening keeps the sum inside', () => {
    const field = smoothField(64, 48, 24, 3, random())
    const level = quantileOf(field, 0.3)
    const below = field.filter(value => value <= level).length / field.length
    expect(Math.abs(below - 0.3)).toBeLessThan(0.02)
    const spot = new Float32Array(64 * 48)
    spot[24 * 64 + 32] = 1
    softenField(spot, 64, 48, 3)
    expect(spot.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 4)
    expect(Math.max(...spot)).toBeLessThan(0.1)
  })

  test('a blend changes the share that is covered alone', () => {
    const image = drawn(4, 1, () => 100)
    blendColour(image, [200, 200, 200], Float32Array.from([0, 0.5, 1, 2]))
    expect([...image.data]).toEqual([100, 100, 100, 150, 150, 150, 200, 200, 200, 200, 200, 200])
  })

  test('a shifted blend repeats the edge of the cover', () => {
    const image = drawn(4, 1, () => 0)
    const cover = drawn(4, 1, x => 50 * (x + 1))
    blendShifted(image, cover, Float32Array.from([1, 1, 1, 1]), 2, 0)
    expect([0, 3, 6, 9].map(i => image.data[i])).toEqual([50, 50, 50, 100])
  })
})
