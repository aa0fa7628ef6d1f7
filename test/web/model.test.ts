import { describe, expect, test } from 'vitest'
import { aspectOf } from '../../web/model/aspect.ts'
import { brokenAtGaps, type Point } from '../../web/model/broken-at-gaps.ts'
import { changeLines } from '../../web/model/change-text.ts'
import { stripOf } from '../../web/model/day-strip.ts'
import { exampleOf, subscribeCommand } from '../../web/model/examples.ts'
import { findMatches } from '../../web/model/find-matches.ts'
import { belongs, holdsText, readListFilter, requestOf, topLevel } from '../../web/model/incident-filter.ts'
import { formatLimits, parseLimits } from '../../web/model/limit-text.ts'
import { coveredShare, inPicture, withArea, withBox, withoutPoint, withPoint } from '../../web/model/mask-edit.ts'
import { niceScale } from '../../web/model/nice-scale.ts'
import { regionOf } from '../../web/model/region.ts'
import { isClock, spansOf } from '../../web/model/week.ts'
import { cameraState, faulty, incident } from './camera-state.ts'

const HOUR_MS = 3_600_000

describe('regionOf', () => {
  const maskWith = (...cells: readonly number[]) =>
    Array.from({ length: 144 }, (_, cell) => (cells.includes(cell) ? '1' : '0')).join('')

  test('is nothing without cells, or when it is no mask', () => {
    expect([regionOf(undefined), regionOf('0'.repeat(144)), regionOf('111')]).toEqual([null, null, null])
  })

  test('one cell has four sides', () => {
    expect(regionOf(maskWith(17))).toEqual({
      cells: 1,
      fill: 'M1 1h1v1h-1z',
      outline: 'M1 1h1M1 2h1M1 1v1M2 1v1'
    })
  })

  test('cells beside each other have no line between them', () => {
    expect(regionOf(maskWith(0, 1))?.outline).toBe('M0 0h1M0 1h1M0 0v1M1 0h1M1 1h1M2 0v1')
  })

  test('the last cell of a line does not touch the first of the next', () => {
    expect(regionOf(maskWith(15, 16))?.outline.match(/M/g)).toHaveLength(8)
  })
})

describe('stripOf', () => {
  const from = Date.parse('2026-11-22T00:00:00Z')
  const to = from + 24 * HOUR_MS
  const span = (id: string, begin: number, end: number | null, change = {}) =>
    incident(id, {
      openedAt: new Date(from + begin * HOUR_MS).toISOString(),
      closedAt: end === null ? null : new Date(from + end * HOUR_MS).toISOString(),
      ...change
    })

  test('cuts at the ends, and goes on to the end while it is open', () => {
    const { bars } = stripOf([span('a', -2, 6), span('b', 18, null)], [], from, to)
    expect(bars.map(bar => [bar.from, bar.to])).toEqual([
      [0, 0.25],
      [0.75, 1]
    ])
  })

  test('two faults at once count once', () => {
    expect(stripOf([span('a', 1, 3), span('b', 2, 4), span('c', 10, 11)], [], from, to).faultyMs).toBe(4 * HOUR_MS)
  })

  test('what nobody saw is neither healthy nor faulty', () => {
    const seen = [
      [from - HOUR_MS, from + 6 * HOUR_MS],
      [from + 18 * HOUR_MS, to]
    ] as const
    const strip = stripOf([span('a', 5, 8)], seen, from, to)
    expect(strip.seen).toEqual([
      { from: 0, to: 0.25 },
      { from: 0.75, to: 1 }
    ])
    expect([strip.healthyMs, strip.faultyMs]).toEqual([11 * HOUR_MS, 3 * HOUR_MS])
  })

  test('leaves out what is over, and puts the worst on top', () => {
    const bars = stripOf([span('a', 1, 2), span('b', 1, 2, { tier: 'impaired' }), span('c', -5, -4)], [], from, to).bars
    expect(bars.map(({ id }) => id)).toEqual(['b', 'a'])
  })
})

