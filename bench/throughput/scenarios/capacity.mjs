import { setTimeout as sleep } from 'node:timers/promises'
import { processCpuMs } from '../process-usage.mjs'
import { percentile } from '../result-check.mjs'
import { Stage, sum } from '../stage.mjs'
import { latencyText } from './exactly-once.mjs'

const STREAMS = 20
const WARM_UP_S = 3
const MOST_LATENCY_MS = 500
/** The answer is good to this share. */
const PRECISION = 0.05

/**
 * The highest rate at which nothing is dropped, and what a frame costs and how long it takes at half of it.
 *
 * @param {{ size: import('../pictures.mjs').PictureSize, from: number, seconds: number }} load `from`: frames a second that
 *   are surely possible.
 */
export async function capacity({ size, from, seconds }) {
  const stage = await Stage.open()
  try {
    const streams = await stage.subscribe(STREAMS)
    const attempt = framesPerSecond => measure(stage, { size, streams, framesPerSecond, seconds })
    const highest = await findHighest(from, attempt)
    await rest()
    const half = await attempt(highest / 2)
    return {
      title: `capacity, ${size.name}`,
      rows: [
        ['picture', `${size.name}, ${Math.round(half.frameBytes / 1000)} KB`],
        ['highest rate without a drop', `${Math.round(highest)} frames/s over ${STREAMS} streams`],
        [`CPU of the service a frame at ${Math.round(highest / 2)} frames/s`, `${half.cpuMs.toFixed(2)} ms`],
        [`latency at ${Math.round(highest / 2)} frames/s, p50 / p99 / max`, latencyText(half.latenciesMs)]
      ],
      problems: half.dropped === 0 ? [] : [`dropped at half load: ${half.dropped}`]
    }
  } finally {
    await stage.close()
  }
}

/** Goes up until frames are dropped, then halves the interval. */
async function findHighest(from, attempt) {
  let [good, bad] = [0, Number.POSITIVE_INFINITY]
  for (let rate = from; bad - good > good * PRECISION; ) {
    // A second try, since the machine may have been busy with something else for a moment.
    if ((await isSustained(rate, attempt)) || (await isSustained(rate, attempt))) good = rate
    else bad = rate
    if (good === 0 && bad < 1) throw new Error('Frames are dropped at any rate')
    rate = bad === Number.POSITIVE_INFINITY ? good * 1.5 : (good + bad) / 2
  }
  return good
}

async function isSustained(rate, attempt) {
  const { dropped, achieved, latenciesMs } = await attempt(rate)
  const p99Ms = Math.round(percentile(latenciesMs, 0.99))
  const pushed = Math.round(achieved)
  console.error(`  ${Math.round(rate)} frames/s: ${dropped} dropped, ${pushed} frames/s pushed, p99 ${p99Ms} ms`)
  await rest()
  // A producer that could not keep its rate says nothing about that rate; frames that pile up will be dropped later.
  return dropped === 0 && achieved > rate * 0.97 && p99Ms < MOST_LATENCY_MS
}

async function measure(stage, { size, streams, framesPerSecond, seconds }) {
  const framesIn = time => Math.ceil((framesPerSecond * time) / STREAMS) * STREAMS
  const job = frames => ({ size, streams, framesPerSecond, frames, maxlen: 100 })
  const before = await drops(stage)
  await stage.push(job(framesIn(WARM_UP_S)))
  stage.check.reset()
  const [fromMs, cpuFromMs] = [performance.now(), processCpuMs(stage.pid)]
  const { pushed, frameBytes } = await stage.push(job(framesIn(seconds)))
  const tookMs = performance.now() - fromMs
  await stage.settle(pushed)
  const cpuMs = (processCpuMs(stage.pid) - cpuFromMs) / pushed
  const { latenciesMs } = stage.check.tally
  const dropped = (await drops(stage)) - before
  return { dropped, achieved: (pushed * 1000) / tookMs, cpuMs, latenciesMs, frameBytes }
}

/** Until the counters of the shards are up to date. */
async function drops(stage) {
  await sleep(1200)
  return sum(await stage.metric('frames_dropped_total'))
}

function rest() {
  return sleep(1000)
}
