import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MultipartSplitter } from '../../src/push/multipart-splitter.ts'

const MOST = 300

/** Parts with what stands before each, as cameras and ffmpeg write them. */
interface Part {
  readonly body: Buffer
  readonly hasLength: boolean
  readonly newline: '\r\n' | '\n'
}

const jpegOf = (inside: Uint8Array) => Buffer.concat([Buffer.from([0xff, 0xd8]), inside, Buffer.from([0xff, 0xd9])])

const parts = fc.array(
  fc.record({
    // Without dashes: a picture that has the boundary in it needs a length, and the test below gives it one.
    body: fc.uint8Array({ maxLength: 400 }).map(bytes => jpegOf(bytes.map(byte => (byte === 45 ? 46 : byte)))),
    hasLength: fc.boolean(),
    newline: fc.constantFrom('\r\n' as const, '\n' as const)
  }),
  { minLength: 1, maxLength: 8 }
)

function written(all: readonly Part[], boundary: string): Buffer {
  const pieces = all.flatMap(({ body, hasLength, newline }) => [
    Buffer.from(`--${boundary}${newline}Content-Type: image/jpeg${newline}`),
    Buffer.from(hasLength ? `Content-Length: ${body.length}${newline}${newline}` : newline),
    body,
    Buffer.from(newline)
  ])
  return Buffer.concat([...pieces, Buffer.from(`--${boundary}\r\n`)])
}

function split(bytes: Buffer, sizes: readonly number[], boundary: string | null, maxFrameBytes = MOST) {
  const frames: Buffer[] = []
  const losses: string[] = []
  const splitter = new MultipartSplitter({
    boundary,
    maxFrameBytes,
    frame: jpeg => frames.push(jpeg),
    lost: why => losses.push(why)
  })
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length] ?? bytes.length
    splitter.push(bytes.subarray(at, at + size))
    at += size
  }
  return { frames, losses }
}

const sizes = fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 5 })

describe('MultipartSplitter', () => {
  it('gives the same pictures however the bytes are cut, and counts those that are too large', () => {
    fc.assert(
      fc.property(parts, sizes, fc.constantFrom('ffmpeg', '--myboundary', null), (all, cuts, boundary) => {
        const bytes = written(all, 'ffmpeg'.replace('ffmpeg', boundary?.replace(/^-+/, '') ?? 'first'))
        const small = all.filter(({ body }) => body.length <= MOST).map(({ body }) => body)
        const { frames, losses } = split(bytes, cuts, boundary)
        expect(frames).toEqual(small)
        expect(losses).toEqual(Array(all.length - small.length).fill('too-large'))
      }),
      { numRuns: 300 }
    )
  })

  it('takes a picture by its length, also when the boundary stands in it', () => {
    const body = jpegOf(Buffer.from('\r\n--ffmpeg\r\n\r\n'))
    const { frames } = split(written([{ body, hasLength: true, newline: '\r\n' }], 'ffmpeg'), [3], 'ffmpeg')
    expect(frames).toEqual([body])
  })

  it('finds its way again behind rubbish and a part that is no picture', () => {
    const good = written([{ body: jpegOf(Buffer.from('a')), hasLength: true, newline: '\r\n' }], 'b')
    const text = Buffer.from('--b\r\nContent-Length: 5\r\n\r\nhello\r\n')
    const { frames, losses } = split(Buffer.concat([Buffer.from('rubbish\r\n'.repeat(5000)), text, good]), [1000], 'b')
    expect(frames).toHaveLength(1)
    expect(losses).toEqual(['not-jpeg'])
  })

  it('holds no more than a part that may be taken, however long one goes on', () => {
    const { frames, losses } = split(Buffer.concat([Buffer.from('--b\r\n\r\n'), Buffer.alloc(1_000_000, 7)]), [64], 'b')
    expect([frames, losses]).toEqual([[], []])
    const length = Buffer.from('--b\r\nContent-Length: 999999999999999\r\n\r\n')
    expect(split(Buffer.concat([length, Buffer.alloc(100_000)]), [64], 'b').losses).toEqual(['too-large'])
  })

  it('takes any bytes without throwing', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), sizes, (bytes, cuts) => {
        split(Buffer.concat([Buffer.from('--b\r\n'), bytes]), cuts, 'b')
      })
    )
  })
})
