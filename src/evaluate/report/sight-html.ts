import { createHash } from 'node:crypto'
import { type CameraSight, type FaultSight, lasting } from '../sight/camera-sight.ts'
import type { Examination, SightExample } from '../sight/examine-footage.ts'
import { escaped } from './escaped.ts'
import { SIGHT_STYLE } from './sight-style.ts'
import {
  alarmWords,
  delayWords,
  fromWords,
  HOW_TO_READ,
  missedWords,
  type SightVerdict,
  verdictOf
} from './sight-words.ts'
import { thumbnail } from './thumbnail.ts'

const THUMBNAIL_WIDTH_PX = 320
const CLASSES: Readonly<Record<SightVerdict, string>> = {
  found: 'found',
  'in part': 'part',
  missed: 'missed',
  unknown: 'unknown'
}

/**
 * One page that needs nothing else and may ask for nothing: its policy allows its own style and its own pictures alone.
 *
 * @param conditions What was run, name and value.
 */
export async function sightHtml(
  { cameras, examples }: Pick<Examination, 'cameras' | 'examples'>,
  conditions: readonly (readonly [string, string])[]
): Promise<string> {
  const sections: string[] = []
  for (const [i, sight] of cameras.entries()) {
    sections.push(
      await section(
        sight,
        i,
        examples.filter(({ camera }) => camera === sight.camera)
      )
    )
  }
  const hash = createHash('sha256').update(SIGHT_STYLE).digest('base64')
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'`
  const list = conditions.map(([name, value]) => `${escaped(name)}: ${escaped(value)}`).join(' &middot; ')
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer">',
    `<title>Camera Check: what your cameras can see</title><style>${SIGHT_STYLE}</style></head><body><main>`,
    '<h1>What your cameras can see</h1>',
    `<p class="soft">${list}</p><p>${escaped(HOW_TO_READ)}</p>`,
    contents(cameras),
    ...sections,
    '</main></body></html>'
  ].join('\n')
}

function contents(cameras: readonly CameraSight[]): string {
  if (cameras.length < 2) return ''
  const items = cameras.map(({ camera, faults }, i) => {
    const found = faults.filter(fault => verdictOf(fault) === 'found').length
    return `<li><a href="#camera-${i}">${escaped(camera)}</a> <span class="soft">${found} of ${faults.length} kinds found</span></li>`
  })
  return `<nav aria-label="Cameras"><ul>${items.join('')}</ul></nav>`
}

async function section(sight: CameraSight, index: number, examples: readonly SightExample[]): Promise<string> {
  const { camera, widthPx, heightPx, footageMs, faults, alarms, doubts } = sight
  const length = footageMs === null ? 'footage without an end' : `${lasting(footageMs)} of footage`
  const cards: string[] = []
  for (const example of examples) cards.push(await card(example, faults))
  const head = ['Fault', 'Seen', 'Found', 'Delay, median / 95 %', 'Found from', 'Missed']
  return [
    `<section aria-labelledby="camera-${index}"><h2 id="camera-${index}">${escaped(camera)}</h2>`,
    `<p class="soft">${widthPx} x ${heightPx} pixels, ${length}</p>`,
    `<p>${escaped(alarmWords(alarms))}.</p>${alarmList(sight)}`,
    doubts.length === 0
      ? ''
      : `<h3>What cannot be known</h3><ul>${doubts.map(text => `<li>${escaped(text)}</li>`).join('')}</ul>`,
    '<h3>Fault by fault</h3>',
    `<div class="wide" tabindex="0" role="region" aria-label="Faults of ${escaped(camera)}"><table><caption>Injected into the footage, and what was told of it</caption>`,
    `<thead><tr>${head.map(title => `<th scope="col">${title}</th>`).join('')}</tr></thead>`,
    `<tbody>${faults.map(row).join('')}</tbody></table></div>`,
    cards.length === 0 ? '' : `<h3>Before and during</h3><div class="cards">${cards.join('')}</div>`,
    '</section>'
  ].join('\n')
}

function alarmList({ alarms }: CameraSight): string {
  const list = (alarms?.list ?? []).slice(0, 50)
  if (list.length === 0) return ''
  const items = list.map(
    ({ kind, fromMs, untilMs }) => `<li>${kind} at ${lasting(fromMs)}, for ${lasting(untilMs - fromMs)}</li>`
  )
  return `<ul>${items.join('')}</ul>`
}

function row(fault: FaultSight): string {
  const verdict = verdictOf(fault)
  const cells = [
    `<th scope="row">${fault.kind}</th>`,
    `<td class="${CLASSES[verdict]}">${verdict}</td>`,
    `<td class="count">${fault.found} of ${fault.tries}</td>`,
    `<td class="count">${delayWords(fault)}</td>`,
    `<td>${escaped(fromWords(fault))}</td>`,
    `<td>${escaped(missedWords(fault) || '-')}</td>`
  ]
  return `<tr>${cells.join('')}</tr>`
}

async function card({ kind, step, before, during }: SightExample, faults: readonly FaultSight[]): Promise<string> {
  const isFound = faults.some(fault => fault.kind === kind && fault.foundFrom === step) || step.found === step.tries
  const told = isFound ? 'found' : `${step.found} of ${step.tries} found`
  const pictures = [await picture(before, `before ${kind}`), await picture(during, `during ${kind}`)]
  return `<figure><div class="pair">${pictures.join('')}</div><figcaption><strong>${kind}</strong>: ${escaped(step.words)} <span class="${isFound ? 'found' : 'missed'}">${told}</span></figcaption></figure>`
}

async function picture(jpeg: Uint8Array, alt: string): Promise<string> {
  const small = await thumbnail(jpeg, THUMBNAIL_WIDTH_PX)
  return small === null
    ? '<p>These bytes give no picture.</p>'
    : `<img alt="${alt}" src="data:image/jpeg;base64,${small}">`
}
