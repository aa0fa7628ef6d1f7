import { expect, test } from 'vitest'
import { shownValue } from '../../src/config/shown-value.ts'

test.each([
  ['plain', '"plain"'],
  ['x'.repeat(101), `"${'x'.repeat(100)}..."`],
  ['http://user:pass@host:1', '"***@host:1"'],
  ['user:p@ss@host', '"***@host"'],
  [`user:${'p'.repeat(200)}@host`, '"***@host"'],
  ['a"b', '"a\\"b"']
])('%s is shown as %s', (text, shown) => {
  expect(shownValue(text)).toBe(shown)
})
