import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { decodeJpeg } from '../../src/codec/decode.ts'
import type { DecodeProblem } from '../../src/codec/decode-problem.ts'
import type { Picture } from '../../src/model/picture.ts'
import { flatJpeg, frameHeaderAt, sceneJpeg, scenePixels, withHeaderSize } from './make-jpeg.ts'

const LIMITS = { maxBytes: 16 * 1024 * 1024, maxPixels: 100_000_000 }
const END_MARKER = Buffer.from([0xff, 0xd9])

async function pictureOf(jpeg: Uint8Array): Promise<Picture> {
  const result = await decodeJpeg(jpeg, LIMITS)
  if ('error' in result) throw new Error(`${result.error.code}: ${result.error.message}`)
  return result.picture
}

async function problemOf(jpeg: Uint8Array, limits = LIMITS): Promise<DecodeProblem> {
  const result = await decodeJpeg(jpeg, limits)
  if ('picture' in result) throw new Error(`Decoded ${result.picture.width} x ${result.picture.height}`)
  return result.error
}

function meanOf(luma: Uint8Array): number {
  return luma.reduce((sum, value) => sum + value, 0) / luma.length
}

describe('decodeJpeg, the picture', () => {
  it.each([
    [1, 1, 1, 1, 1],
    [3, 2000, 3, 2000, 1],
    [320, 240, 320, 240, 1],
    [640, 360, 320, 180, 2],
    [720, 1280, 360, 640, 2],
    [1283, 723, 320, 180, 4],
    [1920, 1080, 240, 135, 8],
    [3840, 600, 480, 75, 8],
    [4096, 512, 256, 32, 16],
    [65_000, 10, 477, 1, 136]
  ])('of %i x %i is %i x %i, scale %i', async (sourceWidth, sourceHeight, width, height, scale) => {
    const picture = await pictureOf(await flatJpeg(sourceWidth, sourceHeight, 90))
    expect(picture).toMatchObject({ sourceWidth, sourceHeight, width, height, scale, channels: 3 })
    expect(picture.luma.length).toBe(width * height)
    expect(picture.luma.every(level => Math.abs(level - 90) <= 1)).toBe(true)
  })

  it('has the luma of BT.601', async () => {
    for (const [r, g, b, level] of [
      [255, 0, 0, 76],
      [0, 255, 0, 150],
      [0, 0, 255, 29]
    ] as const) {
      const jpeg = await sharp({ create: { width: 64, height: 64, channels: 3, background: { r, g, b } } })
        .jpeg({ quality: 95 })
        .toBuffer()
      expect(Math.abs(meanOf((await pictureOf(jpeg)).luma) - level)).toBeLessThan(2)
    }
  })

  it('is the average of what it stands for', async () => {
    const [full, half] = [await pictureOf(await sceneJpeg(400, 300)), await pictureOf(await sceneJpeg(800, 600))]
    expect(half.scale).toBe(2)
    expect(Math.abs(meanOf(full.luma) - meanOf(half.luma))).toBeLessThan(2)
  })

  it('keeps the stored orientation, whatever EXIF says', async () => {
    const jpeg = await sharp(scenePixels(300, 200), { raw: { width: 300, height: 200, channels: 3 } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer()
    expect(await pictureOf(jpeg)).toMatchObject({ width: 300, height: 200 })
  })

  it('comes from progressive, grey, CMYK and profiled pictures too', async () => {
    const raw = sharp(scenePixels(640, 480), { raw: { width: 640, height: 480, channels: 3 } })
    const expected = meanOf((await pictureOf(await sceneJpeg(640, 480))).luma)
    const variants = {
      progressive: await sceneJpeg(640, 480, { progressive: true }),
      grey: await raw.clone().toColourspace('b-w').jpeg().toBuffer(),
      cmyk: await raw.clone().toColourspace('cmyk').jpeg().toBuffer(),
      profiled: await raw.clone().withIccProfile('p3').jpeg().toBuffer()
    }
    for (const [name, jpeg] of Object.entries(variants)) {
      const picture = await pictureOf(jpeg)
      expect(picture, name).toMatchObject({ width: 320, height: 240, scale: 2 })
      expect(Math.abs(meanOf(picture.luma) - expected), name).toBeLessThan(15)
      if (name === 'grey') expect(picture.channels).toBe(1)
      if (name === 'cmyk') expect(picture.channels).toBe(4)
    }
  })

  it('survives what cameras do: no end marker, bytes behind it, bytes before it', async () => {
    for (const jpeg of [await sceneJpeg(640, 480), await sceneJpeg(200, 100), await sceneJpeg(1920, 1080)]) {
      const { luma } = await pictureOf(jpeg)
      const withoutEnd = jpeg.subarray(0, jpeg.length - 2)
      expect((await pictureOf(withoutEnd)).luma).toEqual(luma)
      expect((await pictureOf(Buffer.concat([jpeg, Buffer.alloc(1000, 0x55)]))).luma).toEqual(luma)
      expect((await pictureOf(Buffer.concat([withoutEnd, Buffer.alloc(40, 7), END_MARKER]))).luma).toEqual(luma)
    }
  })

  it('of a flat mid-grey wall is taken for what it is, not for missing rows', async () => {
    expect(meanOf((await pictureOf(await flatJpeg(640, 480, 128))).luma)).toBe(128)
  })
})

describe('decodeJpeg, problems', () => {
  it('names a picture that is cut at each tenth of its length, and says how', async () => {
    for (const options of [{}, { progressive: true }]) {
      for (const [width, height] of [
        [640, 480],
        [1920, 1080]
      ] as const) {
        const jpeg = await sceneJpeg(width, height, options)
        for (let tenth = 1; tenth < 10; tenth++) {
          const length = Math.floor((jpeg.length * tenth) / 10)
          const problem = await problemOf(jpeg.subarray(0, length))
          expect(problem.code).toBe('frame/damaged')
          expect(problem.message).toContain(`ends after ${length} bytes`)
          expect(problem.messageZh).toContain(String(length))
        }
      }
    }
  })

  it('tells how many rows a cut picture has, about', async () => {
    const jpeg = await sceneJpeg(640, 480)
    const problem = await problemOf(jpeg.subarray(0, Math.floor(jpeg.length * 0.6)))
    expect(problem.decodedShare).toBeGreaterThan(0.5)
    expect(problem.decodedShare).toBeLessThan(0.7)
    expect(problem.message).toMatch(/about [56]\d % of its rows decoded/)
  })

  it('names a cut picture that got an end marker', async () => {
    const jpeg = await sceneJpeg(640, 480)
    for (const share of [0.1, 0.5, 0.9]) {
      const cut = Buffer.concat([jpeg.subarray(0, Math.floor(jpeg.length * share)), END_MARKER])
      expect((await problemOf(cut)).code).toBe('frame/damaged')
    }
  })

  it('names nothing at all, text and another format', async () => {
    expect((await problemOf(new Uint8Array())).code).toBe('frame/empty')
    expect((await problemOf(Buffer.from('no picture'))).code).toBe('frame/not-jpeg')
    const png = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
      .png()
      .toBuffer()
    expect((await problemOf(png)).message).toContain('PNG')
  })

  it('refuses too many bytes and too many pixels without decoding', async () => {
    const jpeg = await sceneJpeg(64, 64)
    expect((await problemOf(jpeg, { ...LIMITS, maxBytes: jpeg.length - 1 })).code).toBe('frame/too-large')
    const huge = await problemOf(withHeaderSize(jpeg, 65_500, 65_500))
    expect(huge.code).toBe('frame/too-many-pixels')
    expect(huge.message).toContain('65500 x 65500')
  })

  it('refuses a progressive header that would take more memory than it is worth', async () => {
    const jpeg = await sceneJpeg(64, 64, { progressive: true })
    expect((await problemOf(withHeaderSize(jpeg, 9_900, 9_900))).code).toBe('frame/too-many-pixels')
  })

  it('refuses a header whose pixels the bytes cannot hold', async () => {
    const problem = await problemOf(withHeaderSize(await sceneJpeg(64, 64), 9_000, 9_000))
    expect(problem.code).toBe('frame/damaged')
    expect(problem.message).toContain('cannot hold 9000 x 9000 pixels')
  })

  it.each([
    ['12 bits', 4, 12],
    ['lossless', 1, 0xc3],
    ['hierarchical', 1, 0xc5]
  ])('names a kind that nobody decodes: %s', async (_name, offset, value) => {
    const jpeg = await sceneJpeg(64, 64)
    jpeg[frameHeaderAt(jpeg) + offset] = value
    expect((await problemOf(jpeg)).code).toBe('frame/unsupported')
  })

  it('gives a picture or a named problem for flipped bits', async () => {
    const jpeg = await sceneJpeg(320, 240)
    let seed = 5
    const next = (below: number) => {
      seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff
      return (seed >> 8) % below
    }
    for (let round = 0; round < 150; round++) {
      const flipped = Buffer.from(jpeg)
      for (let i = 0; i <= round % 6; i++) flipped[next(round % 2 === 0 ? jpeg.length : 700)]! ^= 1 << next(8)
      const result = await decodeJpeg(flipped, LIMITS)
      if ('error' in result) expect(result.error.code).toMatch(/^frame\//)
      else expect(result.picture.luma.length).toBe(result.picture.width * result.picture.height)
    }
  })
})
