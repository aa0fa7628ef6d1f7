import { median, medianRatio } from '../../rounds.mjs'
import { SIZES } from '../pictures.mjs'
import { residentBytes } from '../process-usage.mjs'
import { goal, NO_GOAL } from '../report.mjs'
import { Stage } from '../stage.mjs'
import { latencyText } from './exactly-once.mjs'
import { measureAt } from '../steady-load.mjs'

/** With thousands of cameras a frame of each comes so seldom that each would count as silent. */
const NEVER_SILENT = { STREAM_GAP_MS: '3600000', FIRST_FRAME_MS: '3600000' }
/** Each camera's memory of its last picture is there after the first, what is reused after the second. */
const FIRST_FRAMES_EACH = 2
const MOST_CPU_RATIO = 1.15
const MOST_BYTES_A_CAMERA = 300_000
const MOST_SUBSCRIBE_S = 3
/** Below so many cameras more, their memory is lost in what a process's memory varies by. */
const FEWEST_FOR_MEMORY = 500
const COLUMNS = ['cameras', 'what', 'measured', 'goal', 'verdict']

/**
 * The same rate over more and more cameras. A service with a Redis of its own for each number of cameras; the rounds take
 * turns, so that the others are idle meanwhile. Memory is taken after all threads have collected their garbage.
 *
 * @param {{ counts: number[], framesPerSecond: number, seconds: number, rounds: number }} load `counts`: the first is what
 *   the others are held against; `framesPerSecond` over all cameras.
 */
export async function cameras({ counts, framesPerSecond, seconds, rounds }) {
  const crowds = []
  try {
    for (const count of counts) crowds.push(await openCrowd(count, framesPerSecond))
    for (let round = 0; round < rounds; round++) {
      for (const crowd of crowds) await measureRound(crowd, framesPerSecond, seconds)
    }
    for (const crowd of crowds) {
      await crowd.stage.service.collectGarbage()
      crowd.bytes = residentBytes(crowd.stage.pid)
    }
    return {
      title: `The same ${framesPerSecond} frames/s of ${SIZES.lean.name} over more and more cameras`,
      columns: COLUMNS,
      rows: crowds.flatMap(crowd => rowsOf(crowd, crowds[0])),
      problems: crowds.flatMap(problemsOf)
    }
  } finally {
    for (const { stage } of crowds) await stage.close()
  }
}

async function openCrowd(count, framesPerSecond) {
  const stage = await Stage.open(NEVER_SILENT)
  const fromMs = performance.now()
  const streams = await stage.subscribe(count)
  const subscribeS = (performance.now() - fromMs) / 1000
  const frames = count * FIRST_FRAMES_EACH
  const { pushed } = await stage.push({ size: SIZES.lean, streams, framesPerSecond, frames, maxlen: FIRST_FRAMES_EACH })
  await stage.settle(pushed)
  return { count, stage, streams, subscribeS, cpuMs: [], latenciesMs: [], dropped: pushed - stage.check.tally.results }
}

async function measureRound(crowd, framesPerSecond, seconds) {
  const { stage, streams } = crowd
  const { cpuMs, latenciesMs, dropped } = await measureAt(
    stage,
    { size: SIZES.lean, streams, seconds },
    framesPerSecond
  )
  crowd.cpuMs.push(cpuMs)
  crowd.latenciesMs.push(...latenciesMs)
  crowd.dropped += dropped
}

function rowsOf(crowd, fewest) {
  const { count, subscribeS, cpuMs, bytes } = crowd
  const ratio = medianRatio(cpuMs, fewest.cpuMs)
  const more = count - fewest.count
  const bytesEach = (bytes - fewest.bytes) / more
  const rows = [
    ['subscribed after', `${subscribeS.toFixed(2)} s`, ...goal(subscribeS, '<', MOST_SUBSCRIBE_S, ' s')],
    ['CPU of the service for a frame', `${median(cpuMs).toFixed(2)} ms`, ...NO_GOAL],
    [`of that with ${fewest.count}`, ratio.toFixed(2), ...(more === 0 ? NO_GOAL : goal(ratio, '<=', MOST_CPU_RATIO))],
    ['latency from `ts1` to receipt, p50 / p99 / max', latencyText(crowd.latenciesMs), ...NO_GOAL],
    ['memory of the service', `${Math.round(bytes / 1e6)} MB`, ...NO_GOAL]
  ]
  if (more >= FEWEST_FOR_MEMORY) {
    const verdict = goal(bytesEach, '<', MOST_BYTES_A_CAMERA, ' bytes')
    rows.push(['memory of a camera', `${Math.round(bytesEach / 1000)} KB`, ...verdict])
  }
  return rows.map(row => [count, ...row])
}

function problemsOf({ count, dropped }) {
  return dropped === 0 ? [] : [`${count} cameras: ${dropped} frames without a result`]
}
