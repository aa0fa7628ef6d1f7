import type { Evaluation, Outcome } from '../evaluate.ts'
import type { Exhibit } from '../trial.ts'
import { escaped } from './escaped.ts'
import { type Mistake, mistakesOf } from './findings.ts'
import { type Table, tablesOf } from './tables.ts'
import { thumbnail } from './thumbnail.ts'

const THUMBNAIL_WIDTH_PX = 360
/** A page of more than this helps nobody. */
const MOST_MISTAKES_SHOWN = 300

const STYLE = `
body { font: 14px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 1200px; padding: 0 1rem; color: #1d2127; background: #fbfbfa }
h1 { font-size: 1.5rem } h2 { font-size: 1.1rem; margin-top: 2rem }
table { border-collapse: collapse; font-variant-numeric: tabular-nums }
td, th { border-bottom: 1px solid #ddd; padding: .2rem .7rem; text-align: left }
td.right { background: #dff3df } td.wrong { background: #fde4dc }
.wide { overflow-x: auto }
.confusion { font-size: 11px } .confusion td, .confusion th { padding: .1rem .35rem }
.confusion tr:first-child th { writing-mode: vertical-rl; transform: rotate(180deg) }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(360px, 1fr)); gap: 1rem }
.card { background: #fff; border: 1px solid #ddd; border-radius: 6px; padding: .6rem; break-inside: avoid }
.picture { position: relative } .picture img { width: 100%; display: block }
.picture svg { position: absolute; inset: 0; width: 100%; height: 100% }
.picture rect { fill: #ff2d1e; fill-opacity: .25; stroke: #ff2d1e; stroke-width: .04 }
.kind { font-weight: 600 } .small { color: #5a626d; font-size: 12px }
@media (prefers-color-scheme: dark) { body { background: #15181c; color: #e4e6e9 } .card { background: #1d2127; border-color: #333 } td, th { border-color: #333 } td.right { background: #1d3a22 } td.wrong { background: #43251c } .small { color: #9aa3ad } }
`

/**
 * One page that needs nothing else: the tables, and a card for every miss, wrong kind and false alarm.
 *
 * @param conditions What was run, name and value.
 */
export async function htmlReport(
  evaluation: Evaluation,
  outcomes: readonly Outcome[],
  conditions: readonly (readonly [string, string])[]
): Promise<string> {
  const mistakes = mistakesOf(outcomes)
  const cards: string[] = []
  for (const mistake of mistakes.slice(0, MOST_MISTAKES_SHOWN)) cards.push(await card(mistake))
  const hours = (evaluation.cameraMs / 3_600_000).toFixed(2)
  const speed = (evaluation.cameraMs / evaluation.tookMs).toFixed(1)
  return [
    '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
    `<title>Camera Check: accuracy</title><style>${STYLE}</style>`,
    '<h1>Camera Check: accuracy</h1>',
    `<p>${evaluation.frames} frames of ${hours} camera-hours, judged ${speed} times as fast as they were filmed.</p>`,
    conditionList(conditions),
    ...tablesOf(outcomes.map(({ score }) => score)).map(htmlTable),
    `<h2>What went wrong (${mistakes.length}${mistakes.length > cards.length ? `, the first ${cards.length}` : ''})</h2>`,
    mistakes.length === 0 ? '<p>Nothing.</p>' : `<div class="cards">${cards.join('')}</div>`,
    '</html>'
  ].join('\n')
}

function conditionList(conditions: readonly (readonly [string, string])[]): string {
  return `<p class="small">${conditions.map(([name, value]) => `${escaped(name)}: ${escaped(value)}`).join(' &middot; ')}</p>`
}

function htmlTable({ title, head, rows }: Table): string {
  const isConfusion = head[0] === ''
  const cell = (text: string, row: readonly string[], column: number) => {
    const counts = isConfusion && column > 0 && text !== '.'
    const kind = counts ? ` class="${head[column] === row[0] ? 'right' : 'wrong'}"` : ''
    return `<td${kind}>${escaped(text)}</td>`
  }
  const body = rows.map(row => `<tr>${row.map((text, column) => cell(text, row, column)).join('')}</tr>`)
  const titles = head.map(name => `<th>${escaped(name)}</th>`).join('')
  return `<h2>${escaped(title)}</h2><div class="wide"><table${isConfusion ? ' class="confusion"' : ''}><tr>${titles}</tr>${body.join('')}</table></div>`
}

async function card({ type, text, exhibit, outcome }: Mistake): Promise<string> {
  const picture = exhibit === null ? '' : await pictureOf(exhibit)
  const figures = exhibit === null ? '' : figuresOf(exhibit)
  return [
    `<div class="card">${picture}`,
    `<div class="kind">${escaped(type)}</div><div>${escaped(text)}</div>`,
    `${figures}<div class="small">${escaped(outcome.score.scenario.id)}</div></div>`
  ].join('')
}

async function pictureOf({ jpeg, faults }: Exhibit): Promise<string> {
  const small = await thumbnail(jpeg, THUMBNAIL_WIDTH_PX)
  if (small === null) return '<p class="small">This frame gives no picture.</p>'
  const mask = faults.find(fault => fault.mask !== undefined)?.mask
  return `<div class="picture"><img alt="" src="data:image/jpeg;base64,${small}">${mask === undefined ? '' : maskOf(mask)}</div>`
}

/** @param mask 16 x 9 characters, row-major. */
function maskOf(mask: string): string {
  const blocks = [...mask].flatMap((block, i) =>
    block === '1' ? `<rect x="${i % 16}" y="${Math.floor(i / 16)}" width="1" height="1"/>` : []
  )
  return `<svg viewBox="0 0 16 9" preserveAspectRatio="none">${blocks.join('')}</svg>`
}

function figuresOf({ atMs, state, faults, explained, learning, notJudged }: Exhibit): string {
  const told = faults.map(({ kind, measure, value, limit, reference, unit, severity }) => {
    const against = reference === null ? '' : `, usually ${reference}`
    return `${kind}: ${measure} ${value} ${unit}, limit ${limit}${against}, severity ${severity}`
  })
  const lines = [
    `${(atMs / 1000).toFixed(1)} s: ${state}${learning ? ' (learning)' : ''}`,
    ...told,
    ...(explained.length === 0 ? [] : [`explained away: ${explained.join(', ')}`]),
    ...notJudged.map(({ kind, reason }) => `${kind} not judged: ${reason}`)
  ]
  return `<div class="small">${lines.map(escaped).join('<br>')}</div>`
}
