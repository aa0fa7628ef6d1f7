import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readJpegHeader } from '../../src/codec/jpeg-header.ts'
import { frameHeaderAt, sceneJpeg, withHeaderSize } from './make-jpeg.ts'

function problemOf(bytes: Uint8Array) {
  const result = readJpegHeader(bytes)
  return 'problem' in result ? result.problem : null
}

function headerOf(bytes: Uint8Array) {
  const result = readJpegHeader(bytes)
  if ('problem' in result) throw new Error(result.problem.message)
  return result.header
}

describe('readJpegHeader', () => {
  it('reads size, components and process of a baseline picture', async () => {
    const jpeg = await sceneJpeg(123, 45)
    expect(headerOf(jpeg)).toMatchObject({
      width: 123,
      height: 45,
      components: 3,
      precision: 8,
      process: 'baseline',
      interleaved: true
    })
  })

  it('points behind the first scan header', async () => {
    const jpeg = await sceneJpeg(64, 64)
    const sos = jpeg.indexOf(Buffer.from([0xff, 0xda]))
    expect(headerOf(jpeg).scanOffset).toBe(sos + 2 + jpeg.readUInt16BE(sos + 2))
  })

  it('tells a progressive picture', async () => {
    expect(headerOf(await sceneJpeg(64, 64, { progressive: true })).process).toBe('progressive')
  })

  it.each([
    [0xc1, 'extended'],
    [0xc3, 'lossless'],
    [0xc5, 'hierarchical'],
    [0xc9, 'arithmetic'],
    [0xca, 'arithmetic']
  ])('tells the process of marker %i', async (code, process) => {
    const jpeg = await sceneJpeg(64, 64)
    jpeg[frameHeaderAt(jpeg) + 1] = code
    expect(headerOf(jpeg).process).toBe(process)
  })

  it('passes over stray and padding bytes between markers, as decoders do', async () => {
    const jpeg = await sceneJpeg(64, 48)
    const padded = Buffer.concat([jpeg.subarray(0, 2), Buffer.from([7, 7, 0xff, 0x00, 0xff, 0xff]), jpeg.subarray(2)])
    expect(headerOf(padded)).toMatchObject({ width: 64, height: 48 })
  })

  it('reads from a view that does not begin at its buffer', async () => {
    const jpeg = await sceneJpeg(64, 48)
    const whole = new Uint8Array(13 + jpeg.length)
    whole.set(jpeg, 13)
    expect(headerOf(whole.subarray(13))).toEqual(headerOf(jpeg))
  })

  it('names an empty frame', () => {
    expect(problemOf(new Uint8Array())?.code).toBe('frame/empty')
  })

  it('names the first bytes of what is no JPEG', () => {
    const png = problemOf(new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a]))
    expect(png?.code).toBe('frame/not-jpeg')
    expect(png?.message).toContain('begins with 89 50 4E 47 (PNG)')
    expect(png?.messageZh).toContain('89 50 4E 47 (PNG)')
    expect(problemOf(Buffer.from('hello'))?.message).toContain('begins with 68 65 6C 6C')
    expect(problemOf(new Uint8Array([0xff]))?.code).toBe('frame/not-jpeg')
  })

  it('names a header that is cut anywhere', async () => {
    const jpeg = await sceneJpeg(64, 64)
    const { scanOffset } = headerOf(jpeg)
    for (let length = 2; length < scanOffset; length++) {
      const problem = problemOf(jpeg.subarray(0, length))
      expect(problem?.code).toBe('frame/damaged')
      expect(problem?.message).toContain(`ends after ${length} bytes`)
    }
  })

  it.each([
    ['no frame header', [0xff, 0xd8, 0xff, 0xda, 0, 2]],
    ['no scan', [0xff, 0xd8, 0xff, 0xd9]],
    ['a segment shorter than its length field', [0xff, 0xd8, 0xff, 0xe0, 0, 1, 0, 0]],
    ['a frame header without components', [0xff, 0xd8, 0xff, 0xc0, 0, 8, 8, 0, 1, 0, 1, 0]],
    ['a frame header too short for its components', [0xff, 0xd8, 0xff, 0xc0, 0, 8, 8, 0, 1, 0, 1, 3]]
  ])('names %s', (_name, bytes) => {
    expect(problemOf(new Uint8Array(bytes))?.code).toBe('frame/damaged')
  })

  it('names a picture without rows or columns', async () => {
    const jpeg = await sceneJpeg(64, 64)
    expect(problemOf(withHeaderSize(jpeg, 64, 0))?.message).toContain('64 x 0')
    expect(problemOf(withHeaderSize(jpeg, 0, 64))?.code).toBe('frame/damaged')
  })

  it('names a second frame header', async () => {
    const jpeg = await sceneJpeg(64, 64)
    const at = frameHeaderAt(jpeg)
    const frame = jpeg.subarray(at, at + 2 + jpeg.readUInt16BE(at + 2))
    const twice = Buffer.concat([jpeg.subarray(0, at), frame, jpeg.subarray(at)])
    expect(problemOf(twice)?.message).toContain('two frame headers')
  })

  it('takes any bytes without throwing', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), tail => {
        const result = readJpegHeader(Buffer.concat([Buffer.from([0xff, 0xd8]), tail]))
        expect('header' in result || result.problem.code === 'frame/damaged').toBe(true)
      })
    )
  })
})
