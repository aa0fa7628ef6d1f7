import sharp from 'sharp'
import { beforeAll, describe, expect, it } from 'vitest'
import type { FaultMessage, ResultBody } from '../../../src/model/result-message.ts'
import { annotate, drawBand } from '../../../src/pipeline/snapshots/annotate.ts'
import { type Caption, captionOf } from '../../../src/pipeline/snapshots/caption.ts'

const OPTIONS = { quality: 85, maxPixels: 10_000_000 }
const TIME_MS = Date.UTC(2026, 0, 2, 3, 4, 5, 678)
const ABNORMAL: Caption = { abnormal: true, state: 'Occluded', details: ['gate-1', 'edges 0.1 % (limit 2)'] }
const NORMAL: Caption = { abnormal: false, state: 'Normal', details: ['gate-1'] }
const FAULT: FaultMessage = {
  kind: 'occluded',
  severity: 0.9,
  since: '',
  measure: 'share of edges',
  value: 0.123456,
  limit: 2,
  reference: null,
  unit: '%'
}

function picture(width: number, height: number): ReturnType<typeof sharp> {
  return sharp({ create: { width, height, channels: 3, background: { r: 120, g: 130, b: 140 } } })
}

/** Mean colour of a part of a JPEG. */
async function colourAt(
  jpeg: Uint8Array,
  part: { left: number; top: number; width: number; height: number }
): Promise<number[]> {
  const { channels } = await sharp(await sharp(jpeg).extract(part).png().toBuffer()).stats()
  return channels.map(channel => Math.round(channel.mean))
}

describe('annotate', () => {
  let jpeg: Buffer
  beforeAll(async () => {
    jpeg = await picture(1280, 720).jpeg().toBuffer()
  })

  it('draws a dark band with a red label on an abnormal picture and leaves the rest as it is', async () => {
    const annotated = await annotate(jpeg, ABNORMAL, OPTIONS)
    const { width, height, format } = await sharp(annotated).metadata()
    expect({ width, height, format }).toEqual({ width: 1280, height: 720, format: 'jpeg' })
    const [red = 0, green = 0] = await colourAt(annotated, { left: 10, top: 8, width: 150, height: 30 })
    expect(red).toBeGreaterThan(green + 60)
    const [dark = 255] = await colourAt(annotated, { left: 1100, top: 4, width: 100, height: 30 })
    expect(dark).toBeLessThan(70)
    const [below = 0] = await colourAt(annotated, { left: 0, top: 120, width: 1280, height: 600 })
    expect(Math.abs(below - 120)).toBeLessThan(3)
  })

  it('draws a green label on a normal picture', async () => {
    const annotated = await annotate(jpeg, NORMAL, OPTIONS)
    const [red = 0, green = 0] = await colourAt(annotated, { left: 10, top: 8, width: 100, height: 30 })
    expect(green).toBeGreaterThan(red + 30)
  })

  it('draws in colour on a grey picture', async () => {
    const grey = await picture(640, 360).greyscale().toColourspace('b-w').jpeg().toBuffer()
    expect((await sharp(grey).metadata()).channels).toBe(1)
    const [red = 0, green = 0] = await colourAt(await annotate(grey, ABNORMAL, OPTIONS), {
      left: 6,
      top: 5,
      width: 60,
      height: 16
    })
    expect(red).toBeGreaterThan(green + 60)
  })

  it('writes on the top of a picture that is to be shown turned', async () => {
    const turned = await picture(400, 300).jpeg().withMetadata({ orientation: 6 }).toBuffer()
    const { width, height, orientation } = await sharp(await annotate(turned, ABNORMAL, OPTIONS)).metadata()
    expect({ width, height, orientation }).toEqual({ width: 300, height: 400, orientation: undefined })
  })

  it('stores what cannot be decoded as it was received', async () => {
    const cut = jpeg.subarray(0, jpeg.length / 2)
    for (const bad of [Buffer.from('no picture'), Buffer.alloc(0), cut]) {
      expect(await annotate(bad, ABNORMAL, OPTIONS)).toBe(bad)
    }
  })

  it('stores a picture with too many pixels as it was received', async () => {
    expect(await annotate(jpeg, ABNORMAL, { ...OPTIONS, maxPixels: 1000 })).toBe(jpeg)
  })

  it('stores a picture that is too small to write on as it was received', async () => {
    const small = await picture(64, 40).jpeg().toBuffer()
    expect(await annotate(small, ABNORMAL, OPTIONS)).toBe(small)
  })
})

describe('drawBand', () => {
  it.each([
    [96, 48],
    [352, 288],
    [640, 360],
    [3840, 2160],
    [200, 4000],
    [4000, 60]
  ])('covers less than half of a picture of %d x %d', (width, height) => {
    const long = { ...ABNORMAL, details: Array.from({ length: 20 }, () => 'a detail that is rather long') }
    const band = drawBand(long, width, height)
    expect(band?.width).toBe(width)
    expect(band?.height).toBeLessThan(height / 2)
  })
})

describe('captionOf', () => {
  const result = (changes: Partial<ResultBody>): ResultBody => ({
    state: 'Normal',
    state_zh: '正常',
    decode_ms: 1,
    faults: [],
    explained: [],
    learning: false,
    notJudged: [],
    ...changes
  })

  it('names stream, measure with its limit, and time', () => {
    expect(captionOf('gate-1', TIME_MS, true, result({ state: 'Occluded', faults: [FAULT, FAULT] }))).toEqual({
      abnormal: true,
      state: 'Occluded',
      details: ['gate-1', 'share of edges 0.123 % (limit 2)', 'and 1 more', '2026-01-02 03:04:05.678 UTC']
    })
  })

  it('gives the edges of a normal picture', () => {
    expect(captionOf('gate-1', TIME_MS, false, result({ edge_ratio: 7.42 })).details).toContain('edges 7.42 %')
  })

  it('replaces what the font lacks, and cuts long names', () => {
    expect(captionOf('北门\n1', TIME_MS, false, result({})).details[0]).toBe('???1')
    expect(captionOf('x'.repeat(1000), TIME_MS, false, result({})).details[0]).toHaveLength(40)
  })

  it('survives numbers and times that are none', () => {
    const { details } = captionOf('a', Number.NaN, true, result({ faults: [{ ...FAULT, value: Number.NaN }] }))
    expect(details).toEqual(['a', 'share of edges ? % (limit 2)', ''])
  })
})
