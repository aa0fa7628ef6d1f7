import { sum } from './stage.mjs'

/** Frames that are on their way at once, from the producer to the result: more than there are threads and streams. */
const WINDOW = 64
const MAXLEN = 100
const FIRST_FRAMES = 150
/** No pace: the window alone holds the producer back. */
const ANY_RATE = 1e6

/**
 * As many frames as the service can take: the producer pushes the next one when a result comes. Unlike the search for the
 * highest rate without a drop it is over in seconds, so that services can take turns.
 *
 * @param {import('./stage.mjs').Stage} stage
 * @param {import('./steady-load.mjs').Load} load
 * @param {number} [rate] Frames a second that were found before; of a first, short run when left out.
 * @returns {Promise<number>} Results a second.
 */
export async function flatOut(stage, { streams, seconds, ...pictures }, rate) {
  const frames = rate === undefined ? FIRST_FRAMES : Math.ceil(rate * seconds)
  stage.check.reset()
  const fromMs = performance.now()
  await stage.push({ ...pictures, streams, framesPerSecond: ANY_RATE, frames, maxlen: MAXLEN, window: WINDOW })
  await stage.settle(frames)
  const { results, dropped, lastAtMs } = stage.check.tally
  if (results !== frames) throw new Error(`${frames} frames pushed, ${results} results, ${sum(dropped)} dropped`)
  return (results * 1000) / (lastAtMs - fromMs)
}
