import { expect, test } from 'vitest'
import { WatchView } from '../../src/cli/watch-view.ts'

const NOW_MS = Date.UTC(2026, 0, 1, 12, 30, 15, 250)

function message(stream: string, state: string, more: object = {}, dropped?: number): string {
  return JSON.stringify({
    ...(dropped === undefined ? {} : { dropped }),
    epoch: 1,
    data: { stream, result: { state, faults: [], ...more } }
  })
}

test('view prints a line when a state changes, and none while it stays', () => {
  const view = new WatchView()
  const fault = { measure: 'mean luma', value: 2.12345, unit: 'levels', limit: 15 }
  expect(view.lines(message('gate-1', 'Normal'), NOW_MS)).toEqual(['12:30:15.250 gate-1: Normal'])
  expect(view.lines(message('gate-1', 'Normal'), NOW_MS)).toEqual([])
  expect(view.lines(message('gate-1', 'Black Screen', { faults: [fault] }), NOW_MS)).toEqual([
    '12:30:15.250 gate-1: Normal -> Black Screen (mean luma 2.123 levels, limit 15)'
  ])
  expect(view.lines(message('前门', 'Error', { error: 'Not a JPEG' }), NOW_MS)).toEqual([
    '12:30:15.250 前门: Error (Not a JPEG)'
  ])
})

test('view counts results, rate, cameras, abnormal ones and what was lost', () => {
  const view = new WatchView()
  expect(view.figures(NOW_MS)).toBe('0 results, 0.0/s, 0 cameras, 0 abnormal')
  for (let i = 0; i < 5; i++) view.lines(message(`c${i % 2}`, i % 2 === 0 ? 'Normal' : 'Frozen'), NOW_MS)
  expect(view.lines(message('c0', 'Normal', {}, 7), NOW_MS)).toEqual([
    '12:30:15.250 Too slow: the service dropped 7 results for this client'
  ])
  expect(view.figures(NOW_MS + 2000)).toBe('6 results, 3.0/s, 2 cameras, 1 abnormal, 7 lost')
})

test('view lets no name drive the terminal, and survives what is no result', () => {
  const view = new WatchView()
  expect(view.lines(message('a\u001b[2J\nb', 'Normal'), NOW_MS)[0]).toBe('12:30:15.250 a\ufffd[2J\ufffdb: Normal')
  for (const text of ['', '{', '5', 'null', '{"data":{}}', '[]']) {
    expect(view.lines(text, NOW_MS)[0]).toContain('Not a result')
  }
})
