import { slopePerHour } from './slope.mjs'

/** Share of the run that is left out, and at most so long: caches fill, code is compiled, the first pictures are learned. */
const WARM_UP_SHARE = 0.2
const MOST_WARM_UP_MS = 30 * 60_000
const BLOCKS = 24
const LEAST_BLOCK_MS = 60_000
const MOST_RSS_GROWTH = 0.01
/** What is counted and not measured is flat when it grows less than this in an hour, or by less than one. */
const MOST_COUNT_GROWTH = 0.02
const COUNTS = ['files', 'sockets', 'handles', 'timers', 'requests']

/**
 * @param {object[]} samples With `atMs` since the start.
 * @param {object[]} jobs
 * @returns {{ what: string, figure: string, goal: string, verdict: 'ok' | 'MISSED' | 'not shown' }[]}
 */
export function verdictsOf(samples, jobs, totalMs) {
  const warmUpMs = Math.min(MOST_WARM_UP_MS, totalMs * WARM_UP_SHARE)
  const settled = samples.filter(({ atMs }) => atMs >= warmUpMs)
  const blockMs = Math.max(LEAST_BLOCK_MS, (totalMs - warmUpMs) / BLOCKS)
  const slopeOf = name =>
    slopePerHour(
      settled.filter(sample => sample[name] !== undefined).map(sample => ({ atMs: sample.atMs, value: sample[name] })),
      blockMs
    )
  return [
    memoryVerdict('RSS', slopeOf('rss')),
    { ...memoryVerdict('heap in use, all threads', slopeOf('heapUsed')), goal: 'told', verdict: 'ok' },
    { ...memoryVerdict('external memory, all threads', slopeOf('external')), goal: 'told', verdict: 'ok' },
    ...COUNTS.map(name => countVerdict(name, slopeOf(name))),
    toldVerdict(jobs),
    framesVerdict(jobs)
  ]
}

function memoryVerdict(what, slope) {
  const goal = `< ${MOST_RSS_GROWTH * 100} %/h`
  if (slope === null) return { what, figure: 'too short a run', goal, verdict: 'not shown' }
  const [growth, margin] = [slope.perHour / slope.mean, slope.margin / slope.mean]
  const figure = `${percent(growth)} ± ${percent(margin)} an hour of ${(slope.mean / 1e6).toFixed(1)} MB`
  return { what, figure, goal, verdict: verdict(growth, margin, MOST_RSS_GROWTH) }
}

function countVerdict(what, slope) {
  const goal = 'flat'
  if (slope === null) return { what, figure: 'too short a run', goal, verdict: 'not shown' }
  const figure = `${slope.perHour.toFixed(2)} ± ${slope.margin.toFixed(2)} an hour of ${slope.mean.toFixed(1)}`
  const most = Math.max(1, slope.mean * MOST_COUNT_GROWTH)
  return { what, figure, goal, verdict: verdict(slope.perHour, slope.margin, most) }
}

function verdict(growth, margin, most) {
  if (growth + margin < most) return 'ok'
  return growth - margin > most ? 'MISSED' : 'not shown'
}

function framesVerdict(jobs) {
  const calm = jobs.filter(({ during }) => during === null)
  // A result may come after its job was counted, and be one too many in the next: what counts is the sum.
  const rest = ({ results, dropped, ...job }) => job.pushed - results - dropped.overload - dropped.trimmed
  const lost = Math.max(
    0,
    calm.reduce((sum, job) => sum + rest(job), 0)
  )
  const pushed = calm.reduce((sum, job) => sum + job.pushed, 0)
  const figure = `${lost} of ${pushed} frames without a result and without a reason, outside of faults that may lose some`
  return { what: 'unexplained drops', figure, goal: '0', verdict: lost === 0 ? 'ok' : 'MISSED' }
}

/** On a machine that others use too a moment of overload is theirs. */
function toldVerdict(jobs) {
  const calm = jobs.filter(({ during }) => during === null)
  const sum = of => calm.reduce((total, job) => total + of(job), 0)
  const figure = `${sum(({ dropped }) => dropped.overload)} dropped for overload, ${sum(({ dropped }) => dropped.trimmed)} trimmed, of ${sum(({ pushed }) => pushed)}, outside of faults that may lose some`
  return { what: 'drops that the service tells of', figure, goal: 'told', verdict: 'ok' }
}

function percent(share) {
  return `${(share * 100).toFixed(2)} %`
}
