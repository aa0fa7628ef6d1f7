// A process of its own that pushes ready JPEGs into Redis, as cameras do: many streams, each at its rate.
// Started with fork(); a job comes as a message, and how many frames were pushed goes back as one.
import { Redis } from 'ioredis'
import { makePictures } from './pictures.mjs'

/**
 * @typedef {object} Job
 * @property {import('./pictures.mjs').PictureSize} size
 * @property {string[]} streams
 * @property {number} framesPerSecond Over all streams.
 * @property {number} frames Over all streams, a multiple of their number.
 * @property {number} maxlen Entries that a stream keeps.
 */

/** Entries on their way to Redis at once; a producer that Redis slows down pushes fewer than it was told to. */
const MOST_IN_FLIGHT = 64
const TICK_MS = 2
/** Due times further back than this are given up: a burst to catch up would be no steady rate. */
const MOST_BEHIND_MS = 100

const redis = new Redis(process.argv[2])
/** @type {Map<string, Promise<Buffer[]>>} */
const pictures = new Map()
/** Number of the next frame of each stream; goes on over jobs. */
const sequences = new Map()

process.on('disconnect', () => process.exit(0))
process.on('message', async job => {
  const { size } = job
  if (!pictures.has(size.name)) pictures.set(size.name, makePictures(size))
  const jpegs = await pictures.get(size.name)
  process.send({ pushed: await push(job, jpegs), frameBytes: meanBytes(jpegs) })
})

/** @returns {Promise<number>} Frames that Redis took. */
async function push({ streams, framesPerSecond, frames, maxlen }, jpegs) {
  const everyMs = 1000 / framesPerSecond
  let dueAtMs = performance.now()
  let issued = 0
  let inFlight = 0
  let pushed = 0
  await new Promise((resolve, reject) => {
    const timer = setInterval(() => {
      const nowMs = performance.now()
      dueAtMs = Math.max(dueAtMs, nowMs - MOST_BEHIND_MS)
      while (dueAtMs <= nowMs && issued < frames && inFlight < MOST_IN_FLIGHT) {
        dueAtMs += everyMs
        const stream = streams[issued % streams.length]
        inFlight++
        pushOne(stream, maxlen, jpegs[issued++ % jpegs.length]).then(() => {
          inFlight--
          pushed++
          if (pushed < frames) return
          clearInterval(timer)
          resolve()
        }, reject)
      }
    }, TICK_MS)
  })
  return pushed
}

function pushOne(stream, maxlen, jpeg) {
  const sequence = sequences.get(stream) ?? 0
  sequences.set(stream, sequence + 1)
  const now = new Date().toISOString()
  // The digits below a millisecond number the frames: `ts_wall` comes back in the result as it was written.
  const meta = { ts1: now, ts2: now, ts_wall_iso: `${now.slice(0, -1)}${String(sequence).padStart(9, '0')}Z` }
  return redis.xadd(`frames:${stream}`, 'MAXLEN', '~', maxlen, '*', 'meta', JSON.stringify(meta), 'jpeg', jpeg)
}

function meanBytes(jpegs) {
  return Math.round(jpegs.reduce((sum, jpeg) => sum + jpeg.length, 0) / jpegs.length)
}
