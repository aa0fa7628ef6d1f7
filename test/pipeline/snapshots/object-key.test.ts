import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatKey, MAX_KEY_TIME_MS, parseKey, safeStream } from '../../../src/pipeline/snapshots/object-key.ts'

/** Any UTF-16 text, half surrogate pairs included, mixed with names that are nearly safe. */
const streamName = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1 }),
  fc.string({ minLength: 1, maxLength: 300 }),
  fc.stringMatching(/^[a-z_/ .-]{1,12}$/),
  fc.stringMatching(/^[ab_]{1,3}--[0-9a-f]{16}$/),
  fc.array(fc.constantFrom('\ud800', '\udfff', 'a', '_'), { minLength: 1, maxLength: 4 }).map(parts => parts.join(''))
)

describe('safeStream', () => {
  it.each(['gate-1', 'A', '_', '-', '0001', 'a--b', 'x'.repeat(128)])('keeps the plain name %s', name => {
    expect(safeStream(name)).toBe(name)
  })

  it('makes other names readable and tells them apart by their hash', () => {
    expect(safeStream('gate/1')).toMatch(/^gate_1--[0-9a-f]{16}$/)
    expect(safeStream('gate 1')).toMatch(/^gate_1--[0-9a-f]{16}$/)
    expect(safeStream('gate/1')).not.toBe(safeStream('gate 1'))
    expect(safeStream('北门')).toMatch(/^__--[0-9a-f]{16}$/)
    expect(safeStream('..')).toMatch(/^__--[0-9a-f]{16}$/)
    expect(safeStream('x'.repeat(1000))).toHaveLength(80 + 2 + 16)
  })

  it('hashes a plain name that is the folder of another stream', () => {
    const folder = safeStream('gate/1')
    expect(safeStream(folder)).not.toBe(folder)
  })

  it('gives safe characters of a sane length, and never the same folder to two names', () => {
    fc.assert(
      fc.property(streamName, streamName, (one, other) => {
        expect(safeStream(one)).toMatch(/^[a-zA-Z0-9_-]{1,128}$/)
        if (one !== other) expect(safeStream(one)).not.toBe(safeStream(other))
        expect(safeStream(safeStream(one)) === safeStream(one)).toBe(one === safeStream(one))
      }),
      { numRuns: 2000 }
    )
  })

  it('tells names with different halves of surrogate pairs apart', () => {
    expect(safeStream('\ud800')).not.toBe(safeStream('\ud801'))
    expect(safeStream('\ud800')).not.toBe(safeStream('\ufffd'))
  })
})

describe('formatKey', () => {
  it('pads the time to 13 digits, so that names sort by time', () => {
    expect(formatKey('gate-1', 1_700_000_000_123, false)).toBe('gate-1/1700000000123.jpg')
    expect(formatKey('gate-1', 5, false)).toBe('gate-1/0000000000005.jpg')
    expect(formatKey('gate-1', 1_700_000_000_123, true)).toBe('gate-1/1700000000123_intrussion.jpg')
  })

  it.each([
    [Number.NaN, 0],
    [-5, 0],
    [1.9, 1],
    [1e15, MAX_KEY_TIME_MS],
    [Number.POSITIVE_INFINITY, MAX_KEY_TIME_MS]
  ])('brings the time %d into range', (given, held) => {
    expect(parseKey(formatKey('a', given, false))?.epochMs).toBe(held)
  })

  it('is read back by parseKey', () => {
    fc.assert(
      fc.property(streamName, fc.integer({ min: 0, max: MAX_KEY_TIME_MS }), fc.boolean(), (stream, epochMs, suffix) => {
        expect(parseKey(formatKey(stream, epochMs, suffix))).toEqual({
          safeStream: safeStream(stream),
          epochMs,
          suffix
        })
      })
    )
  })
})

describe('parseKey', () => {
  it.each([
    '',
    'gate-1',
    'gate-1/',
    '/1700000000123.jpg',
    'gate-1/170000000012.jpg',
    'gate-1/17000000001234.jpg',
    'gate-1/1700000000123.jpeg',
    'gate-1/1700000000123_other.jpg',
    'gate-1/1700000000123.jpg\n',
    'gate-1/../1700000000123.jpg',
    '../gate-1/1700000000123.jpg',
    'gate 1/1700000000123.jpg',
    'gate-1\\1700000000123.jpg',
    'a/b/1700000000123.jpg',
    '..%2f/1700000000123.jpg',
    `${'x'.repeat(129)}/1700000000123.jpg`
  ])('refuses %j', key => {
    expect(parseKey(key)).toBeNull()
  })
})
