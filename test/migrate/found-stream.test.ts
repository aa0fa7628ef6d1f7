import { expect, test } from 'vitest'
import { ageText, chooseStreams, type FoundStream } from '../../src/migrate/found-stream.ts'

const found = (stream: string, ageMs: number | null, picture: FoundStream['picture'] = 'decodable'): FoundStream => ({
  stream,
  entries: ageMs === null ? 0 : 1,
  ageMs,
  picture,
  detail: '',
  place: 'redis://a:6379/0',
  soughtIn: null
})

test('streams that somebody writes to are chosen, also where the pictures are broken', () => {
  const streams = [found('a', 0), found('b', 1000, 'unusable'), found('c', 7_200_001), found('d', null, 'none')]
  expect(chooseStreams(streams, 7_200_000)).toEqual({
    streams: ['a', 'b'],
    leftOut: [
      { stream: 'c', why: 'Its newest entry is 2 h old' },
      { stream: 'd', why: 'It has no entries' }
    ]
  })
  expect(chooseStreams(streams, null)).toEqual({ streams: ['a', 'b', 'c', 'd'], leftOut: [] })
})

test('a stream is left out that the service would look for elsewhere', () => {
  const streams = [{ ...found('a', 0), soughtIn: 'redis://b:6379/0' }, found('b', 0)]
  const leftOut = [
    { stream: 'a', why: 'It lies in redis://a:6379/0, and the service would look for it in redis://b:6379/0' }
  ]
  expect(chooseStreams(streams, 1000)).toEqual({ streams: ['b'], leftOut })
  expect(chooseStreams(streams, null)).toEqual({ streams: ['b'], leftOut })
})

test.each([
  [0, '0.0 s'],
  [119_949, '119.9 s'],
  [120_000, '2 min'],
  [7_200_000, '2 h'],
  [172_800_000, '2 d']
])('%i ms are %s', (ms, text) => {
  expect(ageText(ms)).toBe(text)
})
