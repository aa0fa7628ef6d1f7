import sharp from 'sharp'
import { beforeAll, describe, expect, it } from 'vitest'
import type { FaultKind } from '../../../../../../src/model/fault.ts'
import type { RgbFrame } from '../../../../../../src/pipeline/capture/adapters/test-video/faults/fault-effect.ts'
import { FAULT_EFFECTS } from '../../../../../../src/pipeline/capture/adapters/test-video/faults/fault-effects.ts'
import { hash2 } from '../../../../../../src/pipeline/capture/adapters/test-video/render/value-noise.ts'

const WIDTH = 160
const HEIGHT = 90

/** A scene of bricks in several colours with a little noise: many edges everywhere. */
function healthyFrame(): RgbFrame {
  const data = new Uint8Array(WIDTH * HEIGHT * 3)
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      for (let c = 0; c < 3; c++) {
        const brick = 40 + 160 * hash2(Math.floor(x / 9), Math.floor(y / 7), c)
        data[(y * WIDTH + x) * 3 + c] = brick + 6 * hash2(x, y, 9)
      }
    }
  }
  return { data, width: WIDTH, height: HEIGHT }
}

function staged(kind: FaultKind, progress = 0.6, moment = 5): RgbFrame {
  const effect = FAULT_EFFECTS[kind]
  const frame = healthyFrame()
  if (effect.stage !== 'lens' && effect.stage !== 'signal') throw new Error(`${kind} does not change the picture`)
  effect.apply(frame, progress, moment)
  return frame
}

function mean({ data }: RgbFrame, channel?: number): number {
  let sum = 0
  const step = channel === undefined ? 1 : 3
  for (let i = channel ?? 0; i < data.length; i += step) sum += data[i]!
  return sum / (data.length / step)
}

/** Mean step between neighbours along rows, grey levels. */
function gradient({ data }: RgbFrame): number {
  let sum = 0
  for (let i = 3; i < data.length; i += 3) sum += Math.abs(data[i + 1]! - data[i - 2]!)
  return sum / (data.length / 3)
}

function meanDifference(a: RgbFrame, b: RgbFrame): number {
  return a.data.reduce((sum, value, i) => sum + Math.abs(value - b.data[i]!), 0) / a.data.length
}

const healthy = healthyFrame()