describe('findMatches', () => {
  const all = [cameraState('gate-1', { name: 'North gate' }), cameraState('gate-2'), faulty('yard', 'black')]

  test('a beginning comes before a part, cameras before incidents', () => {
    const found = findMatches('gate', all, [incident('01A', { stream: 'gate-2' })], 10)
    expect(found.map(({ key }) => key)).toEqual(['camera:gate-1', 'camera:gate-2', 'incident:01A'])
  })

  test('finds in notes, and gives no more than asked for', () => {
    expect(findMatches('lamp', all, [incident('01A', { note: 'Lamp test' })], 10)).toHaveLength(1)
    expect(findMatches('', all, [], 2)).toHaveLength(2)
    expect(findMatches('nobody', all, [], 2)).toEqual([])
  })
})

describe('incident filter', () => {
  test('asks the service for what the tab and the period mean', () => {
    const filter = readListFilter('?tab=new&kind=black&period=24h&q=Gate')
    expect(requestOf(filter, 100 * HOUR_MS)).toEqual({
      state: 'open',
      kind: 'black',
      group: null,
      stream: null,
      from: 76 * HOUR_MS
    })
    expect(filter.text).toBe('gate')
  })

  test('unknown words are as if they were not there', () => {
    expect(readListFilter('?tab=x&period=toString')).toMatchObject({ tab: 'open', period: 'any' })
  })

  test.each([
    ['open', 'acknowledged', true],
    ['open', 'closed', false],
    ['new', 'acknowledged', false],
    ['ended', 'closed', true],
    ['all', 'open', true],
    ['false', 'closed', false]
  ] as const)('on %s an incident that is %s belongs: %s', (tab, state, isIn) => {
    expect(belongs(incident('01A', { state }), { ...readListFilter(''), tab })).toBe(isIn)
  })

  test('cameras of a group incident stand under it when it is on the list', () => {
    const group = incident('01G', { stream: null })
    const member = incident('01A', { parentId: '01G' })
    expect(topLevel([group, member])).toEqual([group])
    expect(topLevel([member])).toEqual([member])
  })

  test('looks for text in name, stream, group and note', () => {
    const shown = incident('01A', { name: 'North gate', stream: 'n1', note: 'Cleaner comes' })
    expect(['north', 'n1', 'cleaner', '01a', ''].map(text => holdsText(shown, text))).toEqual(Array(5).fill(true))
    expect(holdsText(shown, 'south')).toBe(false)
  })
})

describe('mask editing', () => {
  const triangle = [
    [0, 0],
    [0.5, 0],
    [0, 0.5]
  ] as const

  test('an area needs three corners', () => {
    expect(withArea([], triangle.slice(0, 2))).toEqual([])
    expect(withArea([], triangle)).toEqual([{ points: triangle }])
  })

  test('there are no more than twenty areas', () => {
    let areas = withBox([])
    for (let i = 0; i < 30; i++) areas = withBox(areas)
    expect(areas).toHaveLength(20)
    expect(withArea(areas, triangle)).toBe(areas)
  })

  test('a corner stays in the picture', () => {
    expect(inPicture([-0.2, 1.7])).toEqual([0, 1])
    expect(withPoint([{ points: triangle }], 0, 1, [0.333333, 2])[0]?.points[1]).toEqual([0.3333, 1])
  })

  test('a name survives a moved corner', () => {
    expect(withPoint([{ points: triangle, name: 'trees' }], 0, 0, [0.1, 0.1])[0]?.name).toBe('trees')
  })

  test('an area that loses its third corner goes', () => {
    expect(withoutPoint([{ points: triangle }], 0, 1)).toEqual([])
    const square = [...triangle, [0.5, 0.5]] as const
    expect(withoutPoint([{ points: square }], 0, 3)).toEqual([{ points: triangle }])
  })

  test('says how much is covered', () => {
    expect(coveredShare([{ points: triangle }])).toBeCloseTo(0.125)
    expect(coveredShare([])).toBe(0)
  })
})

