import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'

const MIB = 1024 * 1024
const GIB = 1024 * MIB
const [BEGIN, END] = ['<!-- chaos:begin -->', '<!-- chaos:end -->']
const COLUMNS = [
  'fault',
  '`/readyz`',
  'incident of the service',
  'log, metrics',
  'all cameras judged again; longest without a result',
  'frames: pushed, lost (counted)',
  'incidents: told, lost (counted)',
  'snapshots: due, lost (counted)',
  'memory: before, peak',
  'verdict'
]

/** The whole table, as Markdown. @param {object[]} results As `verdict` gives them. @param {string} command */
export function tableOf(results, command) {
  const row = cells => `| ${cells.map(text => String(text).replaceAll('|', '\\|')).join(' | ')} |`
  return [
    `\`${command}\`, ${new Date().toISOString().slice(0, 10)}, ${machine()}.`,
    '',
    row(COLUMNS),
    `|${' --- |'.repeat(COLUMNS.length)}`,
    ...results.map(result => row(result.failed === undefined ? cellsOf(result) : failedCells(result)))
  ].join('\n')
}

/** Puts the table between its markers. @param {string} file A Markdown file that has them. */
export function writeTable(file, table) {
  const text = readFileSync(file, 'utf8')
  const [from, to] = [text.indexOf(BEGIN), text.indexOf(END)]
  if (from < 0 || to < from) throw new Error(`${file} has no ${BEGIN} and ${END}`)
  writeFileSync(file, `${text.slice(0, from + BEGIN.length)}\n${table}\n${text.slice(to)}`)
}

function cellsOf({
  name,
  title,
  readyz,
  incident,
  log,
  gauges,
  again,
  frames,
  incidents,
  snapshots,
  memory,
  note,
  problems
}) {
  return [
    titleCell(name, title),
    readyzCell(readyz),
    incident === null ? 'none' : `after ${s(incident.openedAfterS)}, closed ${s(incident.closedAfterS)} after the end`,
    [log[0] === undefined ? 'nothing' : `“${log[0].msg}”`, ...gauges.map(name => `\`${short(name)}\` 0`)].join('; '),
    `${s(again.lastS)}; ${s(again.silenceS)}`,
    `${frames.pushed}, ${frames.lost} (${frames.counted})`,
    `${incidents.told}, ${incidents.lost} (${incidents.counted})`,
    snapshots === null ? 'none' : `${snapshots.expected}, ${snapshots.lost} (${snapshots.counted})`,
    `${mib(memory.beforeBytes)}, ${mib(memory.peakBytes)} MiB`,
    [problems.length === 0 ? 'holds' : `**${problems.join('; ')}**`, note].filter(Boolean).join('. ')
  ]
}

function readyzCell({ failing, badAfterS, okAgainS }) {
  if (badAfterS === null) return 'stays ready'
  return `${Object.keys(failing).join(', ') || 'no answer'} after ${s(badAfterS)}; well ${s(okAgainS)} after the end`
}

function titleCell(name, title) {
  return `\`${name}\`: ${title}`
}

function failedCells({ name, title, failed }) {
  return [titleCell(name, title), ...COLUMNS.slice(2).map(() => ''), `**did not run: ${failed}**`]
}

function machine() {
  const [{ model }] = cpus()
  const redis = execFileSync('redis-server', ['--version'], { encoding: 'utf8' }).match(/v=(\S+)/)?.[1]
  return `${cpus().length} x ${model.trim()}, ${Math.round(totalmem() / GIB)} GiB, Node ${process.versions.node}, Redis ${redis}`
}

function s(value) {
  if (value === null) return 'never'
  return Number.isFinite(value) ? `${value.toFixed(1)} s` : 'never'
}

function mib(bytes) {
  return Math.round(bytes / MIB)
}

function short(series) {
  return series.replace('camera_check_', '')
}
