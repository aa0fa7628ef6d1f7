// Makes the report of a soak out of its JSON lines: `node bench/soak/report.mjs FILE.jsonl [folder for the charts]`.
// May be run while the soak goes on.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { escaped, lineChart } from './line-chart.mjs'
import { verdictsOf } from './verdicts.mjs'

const MB = 1e6

/** @param {string} file JSON lines. @returns {{ start: object, samples: object[], jobs: object[], faults: object[], totalMs: number }} */
export function readSoak(file) {
  const lines = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))
  const of = type => lines.filter(line => line.type === type)
  const samples = of('sample')
  const [start] = of('start')
  return { start, samples, jobs: of('job'), faults: of('fault'), totalMs: samples.at(-1)?.atMs ?? 1 }
}

/** @returns {Record<string, string>} SVG by file name. */
export function chartsOf({ samples, jobs, faults, totalMs }) {
  const bars = faults.map(({ fromMs, toMs, name }) => ({ fromMs, toMs, name }))
  const line = (name, of, from = samples) => ({
    name,
    points: from.map(entry => ({ atMs: entry.atMs, value: of(entry) })).filter(({ value }) => Number.isFinite(value))
  })
  const chart = (title, unit, ...lines) => lineChart({ title, unit, lines, bars, totalMs })
  return {
    'memory.svg': chart(
      'Memory',
      'MB',
      line('RSS', s => s.rss / MB),
      line('heap in use', s => s.heapUsed / MB),
      line('external', s => s.external / MB)
    ),
    'held.svg': chart(
      'What is held open',
      '',
      line('descriptors', s => s.files),
      line('sockets', s => s.sockets),
      line('handles', s => s.handles),
      line('timers', s => s.timers)
    ),
    'loop-delay.svg': chart(
      'Event loop delay, main thread',
      'ms',
      line('max', s => s.loopDelayMs?.max),
      line('p99', s => s.loopDelayMs?.p99)
    ),
    'frames.svg': chart(
      'Frames',
      '/s',
      line('pushed', j => j.pushed / j.seconds, jobs),
      line('judged', j => j.results / j.seconds, jobs)
    ),
    'lost.svg': chart(
      'Frames without a result',
      '',
      line('without a reason', j => j.missing, jobs),
      line('told as dropped', j => j.dropped.overload + j.dropped.trimmed, jobs)
    ),
    'incidents.svg': chart(
      'Incidents',
      '',
      line('open', s => s.metrics?.incidents_open)
    )
  }
}

export function writeReport(file, folder) {
  const soak = readSoak(file)
  const verdicts = verdictsOf(soak.samples, soak.jobs, soak.totalMs)
  const charts = chartsOf(soak)
  mkdirSync(folder, { recursive: true })
  for (const [name, svg] of Object.entries(charts)) writeFileSync(join(folder, name), svg)
  writeFileSync(join(folder, 'report.html'), page(soak, verdicts, charts))
  return verdicts
}

function page({ start, faults, totalMs }, verdicts, charts) {
  const row = cells => `<tr>${cells.map(cell => `<td>${escaped(String(cell))}</td>`).join('')}</tr>`
  return `<!doctype html><meta charset="utf-8"><title>Soak</title>
<style>body{font:14px sans-serif;max-width:960px;margin:2em auto}td{padding:2px 12px 2px 0}svg{width:100%}</style>
<h1>Soak of ${(totalMs / 3_600_000).toFixed(2)} h</h1>
<p>${escaped(start.when)}, ${escaped(start.machine)}: ${start.cameras} cameras, ${start.rate.toFixed(0)} frames/s, seed ${start.seed}. ${escaped(start.load)}</p>
<table>${verdicts.map(({ what, figure, goal, verdict }) => row([what, figure, goal, verdict])).join('\n')}</table>
${Object.values(charts).join('\n')}
<h2>Faults</h2><table>${faults
    .map(({ fromMs, toMs, name, lost }) =>
      row([minutes(fromMs), name, `${((toMs - fromMs) / 1000).toFixed(0)} s`, `${lost} frames without a result`])
    )
    .join('\n')}</table>`
}

function minutes(ms) {
  return `${(ms / 60_000).toFixed(1)} min`
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [file, folder = `${file}-report`] = process.argv.slice(2)
  for (const { what, figure, goal, verdict } of writeReport(file, folder))
    console.log(`${verdict.padEnd(10)} ${what}: ${figure} (goal ${goal})`)
}
