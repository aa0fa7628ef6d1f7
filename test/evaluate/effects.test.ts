import { describe, expect, test } from 'vitest'
import { decodeJpeg } from '../../src/codec/decode.ts'
import { FAULT_KINDS, FAULT_VARIANTS } from '../../src/evaluate/effects/fault-variants.ts'
import { scanStart } from '../../src/evaluate/effects/jpeg-scan.ts'
import type { Scenario, Staged } from '../../src/evaluate/scenario.ts'
import type { CameraFrame } from '../../src/evaluate/virtual-camera.ts'
import type { FaultKind } from '../../src/model/fault.ts'
import {
  correlationOf,
  deviationOf,
  differenceOf,
  film,
  lumaOf,
  meanOf,
  NOTHING,
  pictureOf,
  scenarioOf,
  sharpnessOf
} from './film.ts'

const LIMITS = { maxBytes: 1e7, maxPixels: 1e7 }

const staged = (kind: FaultKind, variant: string, strength = 0.5): Staged => ({
  type: 'fault',
  kind,
  variant,
  strength,
  fromMs: 2000,
  untilMs: 8000
})
const all = FAULT_KINDS.flatMap(kind => FAULT_VARIANTS[kind].map(({ id }) => [kind, id] as const))
const variantsOf = (kind: FaultKind) => FAULT_VARIANTS[kind].map(({ id }) => id)

const plain = film(scenarioOf(NOTHING))
const at = (frames: readonly CameraFrame[], ms: number) => frames.find(frame => frame.capturedMs === ms)!

/** Films of what is asked for more than once. */
const films = new Map<string, Promise<CameraFrame[]>>()
function filmOnce(kind: FaultKind, variant: string): Promise<CameraFrame[]> {
  const key = `${kind} ${variant}`
  const known = films.get(key) ?? film(scenarioOf(staged(kind, variant)))
  films.set(key, known)
  return known
}

/** The picture in the middle of a fault, and the one that a healthy camera takes at that time. */
async function middle(kind: FaultKind, variant: string, more: Partial<Scenario> = {}) {
  const usual = Object.keys(more).length === 0
  const frames = usual ? await filmOnce(kind, variant) : await film(scenarioOf(staged(kind, variant), more))
  const healthy = usual ? await plain : await film(scenarioOf(NOTHING, more))
  return { frames, now: await pictureOf(at(frames, 6000)), usual: await pictureOf(at(healthy, 6000)) }
}

describe('every injected fault', () => {
  test('has a variant of each of the sixteen kinds', () => {
    expect(FAULT_KINDS).toHaveLength(16)
    for (const kind of FAULT_KINDS) expect(FAULT_VARIANTS[kind].length).toBeGreaterThan(1)
    expect(new Set(all.map(names => names.join())).size).toBe(all.length)
  })

  test.each(all)('%s / %s repeats for a seed', async (kind, variant) => {
    const one = (await filmOnce(kind, variant)).filter(({ capturedMs }) => capturedMs < 5000)
    const other = await film(scenarioOf(staged(kind, variant), { totalMs: 5000 }))
    expect(one.map(({ jpeg, arrivesMs }) => [arrivesMs, Buffer.from(jpeg).toString('base64')])).toEqual(
      other.map(({ jpeg, arrivesMs }) => [arrivesMs, Buffer.from(jpeg).toString('base64')])
    )
  })

  test.each(all.filter(([kind, id]) => kind !== 'shaken' && (kind !== 'moved' || id === 'elsewhere')))(
    '%s / %s changes nothing before it begins and after it has ended',
    async (kind, variant) => {
      const outside = (frames: readonly CameraFrame[]) =>
        frames
          .filter(({ capturedMs }) => capturedMs < 2000 || capturedMs > 8000)
          .map(({ capturedMs, arrivesMs, jpeg }) => [capturedMs, arrivesMs, Buffer.from(jpeg).toString('base64')])
      expect(outside(await filmOnce(kind, variant))).toEqual(outside(await plain))
    }
  )
})