describe('week', () => {
  test('hours over midnight are cut, also from Sunday to Monday', () => {
    expect(spansOf([{ days: [7], from: '18:00', to: '06:00' }])).toEqual([
      { day: 7, from: 0.75, to: 1 },
      { day: 1, from: 0, to: 0.25 }
    ])
  })

  test('a whole day, and hours that end at midnight', () => {
    expect(spansOf([{ days: [2], from: '00:00', to: '24:00' }])).toEqual([{ day: 2, from: 0, to: 1 }])
    expect(spansOf([{ days: [2], from: '12:00', to: '00:00' }])).toEqual([{ day: 2, from: 0.5, to: 1 }])
  })

  test('what is still being typed is not drawn', () => {
    expect(spansOf([{ days: [1], from: '7', to: '12:00' }])).toEqual([])
    expect(['24:00', '23:59', '24:01', '7:00', ''].map(isClock)).toEqual([true, true, false, false, false])
  })
})

describe('limits as text', () => {
  test('are read back', () => {
    const limits = { minDeadRatio: 0.7, maxAliveRatio: 0.2 }
    expect(parseLimits(formatLimits(limits))).toEqual(limits)
  })

  test('what has no number is left out', () => {
    expect(parseLimits('a=1, b, c=x; d: 2,=3,')).toEqual({ a: 1, d: 2 })
    expect(parseLimits('')).toEqual({})
  })
})

describe('niceScale', () => {
  test.each([
    [0, [0, 1]],
    [Number.NaN, [0, 1]],
    [8, [0, 2, 4, 6, 8]],
    [8025, [0, 2500, 5000, 7500, 10_000]],
    [1.4, [0, 0.5, 1, 1.5]]
  ])('of %d is %j', (largest, marks) => {
    expect(niceScale(largest)).toEqual(marks)
  })
})

describe('aspectOf', () => {
  test('is width over height, or nothing', () => {
    expect(aspectOf({ shape: [720, 1280, 3] })).toEqual({ aspect: 1280 / 720 })
    expect([aspectOf({ shape: null }), aspectOf({ shape: [0, 0, 3] })]).toEqual([{}, {}])
  })
})

describe('changeLines', () => {
  test('tells before and after, or a value', () => {
    expect(changeLines({ gapLimitS: [null, 5], note: 'Lamp test' })).toEqual(['gapLimitS: null → 5', 'note: Lamp test'])
  })

  test('cuts long values, and knows what is no change', () => {
    expect(changeLines({ masks: [[], 'x'.repeat(100)] })[0]).toBe(`masks: [] → ${'x'.repeat(59)}…`)
    expect([changeLines(null), changeLines('x'), changeLines({})]).toEqual([[], [], []])
  })
})

describe('brokenAtGaps', () => {
  const at = (...seconds: readonly number[]): Point[] => seconds.map(second => [second * 1000, 1, 2, 3])

  test('puts nothing into the middle of a gap', () => {
    expect(brokenAtGaps(at(0, 10, 20, 80, 90)).map(([ms, , mean]) => [ms / 1000, mean])).toEqual([
      [0, 2],
      [10, 2],
      [20, 2],
      [50, null],
      [80, 2],
      [90, 2]
    ])
  })

  test.each([[at()], [at(5)], [at(0, 10, 20)], [at(0, 12, 20)]])('leaves %j as it is', points => {
    expect(brokenAtGaps(points)).toEqual(points)
  })
})

describe('examples', () => {
  test('name the stream as each tool needs it', () => {
    expect(exampleOf('curl', 'north/gate 1', 'http://localhost:5020', false)).toContain(
      "'http://localhost:5020/pushhub/frames/north%2Fgate%201'"
    )
    expect(exampleOf('redis', 'a"b', 'http://localhost:5020', false)).toContain('r.xadd("frames:a\\"b"')
  })

  test('ask for the token where one is needed', () => {
    expect(exampleOf('curl', 'a', 'http://x', true)).toContain('Authorization: Bearer')
    expect(exampleOf('python', 'a', 'http://x', true)).toContain('"Authorization": "Bearer TOKEN"')
    expect(exampleOf('python', 'a', 'http://x', false)).not.toContain('Authorization')
  })

  test('a quote in a name does not end the shell text', () => {
    expect(subscribeCommand(['a'], 'http://x', true)).toContain('Bearer TOKEN')
    expect(subscribeCommand(["o'clock"], 'http://x', false)).toContain("o'\\''clock")
  })
})
