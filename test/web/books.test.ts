import { describe, expect, test, vi } from 'vitest'
import type { CameraBook } from '../../web/state/cameras.ts'
import { countsOf, EMPTY_BOOK, withCameras, withoutCamera } from '../../web/state/cameras.ts'
import { staleAgeMs } from '../../web/state/connection.ts'
import { type IncidentBook, LATEST_MAX, untakenCount, withIncident } from '../../web/state/incidents.ts'
import { createStore } from '../../web/state/store.ts'
import { cameraState, faulty, incident } from './camera-state.ts'

describe('store', () => {
  test('tells its watchers of another value, not of the same one', () => {
    const store = createStore({ a: 1 })
    const listener = vi.fn()
    const stop = store.subscribe(listener)
    store.update(now => now)
    expect(listener).not.toHaveBeenCalled()
    store.set({ a: 1 })
    expect(listener).toHaveBeenCalledOnce()
    stop()
    store.set({ a: 2 })
    expect(listener).toHaveBeenCalledOnce()
  })
})

describe('camera book', () => {
  const complete: CameraBook = { ...EMPTY_BOOK, isComplete: true }

  test('counts states, main faults and groups', () => {
    const counts = countsOf([
      cameraState('a', { groups: ['north'] }),
      faulty('b', 'black', { groups: ['north', 'gates'] }),
      cameraState('c', { state: 'off-schedule' })
    ])
    expect(counts).toEqual({
      healthy: 1,
      learning: 0,
      faulty: 1,
      waiting: 0,
      maintenance: 0,
      offSchedule: 1,
      byKind: { black: 1 },
      byGroup: { north: { total: 2, faulty: 1 }, gates: { total: 1, faulty: 1 } }
    })
  })

  test('counts anew when a camera changes its state', () => {
    const book = withCameras(complete, [cameraState('a'), cameraState('b')])
    expect(book.counts?.healthy).toBe(2)
    const next = withCameras(book, [faulty('a', 'black')])
    expect([next.counts?.healthy, next.counts?.byKind.black, next.total]).toEqual([1, 1, 2])
    expect(next.places).toBe(book.places + 1)
  })

  test('does not count when only figures change, and leaves the book before as it was', () => {
    const book = withCameras(complete, [cameraState('a')])
    const next = withCameras(book, [cameraState('a', { framesPerSecond: 4.2, lagMs: 31 })])
    expect(next.places).toBe(book.places)
    expect(next.counts).toBe(book.counts)
    expect(next.byStream.get('a')?.framesPerSecond).toBe(4.2)
    expect(book.byStream.get('a')?.framesPerSecond).toBe(5)
  })

  test.each([
    ['name', { name: 'Gate' }],
    ['groups', { groups: ['north'] }],
    ['acknowledged', { acknowledged: true }]
  ])('another %s is another place', (_, change) => {
    const book = withCameras(complete, [cameraState('a')])
    expect(withCameras(book, [cameraState('a', change)]).places).toBe(book.places + 1)
  })

  test('while it is not complete the counts of the service stand', () => {
    const counts = countsOf([])
    const book = withCameras({ ...EMPTY_BOOK, counts, total: 400 }, [cameraState('a')])
    expect([book.counts, book.total]).toEqual([counts, 400])
  })

  test('forgets a camera', () => {
    const book = withCameras(complete, [cameraState('a'), cameraState('b')])
    const next = withoutCamera(book, 'a')
    expect([[...next.byStream.keys()], next.total]).toEqual([['b'], 1])
    expect(withoutCamera(next, 'a')).toBe(next)
  })
})

describe('incident book', () => {
  const empty: IncidentBook = { open: new Map(), latest: [], isLoaded: true }

  test('keeps those that go on, and the newest of all', () => {
    let book = withIncident(empty, incident('01A'))
    book = withIncident(book, incident('01B'))
    expect([...book.open.keys()]).toEqual(['01A', '01B'])
    expect(book.latest.map(({ id }) => id)).toEqual(['01B', '01A'])
    book = withIncident(book, incident('01A', { state: 'closed' }))
    expect([...book.open.keys()]).toEqual(['01B'])
    expect(book.latest.map(({ id, state }) => [id, state])).toEqual([
      ['01B', 'open'],
      ['01A', 'closed']
    ])
  })

  test('an old one that changes does not come before newer ones', () => {
    const book = withIncident(withIncident(empty, incident('01B')), incident('01A'))
    expect(book.latest.map(({ id }) => id)).toEqual(['01B', '01A'])
  })

  test('the list of the newest is bounded', () => {
    let book = empty
    for (let i = 0; i < LATEST_MAX + 10; i++) book = withIncident(book, incident(`01${String(i).padStart(4, '0')}`))
    expect(book.latest).toHaveLength(LATEST_MAX)
    expect(book.open.size).toBe(LATEST_MAX + 10)
  })

  test('counts what nobody has taken, a group once', () => {
    let book = withIncident(empty, incident('01G', { stream: null, group: 'hall' }))
    book = withIncident(book, incident('01A', { parentId: '01G' }))
    book = withIncident(book, incident('01B', { state: 'acknowledged' }))
    book = withIncident(book, incident('01C'))
    expect(untakenCount(book)).toBe(2)
  })
})

describe('staleAgeMs', () => {
  const connection = { state: 'live', lastNewsMs: 1000, clockOffsetMs: 0, zone: 'UTC' } as const

  test.each([
    [1000, null],
    [11_000, null],
    [11_001, 10_001]
  ])('at %i ms it is %s', (nowMs, age) => {
    expect(staleAgeMs(connection, nowMs)).toBe(age)
  })

  test('is nothing before the first news', () => {
    expect(staleAgeMs({ ...connection, lastNewsMs: null }, 1e9)).toBeNull()
  })
})
