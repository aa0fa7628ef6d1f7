import { expect, test } from 'vitest'
import { parseAllowedOrigins } from '../../src/config/allowed-origins.ts'

test.each([
  [undefined, [], false],
  ['', [], false],
  ['https://wall.example', ['https://wall.example'], false],
  [' https://Wall.Example:443/ , http://10.0.0.1:8080 ', ['https://wall.example', 'http://10.0.0.1:8080'], false],
  ['http://[::1]:5020', ['http://[::1]:5020'], false],
  ['*', [], true],
  ['*,https://a.example', ['https://a.example'], true]
])('parseAllowedOrigins reads %j', (text, origins, isAny) => {
  expect(parseAllowedOrigins(text)).toEqual({ origins: new Set(origins), isAny, problems: [] })
})

test.each([
  'wall.example',
  'https://',
  'https://a.example/path',
  'https://u:p@a.example',
  'null',
  'ftp://a',
  'https://*.a'
])('parseAllowedOrigins refuses %j', text => {
  const { problems, origins } = parseAllowedOrigins(text)
  expect([problems.length, origins.size]).toEqual([1, 0])
  expect(problems[0]).toContain('https://host')
})
