import { describe, expect, it } from 'vitest'
import { frameOfEntry, MAX_META_BYTES, parseMeta } from '../../../src/pipeline/capture/stream-entry.ts'

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
