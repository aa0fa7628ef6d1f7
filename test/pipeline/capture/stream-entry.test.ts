import { describe, expect, it } from 'vitest'
import { frameOfEntry, withPicture, MAX_META_BYTES, parseMeta } from '../../../src/pipeline/capture/stream-entry.ts'

const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xd9])
const meta = (text: string) => parseMeta(Buffer.from(text))

function entry(jpeg: Uint8Array | null, metaText: string | null = '{}') {
  const parts = { stream: 's', cursor: '1-0', addedAtMs: 1, receivedAtMs: 2, jpeg }
  return frameOfEntry({ ...parts, meta: metaText === null ? null : Buffer.from(metaText) }, 100)
}

describe('stream entry', () => {
  it('reads every known key and passes over unknown ones', () => {
    const text =
      '{"ts1":"2026-01-05T08:00:00.5Z","ts2":"2026-01-05T08:00:01Z","ts_wall_iso":"wall","shape":[4,5,3],"x":1}'
    expect(meta(text)).toEqual({
      capturedAtMs: Date.UTC(2026, 0, 5, 8, 0, 0, 500),
      enqueuedAtMs: Date.UTC(2026, 0, 5, 8, 0, 1),
      wallClock: 'wall',
      shape: [4, 5, 3],
      problem: null
    })
  })

  it.each([
    ['not json', /not JSON: it begins with "not json"/],
    ['', /not JSON/],
    ['[1]', /no object/],
    ['null', /no object/],
    ['"text"', /no object/]
  ])('says why the meta %j cannot be read, and keeps the frame', (text, problem) => {
    const frame = entry(JPEG, text)
    expect(frame.meta.problem).toMatch(problem)
    expect(frame.problem).toBeNull()
    expect(frame.jpeg).toBe(JPEG)
  })

  it('passes over a meta of megabytes without parsing it', () => {
    expect(parseMeta(Buffer.alloc(5_000_000, '1')).problem).toBe(
      `Meta has 5000000 bytes, at most ${MAX_META_BYTES} are read`
    )
  })

  it('says that the meta is missing', () => {
    expect(entry(JPEG, null).meta.problem).toBe('Entry has no field "meta"')
  })

  it.each([
    ['{"ts1":5,"ts2":{},"ts_wall_iso":7,"shape":"x"}'],
    ['{"ts1":"yesterday","ts2":null,"shape":[1,2]}'],
    ['{"ts1":-1,"ts2":"9999-01-01T00:00:00Z","shape":[0,-1,3.5]}']
  ])('takes known keys of the wrong type or range as left out: %s', text => {
    const { enqueuedAtMs, wallClock, shape, problem } = meta(text)
    expect([enqueuedAtMs, wallClock, shape, problem]).toEqual([null, null, null, null])
  })

  it.each([
    [null, 'frame/missing'],
    [new Uint8Array(0), 'frame/empty'],
    [new Uint8Array(101), 'frame/too-large']
  ])('names the problem of bytes that cannot be decoded, case %#', (jpeg, code) => {
    const frame = entry(jpeg)
    expect(frame.problem?.code).toBe(code)
    expect(frame.jpeg).toHaveLength(0)
  })
})

describe('an entry with a key in place of the bytes', () => {
  const entry = (jpegKey: Uint8Array, jpeg: Uint8Array | null = null) =>
    frameOfEntry({ stream: 'a', cursor: '1-0', addedAtMs: 1, receivedAtMs: 2, jpeg, jpegKey, meta: null }, 100)

  it('becomes a frame whose bytes are still to be fetched', () => {
    const frame = entry(Buffer.from('frames:门口:1'))
    expect(frame).toMatchObject({ jpegKey: 'frames:门口:1', problem: null })
    expect(frame.jpeg).toHaveLength(0)
  })

  it('is a frame like any other when it has both', () => {
    const frame = entry(Buffer.from('k'), Buffer.from([1, 2]))
    expect(frame.jpegKey).toBeUndefined()
    expect([...frame.jpeg]).toEqual([1, 2])
  })

  it.each([
    ['empty', Buffer.alloc(0), /is empty/],
    ['huge', Buffer.alloc(5000, 97), /has 5000 bytes, at most 1024/],
    ['no text', Buffer.from([0xff, 0xfe, 0x80]), /no UTF-8/]
  ])('says what is wrong with a key that is %s', (_, key, message) => {
    const { problem, jpegKey } = entry(key)
    expect(problem?.code).toBe('frame/missing')
    expect(problem?.message).toMatch(message)
    expect(jpegKey).toBeUndefined()
  })

  it.each([
    ['no string', null, 'frame/missing'],
    ['no bytes', new Uint8Array(0), 'frame/empty'],
    ['too many bytes', new Uint8Array(101), 'frame/too-large']
  ])('says what is wrong when %s lies under its key', (_, jpeg, code) => {
    const frame = withPicture(entry(Buffer.from('k')), jpeg, 100)
    expect(frame.problem?.code).toBe(code)
    expect(frame.jpegKey).toBeUndefined()
    expect(frame.jpeg).toHaveLength(0)
  })
})
