import { describe, expect, test } from 'vitest'
import { parseApiTokens, tokenDigest } from '../../src/config/api-tokens.ts'

const HASH = tokenDigest('s3cret').toString('hex')
const OTHER = tokenDigest('other').toString('hex')

describe('parseApiTokens', () => {
  test.each([
    [undefined, []],
    ['a', [['plain-1', 'admin', 'a']]],
    [
      ' a , b,,c ',
      [
        ['plain-1', 'admin', 'a'],
        ['plain-2', 'admin', 'b'],
        ['plain-3', 'admin', 'c']
      ]
    ],
    // What was right before stays right, whatever it looks like.
    ['user:pass', [['plain-1', 'admin', 'user:pass']]],
    ['a:b:c', [['plain-1', 'admin', 'a:b:c']]],
    [HASH, [['plain-1', 'admin', HASH]]],
    ['a,a', [['plain-1', 'admin', 'a']]]
  ])('takes plain tokens as ever: %j', (text, expected) => {
    const { tokens, problems } = parseApiTokens(text)
    expect(problems).toEqual([])
    expect(tokens.map(({ name, role, digest, isPlain }) => [name, role, digest.toString('hex'), isPlain])).toEqual(
      expected.map(([name = '', role, token = '']) => [name, role, tokenDigest(token).toString('hex'), true])
    )
  })

  test.each(['viewer', 'producer', 'operator', 'admin'])('takes name:%s:sha256', role => {
    const { tokens, problems } = parseApiTokens(` gate-1:${role}:${HASH.toUpperCase()} ,plain`)
    expect(problems).toEqual([])
    expect(tokens[0]).toEqual({ name: 'gate-1', role, digest: tokenDigest('s3cret'), isPlain: false })
    expect(tokens[1]).toMatchObject({ name: 'plain-2', isPlain: true })
  })

  test.each([
    [',', 'at least one'],
    ['good,not good', 'entry 2'],
    ['tøken', 'entry 1'],
    [`gate:vewer:${HASH}`, 'entry 1 (gate): expected one of the roles viewer, producer, operator, admin'],
    [`gate:Viewer:${HASH}`, 'entry 1 (gate): expected one of the roles'],
    ['gate:viewer:1234', 'entry 1 (gate): expected the SHA-256'],
    ['gate:viewer:', 'entry 1 (gate): expected the SHA-256'],
    [`:viewer:${HASH}`, 'entry 1: expected a name'],
    [`a b:viewer:${HASH}`, 'entry 1: expected a name'],
    [`${'n'.repeat(65)}:viewer:${HASH}`, 'entry 1: expected a name'],
    [`viewer:${HASH}`, 'not of the form name:role:sha256'],
    [`x:y:viewer:${HASH}`, 'not of the form name:role:sha256'],
    [`a:viewer:${HASH},a:viewer:${OTHER}`, 'the name a is used twice'],
    [`a:viewer:${HASH},b:admin:${HASH}`, 'a and b are one token'],
    [`a:viewer:${HASH},s3cret`, 'a and plain-2 are one token'],
    [Array.from({ length: 1001 }, (_, i) => `t${i}`).join(','), 'at most 1000']
  ])('refuses %j', (text, problem) => {
    const { problems } = parseApiTokens(text)
    expect(problems.join('; ')).toContain(problem)
    // Never any part of a token, nor its hash.
    expect(problems.join('; ')).not.toContain(HASH)
    expect(problems.join('; ')).not.toMatch(/tøken|not good|1234|s3cret/)
  })
})
