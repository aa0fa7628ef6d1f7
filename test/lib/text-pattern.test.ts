import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { textPattern } from '../../src/lib/text-pattern.ts'

describe('text pattern', () => {
  it.each([
    ['dock-*', 'dock-7', true],
    ['dock-*', 'dock-', true],
    ['dock-*', 'a-dock-7', false],
    ['*-7', 'dock-7', true],
    ['gate-?', 'gate-1', true],
    ['gate-?', 'gate-12', false],
    ['门?', '门口', true],
    ['a.b', 'axb', false],
    ['*', 'a\nb', true],
    ['[a-z]+', 'q', false]
  ])('%j and %j: %s', (pattern, text, fits) => {
    expect(textPattern(pattern)(text)).toBe(fits)
  })

  it('without * and ? fits itself alone', () => {
    fc.assert(
      fc.property(
        fc.string().filter(text => !/[*?]/.test(text)),
        fc.string(),
        (pattern, text) => {
          expect(textPattern(pattern)(pattern)).toBe(true)
          expect(textPattern(pattern)(text)).toBe(text === pattern)
        }
      )
    )
  })

  it('refuses quickly whatever stars it has', () => {
    const before = performance.now()
    expect(textPattern(`${'*'.repeat(50)}b`)('a'.repeat(5000))).toBe(false)
    expect(performance.now() - before).toBeLessThan(1000)
  })
})
