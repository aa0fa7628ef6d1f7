import { residentBytes } from '../process-usage.mjs'
import { goal } from '../report.mjs'
import { Stage } from '../stage.mjs'
import { findHighest, measureAt } from '../steady-load.mjs'
import { latencyText } from './exactly-once.mjs'

const STREAMS = 20
/** Share of the highest rate. */
const LOAD = 0.7
/** Memory is held against that after so many minutes: caches are full and code is compiled by then. */
const SETTLING_MINUTES = 5
const MOST_GROWTH = 0.05
const MOST_STALL_MS = 100
const COLUMNS = [
  'minute',
  'memory',
  'longest stall of the main thread',
  'of a shard, in the last second',
  'latency p50 / p99 / max',
  'verdict'
]

/**
 * A long time at a steady load: memory must not grow, and the main thread must never stand still.
 *
 * @param {{ size: import('../pictures.mjs').PictureSize, minutes: number, minuteS: number, searchSeconds: number,
 *   range: { from: number, most?: number } }} load `minuteS`: length of a minute, seconds, so that a quick run can have
 *   short ones; `range`, `searchSeconds`: of the search for the highest rate.
 */
export async function soak({ size, minutes, minuteS, searchSeconds, range }) {
  const stage = await Stage.open()
  try {
    const streams = await stage.subscribe(STREAMS)
    const rate = LOAD * (await findHighest(stage, { size, streams, seconds: searchSeconds }, range))
    await longestStallsMs(stage)
    const samples = []
    for (let minute = 1; minute <= minutes; minute++) {
      const { dropped, latenciesMs } = await measureAt(stage, { size, streams, seconds: minuteS }, rate)
      const stalls = await longestStallsMs(stage)
      samples.push({ minute, bytes: residentBytes(stage.pid), stalls, latenciesMs, dropped })
      console.error(`  minute ${minute}: ${samples.at(-1).bytes} bytes, stall ${stalls.main} ms, ${dropped} dropped`)
    }
    return {
      title: `Soak of ${minutes} minutes at ${Math.round(rate)} frames/s of ${size.name}, ${LOAD * 100} % load`,
      columns: COLUMNS,
      rows: [...samples.map(rowOf), ...verdicts(samples)],
      problems: problemsOf(samples)
    }
  } finally {
    await stage.close()
  }
}

/** Since the call before: the gauge is set back by each scrape. Of the shards the last second before it. */
async function longestStallsMs(stage) {
  const longest = { main: 0, shards: 0 }
  for (const { labels, value } of await stage.service.metric('event_loop_delay_seconds')) {
    if (labels.quantile !== 'max') continue
    const which = labels.thread === 'main' ? 'main' : 'shards'
    longest[which] = Math.max(longest[which], Math.round(value * 1000))
  }
  return longest
}

function rowOf({ minute, bytes, stalls, latenciesMs }) {
  return [minute, megabytes(bytes), `${stalls.main} ms`, `${stalls.shards} ms`, latencyText(latenciesMs)]
}

function verdicts(samples) {
  const settled = samples[Math.min(SETTLING_MINUTES, samples.length) - 1]
  const later = samples.filter(({ minute }) => minute >= settled.minute).map(({ bytes }) => bytes)
  const growth = Math.max(...later) / settled.bytes - 1
  const stallMs = Math.max(...samples.map(({ stalls }) => stalls.main))
  const [mostGrowth, growthVerdict] = goal(growth, '<=', MOST_GROWTH)
  const [mostStall, stallVerdict] = goal(stallMs, '<', MOST_STALL_MS, ' ms')
  const grown = `${(growth * 100).toFixed(1)} % at most over minute ${settled.minute} (goal ${mostGrowth})`
  return [['all', grown, `${stallMs} ms (goal ${mostStall})`, '', '', `memory ${growthVerdict}, stall ${stallVerdict}`]]
}

function problemsOf(samples) {
  return samples
    .filter(({ dropped }) => dropped !== 0)
    .map(({ minute, dropped }) => `minute ${minute}: ${dropped} frames without a result`)
}

function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(0)} MB`
}
