import { describe, expect, test } from 'vitest'
import { NEGATIVES } from '../../src/evaluate/negatives/negatives.ts'
import type { Staged } from '../../src/evaluate/scenario.ts'
import type { CameraFrame } from '../../src/evaluate/virtual-camera.ts'
import { DrawnScene } from './drawn-scene.ts'
import { correlationOf, differenceOf, film, lumaOf, meanOf, NOTHING, pictureOf, scenarioOf } from './film.ts'

const staged = (name: string, variant: string): Staged => ({
  ...NOTHING,
  type: 'negative',
  name,
  variant,
  strength: 0.5
})
const all = NEGATIVES.flatMap(({ id, variants }) => variants.map(variant => [id, variant.id] as const))
const plain = film(scenarioOf(NOTHING))
const at = (frames: readonly CameraFrame[], ms: number) => frames.find(frame => frame.capturedMs === ms)!

describe('every harmless event', () => {
  test.each(all)('%s / %s repeats for a seed, and its frames are in order', async (name, variant) => {
    const scenario = scenarioOf(staged(name, variant), { totalMs: 4000 })
    const [one, other] = [await film(scenario), await film(scenario)]
    expect(one.map(({ jpeg }) => Buffer.from(jpeg).toString('base64'))).toEqual(
      other.map(({ jpeg }) => Buffer.from(jpeg).toString('base64'))
    )
    const arrivals = one.map(({ arrivesMs }) => arrivesMs)
    expect(arrivals).toEqual([...arrivals].sort((a, b) => a - b))
    for (const { capturedMs, arrivesMs } of one) expect(arrivesMs).toBeGreaterThanOrEqual(capturedMs)
  })
})

describe('a harmless event shows what its name says', () => {
  test('headlights pass through a night that was there before', async () => {
    const frames = await film(scenarioOf(staged('headlights', 'passing'), { fps: 5 }))
    const means = await Promise.all(frames.map(async frame => meanOf(lumaOf(await pictureOf(frame)))))
    expect(means[0]!).toBeLessThan(70)
    expect(Math.max(...means) - means[0]!).toBeGreaterThan(4)
  })

  test('lights that were switched off stay off, lights that were switched on go off again', async () => {
    const afterwards = async (variant: string) => pictureOf(at(await film(scenarioOf(staged('lights', variant))), 9000))
    const usual = meanOf(lumaOf(await pictureOf(at(await plain, 9000))))
    expect(meanOf(lumaOf(await afterwards('switched-off')))).toBeLessThan(usual - 15)
    expect(meanOf(lumaOf(await afterwards('switched-on')))).toBeCloseTo(usual, 0)
  })

  test('the infrared switch takes the colour and keeps the edges', async () => {
    const now = await pictureOf(at(await film(scenarioOf(staged('infrared-switch', 'to-night'))), 6000))
    const spread = meanOf(now.data.map((level, i) => Math.abs(level - now.data[i - (i % 3)]!)))
    expect(spread).toBeLessThan(3)
    expect(correlationOf(now, await pictureOf(at(await plain, 6000)))).toBeGreaterThan(0.3)
  })

  test('a lorry that stops stands still in the view', async () => {
    const scenario = scenarioOf(
      { ...staged('large-vehicle', 'stopping'), untilMs: 16_000 },
      { totalMs: 18_000, noiseLevels: 0 }
    )
    const frames = await film(scenario)
    const [one, other] = [await pictureOf(at(frames, 5000)), await pictureOf(at(frames, 6000))]
    expect(differenceOf(one, await pictureOf(at(await plain, 5000)))).toBeGreaterThan(6)
    expect(differenceOf(one, other)).toBeLessThan(5)
  })

  test('the preset tour looks two ways, again and again', async () => {
    const scenario = scenarioOf(
      { ...staged('preset-tour', 'two-presets'), fromMs: 20_000, untilMs: 40_000 },
      {
        totalMs: 40_000,
        fps: 1
      }
    )
    const frames = await film(scenario)
    const view = (ms: number) => pictureOf(at(frames, ms))
    const [first, second, firstAgain] = [await view(23_000), await view(33_000), await view(4000)]
    expect(differenceOf(first, second)).toBeGreaterThan(8)
    expect(differenceOf(first, firstAgain)).toBeLessThan(4)
  })

  test('vibration moves the view by a few pixels at most', async () => {
    const frames = await film(scenarioOf(staged('vibration', 'wind'), { fps: 5 }))
    const pictures = await Promise.all(frames.slice(0, 8).map(pictureOf))
    for (const picture of pictures.slice(1)) expect(correlationOf(picture, pictures[0]!)).toBeGreaterThan(0.8)
  })

  test('the resolution changes and comes back', async () => {
    const frames = await film(scenarioOf(staged('resolution-change', 'half-size')))
    const widths = await Promise.all([1000, 5000, 9000].map(async ms => (await pictureOf(at(frames, ms))).width))
    expect(widths).toEqual([240, 120, 240])
  })

  test('late frames arrive within a second, bursts at one moment, and lossy streams lose some', async () => {
    const late = await film(scenarioOf(staged('jitter', 'late'), { fps: 10 }))
    expect(Math.max(...late.map(({ arrivesMs, capturedMs }) => arrivesMs - capturedMs))).toBeLessThan(1000)
    const bursts = await film(scenarioOf(staged('jitter', 'bursts'), { fps: 10 }))
    const inside = bursts.filter(({ capturedMs }) => capturedMs >= 2000 && capturedMs < 8000)
    expect(new Set(inside.map(({ arrivesMs }) => arrivesMs)).size).toBeLessThan(inside.length / 4)
    const lossy = await film(scenarioOf(staged('jitter', 'lossy'), { fps: 10 }))
    expect(lossy.length).toBeLessThan(95)
    expect(lossy.length).toBeGreaterThan(60)
  })

  test('a camera without colour films none, whatever is before it', async () => {
    const scene = new DrawnScene('drawn', true)
    const frames = await film(scenarioOf(staged('person-close', 'standing')), scene)
    const { data } = await pictureOf(at(frames, 5000))
    expect(meanOf(data.map((level, i) => Math.abs(level - data[i - (i % 3)]!)))).toBeLessThan(1.5)
  })
})
