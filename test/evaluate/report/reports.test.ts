import { describe, expect, test } from 'vitest'
import { AS_IS, type Evaluation, type Outcome } from '../../../src/evaluate/evaluate.ts'
import type { LimitTrial } from '../../../src/evaluate/limit-trials.ts'
import { percent, rate, seconds, table } from '../../../src/evaluate/report/format.ts'
import { htmlReport } from '../../../src/evaluate/report/html-report.ts'
import { jsonReport } from '../../../src/evaluate/report/json-report.ts'
import { sensitivityReport } from '../../../src/evaluate/report/sensitivity-report.ts'
import { textReport } from '../../../src/evaluate/report/text-report.ts'
import { encodeJpeg } from '../../../src/evaluate/pictures/jpeg.ts'
import { createImage } from '../../../src/evaluate/pictures/rgb-image.ts'
import { scoreScenario } from '../../../src/evaluate/scoring/score-scenario.ts'
import type { Exhibit, Report } from '../../../src/evaluate/trial.ts'
import { NOTHING, scenarioOf } from '../film.ts'

const MASK = `1${'0'.repeat(142)}1`
const black = scenarioOf({
  type: 'fault',
  kind: 'black',
  variant: 'lens-cap',
  strength: 0,
  fromMs: 2000,
  untilMs: 8000
})
const harmless = scenarioOf(NOTHING, { scene: 'a<b' })

const exhibit = async (more: Partial<Exhibit>): Promise<Exhibit> => ({
  atMs: 4000,
  reason: 'middle',
  jpeg: await encodeJpeg(createImage(32, 18), { quality: 80 }),
  state: 'Occluded',
  faults: [
    {
      kind: 'occluded',
      severity: 0.4,
      since: '2026-01-01T00:00:03.000Z',
      measure: 'dead share',
      value: 0.9,
      limit: 0.8,
      reference: 0.05,
      unit: 'ratio',
      mask: MASK
    }
  ],
  explained: ['frozen'],
  learning: false,
  notJudged: [{ kind: 'defocused', reason: 'too few edges' }],
  ...more
})

const outcome = (scenario: typeof black, reports: readonly Report[], exhibits: readonly Exhibit[] = []): Outcome => ({
  score: scoreScenario(scenario, reports),
  exhibits
})
const evaluation = (outcomes: Evaluation['outcomes']): Evaluation => ({
  outcomes,
  scenes: ['drawn'],
  frames: 20,
  cameraMs: 20_000,
  tookMs: 2000
})
const told = (kind: 'black' | 'occluded'): Report[] => [
  { atMs: 0, kinds: [] },
  { atMs: 3000, kinds: [kind] },
  { atMs: 8500, kinds: [] }
]

describe('reports', () => {
  test('figures are written with their unit, and a dash for none', () => {
    expect([percent(0.985), percent(null), seconds(1440), seconds(null), rate(0.5), rate(null)]).toEqual([
      '98.5 %',
      '-',
      '1.4 s',
      '-',
      '0.50',
      '-'
    ])
    expect(table(['a', 'long'], [['wide cell', '1']])).toEqual([
      '| a         | long |',
      '|-----------|------|',
      '| wide cell | 1    |'
    ])
  })

  test('the text has every table, and a line for what went wrong', () => {
    const lines = textReport([outcome(black, told('occluded')), outcome(harmless, told('black'))])
    const text = lines.join('\n')
    for (const title of ['Summary', 'By kind', 'Harmless events', 'Injected (down)', 'By scene'])
      expect(text).toContain(title)
    expect(text).toContain('What went wrong: 2')
    expect(text).toContain(
      'wrong kind: black / lens-cap, strength 0, from 2.0 to 8.0 s, scene drawn was told as occluded'
    )
    expect(text).toContain('false alarm: black was told at 3.0 s for 5.5 s: plain / plain')
    expect(textReport([outcome(black, told('black'))])).toContain('What went wrong: nothing')
  })

  test('the page shows frame, mask and figures of a mistake, needs nothing else, and escapes names', async () => {
    const outcomes = [
      outcome(black, told('occluded'), [await exhibit({})]),
      outcome(harmless, told('black'), [await exhibit({ reason: 'alarm', atMs: 3000, faults: [] })])
    ]
    const page = await htmlReport(evaluation(new Map()), outcomes, [['seed', '1']])
    expect(page.match(/data:image\/jpeg;base64/g)).toHaveLength(2)
    expect(page.match(/<rect /g)).toHaveLength(2)
    expect(page).toContain('<rect x="15" y="8"')
    expect(page).toContain('occluded: dead share 0.9 ratio, limit 0.8, usually 0.05, severity 0.4')
    expect(page).toContain('defocused not judged: too few edges')
    expect(page).toContain('scene a&lt;b')
    expect(page).not.toMatch(/(src|href)="(?!data:)/)
  })

  test('the page says so when a frame gives no picture', async () => {
    const broken = await exhibit({ jpeg: new Uint8Array(9) })
    const page = await htmlReport(evaluation(new Map()), [outcome(black, told('occluded'), [broken])], [])
    expect(page).toContain('This frame gives no picture')
  })

  test('the JSON holds conditions, summary and every scenario', () => {
    const outcomes = [outcome(black, told('black'))]
    const json = JSON.parse(JSON.stringify(jsonReport(evaluation(new Map()), outcomes, [['seed', '1']])))
    expect(json).toMatchObject({ conditions: { seed: '1' }, timesRealTime: 10, summary: { recall: 1, faults: 1 } })
    expect(json.confusion).toEqual({ black: { black: 1 } })
    expect(json.scenarios).toHaveLength(1)
  })

  test('the sensitivity of a limit is what goes otherwise, and what other scenes would choose', () => {
    const trial = (factor: number): LimitTrial => ({
      name: `black share x${factor}`,
      kind: 'black',
      limit: 'share',
      factor,
      value: factor * 10,
      settings: AS_IS.settings
    })
    const elsewhere = { ...black, scene: 'another' }
    const both = (kind: 'black' | 'occluded') => [outcome(black, told(kind)), outcome(elsewhere, told(kind))]
    const outcomes = new Map([
      [AS_IS.name, both('black')],
      ['black share x0.8', both('occluded')],
      ['black share x1.2', both('black')]
    ])
    const lines = sensitivityReport(evaluation(outcomes), [trial(0.8), trial(1.2)])
    const rows = lines.filter(line => line.startsWith('| black')).map(line => line.split('|').map(cell => cell.trim()))
    expect(rows[0]?.slice(1, 6)).toEqual(['black', 'share', '10', '2 wrong kind', ''])
    expect(rows[1]?.slice(1, 5)).toEqual(['black share', 'x1: 2, x0.8: 0, x1.2: 0', '0.000', '0.000'])
  })
})
