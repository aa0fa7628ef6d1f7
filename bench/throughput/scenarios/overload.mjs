import { setTimeout as sleep } from 'node:timers/promises'
import { MemoryWatch } from '../process-usage.mjs'
import { percentile } from '../result-check.mjs'
import { Stage, sum } from '../stage.mjs'
import { latencyText } from './exactly-once.mjs'

const STREAMS = 20
/** Two seconds of the status messages that carry the counters, and of the comparison with what Redis says was added. */
const LAST_COUNTS_MS = 3000
const MOST_RESIDENT_BYTES = 1e9
const MOST_LATENCY_MS = 2000

/**
 * Far more frames than the machine can judge: memory and latency must stay bounded, and every frame that was pushed must
 * be a result or be counted as dropped, in the results and in the metrics.
 *
 * @param {{ size: import('../pictures.mjs').PictureSize, framesPerSecond: number, seconds: number, maxlen?: number }} load
 */
export async function overload({ size, framesPerSecond, seconds, maxlen = 100 }) {
  const stage = await Stage.open()
  try {
    const streams = await stage.subscribe(STREAMS)
    const memory = new MemoryWatch(stage.pid)
    memory.start()
    const frames = Math.ceil((framesPerSecond * seconds) / STREAMS) * STREAMS
    const fromMs = performance.now()
    const { pushed } = await stage.push({ size, streams, framesPerSecond, frames, maxlen })
    const tookS = (performance.now() - fromMs) / 1000
    const resultsMeanwhile = stage.check.tally.results
    await stage.settle(pushed)
    await sleep(LAST_COUNTS_MS)
    const residentBytes = memory.stop()
    const { tally } = stage.check
    const told = {
      ...(await stage.metric('frames_dropped_total')),
      analysed: sum(await stage.metric('frames_analysed_total'))
    }
    return {
      title: `Overload, ${size.name}`,
      rows: [
        ['pushed', `${pushed} in ${tookS.toFixed(1)} s: ${Math.round(pushed / tookS)} frames/s, ${STREAMS} streams`],
        ['results while pushing', `${Math.round(resultsMeanwhile / tookS)} frames/s`],
        [
          'results + dropped (overload, trimmed)',
          `${tally.results} + ${tally.dropped.overload} + ${tally.dropped.trimmed}`
        ],
        ['the same from `/metrics`', `${told.analysed} + ${told.overload ?? 0} + ${told.trimmed ?? 0}`],
        ['latency of what was analysed, p50 / p99 / max', latencyText(tally.latenciesMs)],
        ['memory of the service, most', `${Math.round(residentBytes / 1e6)} MB`]
      ],
      problems: problemsOf(pushed, tally, told, residentBytes),
      resultsPerSecond: resultsMeanwhile / tookS
    }
  } finally {
    await stage.close()
  }
}

function problemsOf(pushed, tally, told, residentBytes) {
  const problems = []
  const counted = tally.results + sum(tally.dropped)
  if (counted !== pushed) problems.push(`${pushed} pushed, ${counted} accounted for by the results`)
  const toldOf = told.analysed + (told.overload ?? 0) + (told.trimmed ?? 0)
  if (toldOf !== pushed) problems.push(`${pushed} pushed, ${toldOf} accounted for by the metrics`)
  for (const count of ['duplicates', 'outOfOrder', 'lostByClient']) {
    if (tally[count] !== 0) problems.push(`${count}: ${tally[count]}`)
  }
  if (residentBytes > MOST_RESIDENT_BYTES) problems.push(`memory: ${residentBytes} bytes`)
  const maxMs = percentile(tally.latenciesMs, 1)
  if (!(maxMs < MOST_LATENCY_MS)) problems.push(`latency: ${maxMs} ms at most`)
  return problems
}
