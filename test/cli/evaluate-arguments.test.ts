import { describe, expect, test } from 'vitest'
import { parseEvaluateArguments } from '../../src/cli/evaluate-arguments.ts'
import { isStreamUrl, streamPlace } from '../../src/cli/stream-footage.ts'
import { FAULT_KINDS } from '../../src/model/fault.ts'

describe('arguments of evaluate', () => {
  test('name footage, and have a usual value each', () => {
    expect(parseEvaluateArguments(['footage', 'more'])).toMatchObject({
      wishes: {
        sources: ['footage', 'more'],
        seed: 1,
        repeats: 2,
        fps: 5,
        widthPx: 640,
        quick: false,
        kinds: FAULT_KINDS
      }
    })
    expect(parseEvaluateArguments(['footage', '--quick', '--fps', '4'])).toMatchObject({
      wishes: { repeats: 1, fps: 4, widthPx: 320, quick: true, longestPlainMs: 60_000 }
    })
    expect(parseEvaluateArguments(['-h'])).toEqual({ help: true })
  })

  test.each([
    [[], /No footage/],
    [['a', '--kinds', 'black,blackish'], /blackish/],
    [['a', '--fps', '0'], /--fps "0"/],
    [['a', '--seed', ' '], /--seed/],
    [['a', '--nonsense'], /nonsense/]
  ])('are refused with what is wrong: %j', (words, problem) => {
    expect(parseEvaluateArguments(words)).toEqual({ problem: expect.stringMatching(problem) })
  })
})

describe('the place of a stream', () => {
  test('has its database before its key, which may have slashes', () => {
    expect(isStreamUrl('redis://h/frames:gate')).toBe(true)
    expect(isStreamUrl('/data/redis')).toBe(false)
    expect(streamPlace('redis://h:7000/2/frames:north/gate')).toMatchObject({
      key: 'frames:north/gate',
      address: { host: 'h', port: 7000, db: 2, tls: false, username: null, password: null }
    })
    expect(streamPlace('rediss://me:se%40cret@h/frames:gate')).toMatchObject({
      key: 'frames:gate',
      address: { port: 6379, db: 0, tls: true, username: 'me', password: 'se@cret' }
    })
  })

  test.each(['redis://h', 'redis://h/3/', 'redis://'])('is refused without a key: %s', words => {
    expect(() => streamPlace(words)).toThrow(expect.objectContaining({ code: 'footage/unreadable' }))
  })
})
