import { describe, expect, test } from 'vitest'
import { tierOf } from '../../web/model/kinds.ts'
import { nextWall, REORDER_MS } from '../../web/model/settled-wall.ts'
import { isFiltering, passes, readWallFilter } from '../../web/model/wall-filter.ts'
import { layOutWall, rowOf, rowsBetween } from '../../web/model/wall-rows.ts'
import { wallByName, wallSections } from '../../web/model/wall-sections.ts'
import { cameraState, fault, faulty, incident } from './camera-state.ts'

describe('tierOf', () => {
  test.each([
    ['occluded', 'lost'],
    ['bright', 'impaired'],
    ['stream-gap', 'silent'],
    ['service', 'silent'],
    ['a-fault-of-tomorrow', 'lost']
  ])('%s is %s', (kind, tier) => {
    expect(tierOf(kind)).toBe(tier)
  })
})

describe('wall filter', () => {
  const gate = faulty('north/gate-1', 'black', { name: 'North Gate', groups: ['north'] })
  const silent = faulty('yard', 'stream-gap', { acknowledged: true })

  test('an address without filters filters nothing', () => {
    const filter = readWallFilter('?view=table&sort=name')
    expect(isFiltering(filter)).toBe(false)
    expect(passes(gate, filter)).toBe(true)
  })

  test.each([
    ['?q=GATE', true],
    ['?q= gate-1 ', true],
    ['?q=yard', false],
    ['?group=north', true],
    ['?group=south', false],
    ['?kind=black', true],
    ['?kind=bright', false],
    ['?state=faulty', true],
    ['?state=new', true],
    ['?state=silent', false],
    ['?state=healthy', false],
    ['?state=nonsense', true],
    ['?state=new&group=north&kind=black&q=gate', true],
    ['?state=new&group=north&kind=black&q=yard', false]
  ])('%s lets a black camera through: %s', (search, isThrough) => {
    expect(passes(gate, readWallFilter(search))).toBe(isThrough)
  })

  test.each([
    ['?state=silent', true],
    ['?state=faulty', false],
    ['?state=new', false]
  ])('%s lets a silent camera that somebody has taken through: %s', (search, isThrough) => {
    expect(passes(silent, readWallFilter(search))).toBe(isThrough)
  })
})

describe('wall sections', () => {
  test('stand in their order, and empty ones are left out', () => {
    const sections = wallSections(
      [
        cameraState('a'),
        cameraState('b', { state: 'learning' }),
        faulty('c', 'black', { acknowledged: true }),
        faulty('d', 'black')
      ],
      []
    )
    expect(sections.map(({ id }) => id)).toEqual(['new', 'taken', 'learning', 'healthy'])
  })

  test('the worst tier comes first, then silence, then the impaired; in a tier the newest', () => {
    const at = (hour: number) => ({ since: `2026-11-22T1${hour}:00:00.000Z` })
    const [section] = wallSections(
      [
        faulty('impaired', 'noise', { fault: fault('noise', at(5).since) }),
        faulty('silent', 'stream-gap', { fault: fault('stream-gap', at(4).since) }),
        faulty('old', 'black', { fault: fault('black', at(1).since) }),
        faulty('fresh', 'moved', { fault: fault('moved', at(2).since) })
      ],
      []
    )
    expect(section?.items.map(({ stream }) => stream)).toEqual(['fresh', 'old', 'silent', 'impaired'])
  })

  const group = incident('01G', {
    stream: null,
    group: 'hall',
    kind: 'no-signal',
    members: ['a', 'b', 'c'].map(stream => ({ stream, incidentId: `01${stream}` }))
  })

  test('cameras of a group incident make one stack', () => {
    const cameras = ['a', 'b', 'c', 'd'].map(stream => faulty(stream, 'no-signal'))
    const [section] = wallSections(cameras, [group])
    expect(section?.items.map(({ key }) => key).sort()).toEqual(['camera:d', 'group:01G'])
    expect(section?.cameras).toBe(4)
  })

  test('a group that somebody has taken, or of which one camera is left, is no stack', () => {
    const cameras = [faulty('a', 'no-signal'), cameraState('b'), cameraState('c')]
    expect(wallSections(cameras, [group])[0]?.items.map(({ key }) => key)).toEqual(['camera:a'])
    const all = ['a', 'b', 'c'].map(stream => faulty(stream, 'no-signal', { acknowledged: true }))
    expect(wallSections(all, [{ ...group, state: 'acknowledged' }])[0]?.items).toHaveLength(3)
  })

  test('by name, numbers count as numbers', () => {
    const [section] = wallByName(['gate 10', 'gate 9', 'Aisle'].map(name => cameraState(name)))
    expect(section?.items.map(({ stream }) => stream)).toEqual(['Aisle', 'gate 9', 'gate 10'])
    expect(wallByName([])).toEqual([])
  })
})

