import { setTimeout as sleep } from 'node:timers/promises'
import { processCpuMs } from './process-usage.mjs'
import { percentile } from './result-check.mjs'

/**
 * @typedef {object} Load
 * @property {import('./pictures.mjs').PictureSize} [size]
 * @property {string[][]} [files] In place of `size`, see producer.mjs.
 * @property {string[]} streams
 * @property {number} seconds
 *
 * @typedef {object} Measured
 * @property {number} dropped Frames that gave no result.
 * @property {number} achieved Frames/s that were pushed.
 * @property {number} cpuMs CPU of the service for a result.
 * @property {number[]} latenciesMs From `ts1` to receipt.
 * @property {number} frameBytes
 */

const WARM_UP_S = 2
const REST_MS = 1000
const MAXLEN = 100
const MOST_LATENCY_MS = 500
/** The highest rate is good to this share. */
const PRECISION = 0.05
/** A producer that pushed less than this share of the rate says nothing about that rate. */
const LEAST_ACHIEVED = 0.97

/**
 * Frames at a steady rate, after a short warm-up.
 *
 * @param {import('./stage.mjs').Stage} stage @param {Load} load @param {number} framesPerSecond Over all streams.
 * @returns {Promise<Measured>}
 */
export async function measureAt(stage, { streams, seconds, ...pictures }, framesPerSecond) {
  const framesIn = time => Math.ceil(framesPerSecond * time)
  const push = frames => stage.push({ ...pictures, streams, framesPerSecond, frames, maxlen: MAXLEN })
  stage.check.reset()
  const warmUp = await push(framesIn(WARM_UP_S))
  await stage.settle(warmUp.pushed)
  stage.check.reset()
  const [fromMs, cpuFromMs] = [performance.now(), processCpuMs(stage.pid)]
  const { pushed, frameBytes } = await push(framesIn(seconds))
  const tookMs = performance.now() - fromMs
  await stage.settle(pushed)
  const { latenciesMs, results } = stage.check.tally
  const cpuMs = (processCpuMs(stage.pid) - cpuFromMs) / results
  await sleep(REST_MS)
  return { dropped: pushed - results, achieved: (pushed * 1000) / tookMs, cpuMs, latenciesMs, frameBytes }
}

/**
 * The highest rate at which every frame gives a result in time: goes up until that is no longer so, then halves the interval.
 *
 * @param {import('./stage.mjs').Stage} stage @param {Load} load
 * @param {{ from: number, most?: number }} range Frames a second to begin with, and at which to be content.
 */
export async function findHighest(stage, load, { from, most = Number.POSITIVE_INFINITY }) {
  let [good, bad] = [0, Number.POSITIVE_INFINITY]
  for (let rate = from; good < most && bad - good > good * PRECISION; ) {
    // A second try, since the machine may have been busy with something else for a moment.
    if ((await isSustained(stage, load, rate)) || (await isSustained(stage, load, rate))) good = rate
    else bad = rate
    if (good === 0 && bad < 1) throw new Error('Frames are dropped at any rate')
    rate = bad === Number.POSITIVE_INFINITY ? good * 1.5 : (good + bad) / 2
  }
  return good
}

async function isSustained(stage, load, rate) {
  const { dropped, achieved, latenciesMs } = await measureAt(stage, load, rate)
  const p99Ms = Math.round(percentile(latenciesMs, 0.99))
  const pushed = Math.round(achieved)
  console.error(`  ${Math.round(rate)} frames/s: ${dropped} dropped, ${pushed} frames/s pushed, p99 ${p99Ms} ms`)
  // Frames that pile up will be dropped later.
  return dropped === 0 && achieved > rate * LEAST_ACHIEVED && p99Ms < MOST_LATENCY_MS
}
