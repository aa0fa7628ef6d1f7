import sharp from 'sharp'
import { beforeAll, describe, expect, it } from 'vitest'
import { JpegSplitter } from '../../../../../src/pipeline/capture/adapters/test-video/jpeg-splitter.ts'

const MIB = 1024 * 1024
let first: Buffer
let second: Buffer
/** Has an EXIF segment, and in it the markers of a preview. */
let withPreview: Buffer

beforeAll(async () => {
  const picture = (hex: string, options = {}) =>
    sharp({
      create: { width: 64, height: 48, channels: 3, background: hex, noise: { type: 'gaussian', mean: 128, sigma: 30 } }
    })
      .jpeg({ quality: 90, ...options })
      .toBuffer()
  first = await picture('#334455')
  second = await picture('#887766', { progressive: true })
  const segment = Buffer.from([0xff, 0xe1, 0, 10, 0xff, 0xd8, 1, 2, 0xff, 0xd9, 3, 4])
  withPreview = Buffer.concat([first.subarray(0, 2), segment, first.subarray(2)])
})

function split(bytes: Uint8Array, chunkBytes: number, maxBytes = MIB): Buffer[] {
  const pictures: Buffer[] = []
  const splitter = new JpegSplitter(maxBytes, jpeg => pictures.push(Buffer.from(jpeg)))
  for (let i = 0; i < bytes.length; i += chunkBytes) splitter.push(bytes.subarray(i, i + chunkBytes))
  return pictures
}

describe('JpegSplitter', () => {
  it.each([1, 7, 100, 4096, 1_000_000])('finds each picture whatever the chunks are, %i bytes', chunkBytes => {
    expect(split(Buffer.concat([first, second, first]), chunkBytes)).toEqual([first, second, first])
  })

  it('steps over the markers of a preview inside a segment', () => {
    expect(split(Buffer.concat([withPreview, second]), 50)).toEqual([withPreview, second])
  })

  it('passes over what stands between and before pictures', () => {
    const rubbish = Buffer.from('no picture here \u00ff')
    expect(split(Buffer.concat([rubbish, first, rubbish, second]), 33)).toEqual([first, second])
  })

  it('gets over a broken picture and finds the next whole one', () => {
    const cut = first.subarray(0, 2)
    expect(split(Buffer.concat([cut, Buffer.from([1, 2, 3, 4, 5]), second]), 64)).toEqual([second])
  })

  it('throws a picture away that grows over the bound, and goes on with the next', () => {
    const endless = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xda, 0, 2]), Buffer.alloc(5000, 7)])
    expect(split(Buffer.concat([endless, first]), 500, 3000)).toEqual([first])
  })

  it('hands out copies, which later chunks do not change', () => {
    const pictures: Uint8Array[] = []
    const splitter = new JpegSplitter(MIB, jpeg => pictures.push(jpeg))
    const chunk = Buffer.from(first)
    splitter.push(chunk)
    chunk.fill(0)
    expect(Buffer.compare(pictures[0]!, first)).toBe(0)
  })
})