describe('picture faults', () => {
  it('black leaves less than 10 levels, and some noise', () => {
    expect(mean(staged('black'))).toBeLessThan(10)
    expect(new Set(staged('black').data).size).toBeGreaterThan(1)
  })

  it('bright saturates a good part of the picture', () => {
    const frame = staged('bright')
    expect(mean(frame)).toBeGreaterThan(mean(healthy) + 60)
    expect(frame.data.filter(value => value === 255).length / frame.data.length).toBeGreaterThan(0.25)
  })

  it('occluded is dim and has next to no edges', () => {
    const frame = staged('occluded')
    expect(mean(frame)).toBeLessThan(90)
    expect(gradient(frame)).toBeLessThan(gradient(healthy) * 0.2)
  })

  it('occluded slides in: a part of the view is still there in the beginning', () => {
    const frame = staged('occluded', 0.02)
    expect(gradient(frame)).toBeGreaterThan(gradient(healthy) * 0.3)
    expect(meanDifference(frame, healthy)).toBeGreaterThan(5)
  })

  it('partly-occluded covers a part and leaves a part as it was', () => {
    const frame = staged('partly-occluded')
    let same = 0
    for (let i = 0; i < frame.data.length; i++) if (frame.data[i] === healthy.data[i]) same++
    expect(same / frame.data.length).toBeGreaterThan(0.3)
    expect(same / frame.data.length).toBeLessThan(0.8)
  })

  it('shaken shows another picture in each frame', () => {
    const [one, next, third] = [staged('shaken', 0.5, 5), staged('shaken', 0.5, 6), staged('shaken', 0.5, 7)]
    expect(meanDifference(one, healthy)).toBeGreaterThan(15)
    expect(meanDifference(one, next)).toBeGreaterThan(15)
    expect(meanDifference(next, third)).toBeGreaterThan(15)
  })

  it('moved shows another view that stays', () => {
    expect(meanDifference(staged('moved', 0.5, 5), healthy)).toBeGreaterThan(15)
    expect(staged('moved', 0.5, 5).data).toEqual(staged('moved', 0.9, 44).data)
  })

  it('defocused takes the edges and keeps the brightness', () => {
    const frame = staged('defocused')
    expect(gradient(frame)).toBeLessThan(gradient(healthy) * 0.35)
    expect(Math.abs(mean(frame) - mean(healthy))).toBeLessThan(3)
  })

  it('low-contrast takes most of the spread', () => {
    const frame = staged('low-contrast')
    expect(gradient(frame)).toBeLessThan(gradient(healthy) * 0.25)
    expect(mean(frame)).toBeGreaterThan(100)
  })

  it('noise adds steps everywhere, others in each frame', () => {
    expect(gradient(staged('noise'))).toBeGreaterThan(gradient(healthy) * 2)
    expect(meanDifference(staged('noise', 0.5, 5), staged('noise', 0.5, 6))).toBeGreaterThan(15)
  })

  it('stripes make rows alternate between dark and bright', () => {
    const frame = staged('stripes')
    const rows = Array.from({ length: HEIGHT }, (_, y) => {
      let added = 0
      for (let i = y * WIDTH * 3; i < (y + 1) * WIDTH * 3; i++) added += frame.data[i]! - healthy.data[i]!
      return added / (WIDTH * 3)
    })
    expect(Math.max(...rows)).toBeGreaterThan(25)
    expect(Math.min(...rows)).toBeLessThan(-25)
  })

  it('colour-cast lifts red far over green', () => {
    const frame = staged('colour-cast')
    expect(mean(frame, 0) - mean(frame, 1)).toBeGreaterThan(50)
    expect(gradient(frame)).toBeGreaterThan(gradient(healthy) * 0.4)
  })

  it('no-signal is a flat slate with a text', () => {
    const frame = staged('no-signal')
    const slate = [18, 32, 150]
    let flat = 0
    for (let i = 0; i < frame.data.length; i += 3) if (slate.every((value, c) => frame.data[i + c] === value)) flat++
    expect(flat / (WIDTH * HEIGHT)).toBeGreaterThan(0.6)
    expect(flat / (WIDTH * HEIGHT)).toBeLessThan(1)
  })

  it.each(
    Object.entries(FAULT_EFFECTS).flatMap(([kind, { stage }]) => (stage === 'lens' || stage === 'signal' ? [kind] : []))
  )('%s is the same for the same progress and moment', kind => {
    expect(staged(kind as FaultKind).data).toEqual(staged(kind as FaultKind).data)
  })
})

describe('byte faults', () => {
  let jpeg: Uint8Array

  beforeAll(async () => {
    const raw = { width: WIDTH, height: HEIGHT, channels: 3 } as const
    jpeg = await sharp(healthy.data, { raw }).jpeg({ quality: 80 }).toBuffer()
  })

  function damaged(kind: FaultKind, moment: number): Uint8Array {
    const effect = FAULT_EFFECTS[kind]
    if (effect.stage !== 'bytes') throw new Error(`${kind} does not change the bytes`)
    return effect.damage(jpeg, moment)
  }

  it.each([0, 1, 2, 3, 4, 5])('undecodable gives no picture, moment %i', async moment => {
    await expect(sharp(damaged('undecodable', moment)).raw().toBuffer()).rejects.toThrow()
  })

  it.each([0, 1, 2, 3, 4, 5])('corrupted still gives a picture, and another one, moment %i', async moment => {
    const bytes = damaged('corrupted', moment)
    expect(bytes).not.toEqual(new Uint8Array(jpeg))
    const data = await sharp(bytes, { failOn: 'none' }).raw().toBuffer()
    const frame = { data, width: WIDTH, height: HEIGHT }
    expect(meanDifference(frame, healthy)).toBeGreaterThan(8)
  })

  it('leave the given bytes alone', () => {
    const before = jpeg.slice()
    damaged('corrupted', 1)
    damaged('undecodable', 2)
    expect(jpeg).toEqual(before)
  })
})

describe('faults of time', () => {
  it('frozen holds the time, stream-gap withholds frames', () => {
    expect(FAULT_EFFECTS.frozen.stage).toBe('time')
    expect(FAULT_EFFECTS['stream-gap'].stage).toBe('gap')
  })
})