describe('wall rows', () => {
  const cameras = Array.from({ length: 10_000 }, (_, i) => cameraState(`cam-${i}`))
  const sections = wallSections([faulty('x', 'black'), faulty('y', 'black'), ...cameras], [])

  test('hold every camera once, each row under the one before', () => {
    const { rows, height } = layOutWall(sections, 1000)
    expect(rows.flatMap(({ items }) => items ?? [])).toHaveLength(10_002)
    rows.slice(1).forEach((row, i) => {
      const before = rows[i]
      expect(row.top).toBeGreaterThanOrEqual((before?.top ?? 0) + (before?.height ?? 0))
    })
    expect(height).toBeGreaterThan(rows.at(-1)?.top ?? 0)
  })

  test.each([
    [-500, 500],
    [0, 900],
    [40_000, 41_800],
    [100_000_000, 100_000_900]
  ])('between %i and %i px are those that an honest look at all finds', (from, to) => {
    const { rows } = layOutWall(sections, 1000)
    const [first, last] = rowsBetween(rows, from, to)
    expect(rows.slice(first, last)).toEqual(rows.filter(({ top, height }) => top < to && top + height > from))
  })

  test('two screens hold few of 10,000 cameras', () => {
    const { rows } = layOutWall(sections, 1400)
    const [first, last] = rowsBetween(rows, 30_000, 31_800)
    expect(rows.slice(first, last).flatMap(({ items }) => items ?? []).length).toBeLessThan(250)
  })

  test('on a phone the worst camera has a row of its own', () => {
    const { rows } = layOutWall(sections, 366)
    expect(rows[1]?.items).toHaveLength(1)
    expect(rows[1]?.columns).toBe(1)
  })

  test('a tile is found by its key', () => {
    const { rows } = layOutWall(sections, 1000)
    expect(rowOf(rows, 'camera:cam-77')?.items?.some(({ stream }) => stream === 'cam-77')).toBe(true)
    expect(rowOf(rows, 'camera:nobody')).toBeNull()
  })
})

describe('nextWall', () => {
  const calm = { nowMs: 100_000, isHeld: false, isLoading: false }
  const before = { sections: wallSections([cameraState('a'), cameraState('b')], []), atMs: calm.nowMs - REORDER_MS }
  const next = wallSections([faulty('a', 'black'), cameraState('b')], [])

  test('takes another order after five seconds', () => {
    const { wall, waiting, isDone } = nextWall(before, next, calm)
    expect([wall, waiting, isDone]).toEqual([{ sections: next, atMs: calm.nowMs }, 0, true])
  })

  test('not sooner, and then nobody is told of it', () => {
    const step = nextWall({ ...before, atMs: before.atMs + 1 }, next, calm)
    expect([step.wall.sections, step.waiting, step.isDone]).toEqual([before.sections, 0, false])
  })

  test('never while somebody points at it, and says how many wait', () => {
    const step = nextWall(before, next, { ...calm, isHeld: true })
    expect([step.wall, step.waiting, step.isDone]).toEqual([before, 1, false])
  })

  test('at once while it is loading', () => {
    const step = nextWall({ sections: [], atMs: calm.nowMs }, next, { ...calm, isHeld: true, isLoading: true })
    expect(step.wall.sections).toBe(next)
  })

  test('the same order is the same wall', () => {
    const again = wallSections([cameraState('a'), cameraState('b', { framesPerSecond: 1 })], [])
    expect(nextWall(before, again, calm).wall).toBe(before)
  })

  test('another order within a section counts as one, though nothing waits to be told', () => {
    const faults = [faulty('a', 'black'), faulty('b', 'noise')]
    const worse = [faulty('a', 'noise'), faulty('b', 'black')]
    const wall = { sections: wallSections(faults, []), atMs: 0 }
    expect(nextWall(wall, wallSections(worse, []), calm).wall).not.toBe(wall)
    expect(nextWall(wall, wallSections(worse, []), { ...calm, isHeld: true })).toMatchObject({
      waiting: 0,
      isDone: false
    })
  })
})
