import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { unjudgedReasonZh } from '../../src/http/wire/unjudged-reasons.ts'

const DETECT = new URL('../../src/pipeline/detect/', import.meta.url).pathname
const CHINESE = /\p{Script=Han}/u

/** What detectors and measures give as a reason, where it stands as a text. */
function reasonsInSource(): string[] {
  const files = readdirSync(DETECT, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.ts'))
  const texts = files.map(name => readFileSync(join(DETECT, name), 'utf8'))
  const given = /(?:notJudged: |notJudged: measures\.missing\.\w+ \?\? |change: |NO_FRAME_BEFORE = )'([^']+)'/g
  return texts.flatMap(text => [...text.matchAll(given)].map(([, reason = '']) => reason))
}

test('every reason that the source gives is told in Chinese too', () => {
  const reasons = reasonsInSource()
  expect(reasons.length).toBeGreaterThan(8)
  expect(reasons.filter(reason => !CHINESE.test(unjudgedReasonZh(reason)))).toEqual([])
})

test('how small a picture is is told in both', () => {
  const text = unjudgedReasonZh('picture too small: 5 x 7 px to look at, 16 px a side are needed')
  expect(text).toMatch(/5 x 7.*16/)
  expect(text).toMatch(CHINESE)
})

test('a reason that nobody here knows is told as it is', () => {
  expect(unjudgedReasonZh('of a newer member')).toBe('of a newer member')
})