describe('an injected fault shows what its name says', () => {
  test.each(variantsOf('black'))('black / %s leaves almost no light', async variant => {
    const { now } = await middle('black', variant)
    expect(meanOf(lumaOf(now))).toBeLessThan(25)
  })

  test.each(variantsOf('bright'))('bright / %s saturates a part of the picture', async variant => {
    const { now, usual } = await middle('bright', variant)
    const saturated = lumaOf(now).filter(level => level > 245).length / lumaOf(now).length
    expect(saturated).toBeGreaterThan(0.03)
    expect(meanOf(lumaOf(now)) - meanOf(lumaOf(usual))).toBeGreaterThan(25)
  })

  test.each(variantsOf('no-signal'))('no-signal / %s has nothing of the scene in it', async variant => {
    const { now, usual } = await middle('no-signal', variant)
    expect(Math.abs(correlationOf(now, usual))).toBeLessThan(0.3)
  })

  test.each(variantsOf('undecodable'))('undecodable / %s gives no picture most of the time', async variant => {
    const frames = await filmOnce('undecodable', variant)
    const inside = frames.filter(({ capturedMs }) => capturedMs >= 2000 && capturedMs < 8000)
    const results = await Promise.all(inside.map(({ jpeg }) => decodeJpeg(jpeg, LIMITS)))
    expect(results.filter(result => 'error' in result).length).toBeGreaterThan(inside.length / 2)
  })

  test.each(variantsOf('corrupted').filter(id => id !== 'bit-errors'))(
    'corrupted / %s is a whole JPEG of a broken picture',
    async variant => {
      const { frames, now, usual } = await middle('corrupted', variant)
      expect('picture' in (await decodeJpeg(at(frames, 6000).jpeg, LIMITS))).toBe(true)
      expect(differenceOf(now, usual)).toBeGreaterThan(3)
    }
  )

  test('corrupted / bit-errors spoils the coded data alone', async () => {
    const frames = await filmOnce('corrupted', 'bit-errors')
    const [now, usual] = [at(frames, 6000).jpeg, at(await plain, 6000).jpeg]
    const scan = scanStart(usual)
    expect(now).toHaveLength(usual.length)
    expect(now.subarray(0, scan)).toEqual(usual.subarray(0, scan))
    expect(now).not.toEqual(usual)
  })

  test('frozen / same-bytes repeats the last bytes', async () => {
    const { frames } = await middle('frozen', 'same-bytes')
    const inside = frames.filter(({ capturedMs }) => capturedMs >= 2000 && capturedMs < 8000)
    for (const { jpeg } of inside) expect(jpeg).toEqual(at(frames, 1000).jpeg)
  })

  test.each(variantsOf('frozen').filter(id => id !== 'same-bytes'))(
    'frozen / %s repeats the picture, but not its bytes',
    async variant => {
      const { frames, now } = await middle('frozen', variant, { clock: true })
      const before = at(frames, 5000)
      expect(before.jpeg).not.toEqual(at(frames, 6000).jpeg)
      // The box moves in a healthy camera: see the second figure.
      expect(differenceOf(now, await pictureOf(before))).toBeLessThan(2.5)
      expect(differenceOf(now, await pictureOf(at(await plain, 6000)))).toBeGreaterThan(3)
    }
  )

  test('frozen / running-clock lets the clock run', async () => {
    const { frames, now } = await middle('frozen', 'running-clock', { clock: true })
    const before = await pictureOf(at(frames, 5000))
    const earlier = lumaOf(before)
    const changed = lumaOf(now).map((level, i) => Math.abs(level - earlier[i]!))
    expect(Math.max(...changed)).toBeGreaterThan(100)
  })

  test.each(variantsOf('shaken'))('shaken / %s looks elsewhere in every frame', async variant => {
    const { frames } = await middle('shaken', variant)
    const inside = frames.filter(({ capturedMs }) => capturedMs >= 2500 && capturedMs < 7500)
    const pictures = await Promise.all(inside.map(pictureOf))
    const steps = pictures.slice(1).map((picture, i) => differenceOf(picture, pictures[i]!))
    expect(meanOf(steps)).toBeGreaterThan(6)
  })

  test.each(variantsOf('moved'))('moved / %s looks elsewhere, and stays there', async variant => {
    const { frames } = await middle('moved', variant)
    const [before, early, late] = await Promise.all([1000, 5000, 6000].map(ms => pictureOf(at(frames, ms))))
    expect(differenceOf(early!, before!)).toBeGreaterThan(6)
    // The box in the scene goes on moving.
    expect(differenceOf(early!, late!)).toBeLessThan(0.6 * differenceOf(early!, before!))
  })

  test.each(variantsOf('occluded'))('occluded / %s hides the scene', async variant => {
    const { now, usual } = await middle('occluded', variant)
    expect(Math.abs(correlationOf(now, usual))).toBeLessThan(0.35)
  })

  test.each(variantsOf('partly-occluded'))('partly-occluded / %s hides a part of the scene', async variant => {
    const { now, usual } = await middle('partly-occluded', variant)
    const [levels, before] = [lumaOf(now), lumaOf(usual)]
    const same = levels.filter((level, i) => Math.abs(level - before[i]!) < 8).length / levels.length
    expect(same).toBeGreaterThan(0.2)
    expect(same).toBeLessThan(0.85)
  })

  test.each(variantsOf('defocused'))('defocused / %s softens edges and keeps the light', async variant => {
    const { now, usual } = await middle('defocused', variant)
    expect(sharpnessOf(now)).toBeLessThan(0.8 * sharpnessOf(usual))
    expect(Math.abs(meanOf(lumaOf(now)) - meanOf(lumaOf(usual)))).toBeLessThan(4)
  })

  test.each(variantsOf('low-contrast'))('low-contrast / %s leaves less than half of the contrast', async variant => {
    const { now, usual } = await middle('low-contrast', variant)
    expect(deviationOf(lumaOf(now))).toBeLessThan(0.5 * deviationOf(lumaOf(usual)))
  })

  test.each(variantsOf('noise'))('noise / %s differs from frame to frame all over', async variant => {
    const { frames, now } = await middle('noise', variant)
    expect(differenceOf(now, await pictureOf(at(frames, 5000)))).toBeGreaterThan(12)
  })

  test.each(variantsOf('stripes'))('stripes / %s lie over the scene', async variant => {
    const { now, usual } = await middle('stripes', variant)
    const without = lumaOf(usual)
    const added = lumaOf(now).map((level, i) => level - without[i]!)
    expect(deviationOf(added)).toBeGreaterThan(8)
    expect(correlationOf(now, usual)).toBeGreaterThan(0.3)
  })

  test.each(variantsOf('colour-cast'))('colour-cast / %s shifts the colours and keeps the scene', async variant => {
    const { now, usual } = await middle('colour-cast', variant)
    const means = [now, usual].map(({ data }) => [0, 1, 2].map(c => meanOf(data.filter((_, i) => i % 3 === c))))
    const chroma = ([red, green, blue]: number[]) => [red! - green!, blue! - green!]
    const [shifted, before] = means.map(chroma)
    expect(Math.hypot(shifted![0]! - before![0]!, shifted![1]! - before![1]!)).toBeGreaterThan(20)
    expect(correlationOf(now, usual)).toBeGreaterThan(0.8)
  })

  test.each(variantsOf('stream-gap'))('stream-gap / %s lets nothing through for most of its time', async variant => {
    const frames = await filmOnce('stream-gap', variant)
    expect(frames.filter(({ capturedMs }) => capturedMs >= 4000 && capturedMs < 8000)).toEqual([])
    expect(frames.filter(({ capturedMs }) => capturedMs < 2000)).toHaveLength(2)
  })
})
