import { describe, expect, test } from 'vitest'
import { changedQuery } from '../../web/routing/changed-query.ts'
import { parsePath, pathOf, type Route } from '../../web/routing/route.ts'

describe('route', () => {
  const routes: readonly Route[] = [
    { page: 'wall' },
    { page: 'camera', stream: 'gate-1' },
    { page: 'camera', stream: 'north/gate 1?#%' },
    { page: 'camera', stream: '前门' },
    { page: 'incidents' },
    { page: 'incident', id: '01JZ7Q4R4W8N3H5K2M6P9T0VXY' },
    { page: 'report' },
    { page: 'system' },
    { page: 'add' }
  ]

  test.each(routes)('%j is read back from its path', route => {
    expect(parsePath(pathOf(route))).toEqual(route)
  })

  test.each(['/nothing', '/cameras', '/cameras/a/b', '/report/x', '/cameras/%E0%A4%A'])('%s is no page', path => {
    expect(parsePath(path).page).toBe('unknown')
  })

  test('slashes at the ends do not matter', () => {
    expect(parsePath('/incidents/')).toEqual({ page: 'incidents' })
    expect(parsePath('//')).toEqual({ page: 'wall' })
  })
})

describe('changedQuery', () => {
  test('sets, replaces and removes, in order of name', () => {
    expect(changedQuery('', { state: 'new', group: 'a b' })).toBe('?group=a+b&state=new')
    expect(changedQuery('?state=new&q=x', { state: 'healthy', q: null })).toBe('?state=healthy')
    expect(changedQuery('?q=x', { q: '' })).toBe('')
  })

  test('leaves what is not named', () => {
    expect(changedQuery('?view=table', { q: 'gate' })).toBe('?q=gate&view=table')
  })
})
