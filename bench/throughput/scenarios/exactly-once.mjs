import { SIZES } from '../pictures.mjs'
import { percentile } from '../result-check.mjs'
import { Stage, sum } from '../stage.mjs'

/**
 * Streams at a steady rate: every frame must come out once, in order, and none may be dropped.
 *
 * @param {{ streams: number, framesEach: number, fps: number, maxAgeMs: number }} load `fps`: frames a
 *   second of each stream; `maxAgeMs`: how long a frame may wait before it is dropped.
 */
export async function exactlyOnce({ streams, framesEach, fps, maxAgeMs }) {
  const stage = await Stage.open({ QUEUE_MAX_AGE_MS: String(maxAgeMs) })
  try {
    const names = await stage.subscribe(streams)
    const frames = streams * framesEach
    const job = { size: SIZES.small, streams: names, framesPerSecond: streams * fps, frames, maxlen: 100 }
    const { pushed } = await stage.push(job)
    await stage.settle(pushed)
    const { tally } = stage.check
    const problems = problemsOf(pushed, tally, await stage.metric('frames_analysed_total'))
    return {
      title: 'Exactly once',
      rows: [
        [
          'load',
          `${streams} streams x ${framesEach} frames of ${SIZES.small.name}, ${fps} frames/s each, dropped after ${maxAgeMs} ms`
        ],
        ['pushed, results', `${pushed}, ${tally.results}`],
        ['duplicates, out of order, missing', `${tally.duplicates}, ${tally.outOfOrder}, ${tally.missing}`],
        ['dropped', String(sum(tally.dropped))],
        ['latency from `ts1` to receipt, p50 / p99 / max', latencyText(tally.latenciesMs)]
      ],
      problems
    }
  } finally {
    await stage.close()
  }
}

function problemsOf(pushed, tally, analysed) {
  const problems = []
  if (tally.results !== pushed) problems.push(`${pushed} frames pushed, ${tally.results} results`)
  for (const count of ['duplicates', 'outOfOrder', 'missing', 'gaps', 'lostByClient']) {
    if (tally[count] !== 0) problems.push(`${count}: ${tally[count]}`)
  }
  if (sum(tally.dropped) !== 0) problems.push(`dropped: ${JSON.stringify(tally.dropped)}`)
  if (tally.states.Normal !== tally.results) problems.push(`states: ${JSON.stringify(tally.states)}`)
  if (sum(analysed) > tally.results) problems.push(`metrics say ${sum(analysed)} were analysed`)
  return problems
}

export function latencyText(latenciesMs) {
  const [p50, p99, max] = [0.5, 0.99, 1].map(share => Math.round(percentile(latenciesMs, share)))
  return `${p50} / ${p99} / ${max} ms`
}
