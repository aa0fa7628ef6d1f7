import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { MEASURE_SERIES } from '../../src/model/camera-figures.ts'
import { en } from '../../web/i18n/en.ts'
import { fill, partsOf } from '../../web/i18n/fill.ts'
import { zh } from '../../web/i18n/zh.ts'
import { KINDS } from '../../web/model/kinds.ts'

const names = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort()

describe('dictionaries', () => {
  test('have the same keys', () => {
    expect(Object.keys(zh).sort()).toEqual(Object.keys(en).sort())
  })

  test.each(Object.keys(en) as (keyof typeof en)[])('%s has the same values in both, and no empty text', key => {
    expect(names(zh[key])).toEqual(names(en[key]))
    expect(en[key].trim()).not.toBe('')
    expect(zh[key].trim()).not.toBe('')
  })

  test.each(KINDS)('%s has a name', kind => {
    expect(en).toHaveProperty([`kind.${kind}`])
  })
})

describe('names of measures', () => {
  const faults = new URL('../../src/pipeline/detect/', import.meta.url)
  const sources = readdirSync(faults, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ts'))
    .map(name => readFileSync(new URL(name, faults), 'utf8'))
  const measured = sources.flatMap(source =>
    [...source.matchAll(/^\s+measure: (.+?),?$/gm)].flatMap(([, value = '']) =>
      [...value.matchAll(/'([^']+)'/g)].map(([, name]) => name)
    )
  )

  test('those that detectors give have a text', () => {
    expect(new Set(measured).size).toBeGreaterThan(12)
    for (const name of measured) expect(en).toHaveProperty([`measured.${name}`])
  })

  test.each(MEASURE_SERIES)('the series $name has a text', ({ name }) => {
    expect(en).toHaveProperty([`measure.${name}`])
  })
})

describe('fill', () => {
  test('puts values in, and leaves a name without one to be seen', () => {
    expect(fill('{shown} of {total}, {total}', { shown: '3', total: '9' })).toBe('3 of 9, 9')
    expect(fill('{shown} of {total}', { shown: '3' })).toBe('3 of {total}')
  })

  test('a value that looks like a name stays as it is', () => {
    expect(fill('{a} {b}', { a: '{b}', b: 'x' })).toBe('{b} x')
  })

  test('partsOf cuts at the names', () => {
    expect(partsOf('Since {time} ({length})')).toEqual(['Since ', { name: 'time' }, ' (', { name: 'length' }, ')'])
    expect(partsOf('{a}')).toEqual([{ name: 'a' }])
  })
})
