import { SIZES } from '../pictures.mjs'
import { percentile } from '../result-check.mjs'
import { Stage, sum } from '../stage.mjs'

/**
 * Streams at 10 frames a second each: every frame must come out once, in order, and none may be dropped.
 *
 * @param {{ streams: number, framesEach: number }} load
 */
export async function exactlyOnce({ streams, framesEach }) {
  const stage = await Stage.open()
  try {
    const names = await stage.subscribe(streams)
    const frames = streams * framesEach
    const job = { size: SIZES.small, streams: names, framesPerSecond: streams * 10, frames, maxlen: 100 }
    const { pushed } = await stage.push(job)
    await stage.settle(pushed)
    const { tally } = stage.check
    const problems = problemsOf(pushed, tally, await stage.metric('frames_analysed_total'))
    return {
      title: 'exactly once',
      rows: [
        ['load', `${streams} streams x ${framesEach} frames of ${SIZES.small.name}, 10 frames/s each`],
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
