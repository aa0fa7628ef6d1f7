// A process of its own that pushes ready JPEGs into Redis, as cameras do: many streams, each at its rate.
// Started with fork(); a job comes as a message, and how many frames were pushed goes back as one.
import { readFileSync } from 'node:fs'
import { Redis } from 'ioredis'
import { makePictures } from './pictures.mjs'

/**
 * @typedef {object} Job
 * @property {import('./pictures.mjs').PictureSize} size What to draw, or in place of it:
 * @property {string[][]} [files] JPEG files of each camera; streams share the cameras out among themselves.
 * @property {string[]} streams
 * @property {number} framesPerSecond Over all streams.
 * @property {number | null} frames Over all streams; null: until a message `{ stop: true }`. A job goes on with the stream behind
 *   the last one of the job before.
 * @property {number} maxlen Entries that a stream keeps.
 * @property {boolean} [mayFail] Frames that Redis does not take are passed over and told of, as a camera would.
 * @property {number} [window] Frames without a result that there may be at most; how many results there are comes as messages.
 */

/** Entries on their way to Redis at once; a producer that Redis slows down pushes fewer than it was told to. */
const MOST_IN_FLIGHT = 64
const TICK_MS = 2
/** Due times further back than this are given up: a burst to catch up would be no steady rate. */
const MOST_BEHIND_MS = 100
/** A camera comes back at once when its server does: waiting for it would count as the service's. */
const RECONNECT_MS = 200

// An address, or options of the client as JSON: Sentinel, and a client that does not keep frames for later.
const options = process.argv[2].startsWith('{')
  ? { retryStrategy: () => RECONNECT_MS, ...JSON.parse(process.argv[2]) }
  : null
const redis = new Redis(options ?? process.argv[2])
redis.on('error', () => undefined)
/** Pictures of each camera, by size or by files. @type {Map<string, Promise<Buffer[][]>>} */
const pictures = new Map()
/** Number of the next frame of each stream; goes on over jobs. */
const sequences = new Map()
let nextStream = 0
/** Of the job that runs, as the client counts them. */
let results = 0
let isStopped = false

process.on('disconnect', () => process.exit(0))
process.on('message', async job => {
  if (job.results !== undefined) {
    results = job.results
    return
  }
  if (job.stop === true) {
    isStopped = true
    return
  }
  results = 0
  isStopped = false
  const jpegsOfCameras = await picturesOf(job)
  const failed = []
  const pushed = await push(job, jpegsOfCameras, failed)
  process.send({ pushed, failed, next: [...sequences], frameBytes: meanBytes(jpegsOfCameras) })
})

/** They are made or read once. */
function picturesOf({ size, files }) {
  const key = files?.join() ?? size.name
  if (!pictures.has(key)) {
    pictures.set(key, files === undefined ? makePictures(size).then(jpegs => [jpegs]) : readPictures(files))
  }
  return pictures.get(key)
}

async function readPictures(files) {
  return files.map(ofCamera => ofCamera.map(file => readFileSync(file)))
}

/**
 * @param {[string, number, boolean][]} failed Gets stream and number of each frame that Redis did not take, and whether it said
 *   so: one without an answer may have been taken all the same.
 * @returns {Promise<number>} Frames that Redis took.
 */
async function push(job, jpegsOfCameras, failed) {
  const { streams, framesPerSecond, maxlen, mayFail = false, window = Number.POSITIVE_INFINITY } = job
  const everyMs = 1000 / framesPerSecond
  let frames = job.frames ?? Number.POSITIVE_INFINITY
  let dueAtMs = performance.now()
  let issued = 0
  let inFlight = 0
  let pushed = 0
  const fail = (stream, sequence, isRefused) => failed.push([stream, sequence, isRefused])
  await new Promise((resolve, reject) => {
    const timer = setInterval(() => {
      const nowMs = performance.now()
      if (isStopped) frames = Math.min(frames, issued)
      dueAtMs = Math.max(dueAtMs, nowMs - MOST_BEHIND_MS)
      const most = Math.min(frames, results + window)
      while (dueAtMs <= nowMs && issued < most && inFlight < MOST_IN_FLIGHT) {
        dueAtMs += everyMs
        const index = nextStream++ % streams.length
        issued++
        inFlight++
        const jpegs = jpegsOfCameras[index % jpegsOfCameras.length]
        pushOne(streams[index], maxlen, jpegs, mayFail ? fail : null).then(() => {
          inFlight--
          pushed++
        }, reject)
      }
      if (pushed < frames) return
      clearInterval(timer)
      resolve()
    }, TICK_MS)
  })
  return pushed - failed.length
}

/** @param {((stream: string, sequence: number, isRefused: boolean) => void) | null} onFail Null: a frame that Redis does not take ends the job. */
async function pushOne(stream, maxlen, jpegs, onFail) {
  const sequence = sequences.get(stream) ?? 0
  sequences.set(stream, sequence + 1)
  const now = new Date().toISOString()
  // The digits below a millisecond number the frames: `ts_wall` comes back in the result as it was written.
  const meta = { ts1: now, ts2: now, ts_wall_iso: `${now.slice(0, -1)}${String(sequence).padStart(9, '0')}Z` }
  // The next picture of this camera: byte-identical frames in a row would not be decoded.
  const jpeg = jpegs[sequence % jpegs.length]
  try {
    await redis.xadd(`frames:${stream}`, 'MAXLEN', '~', maxlen, '*', 'meta', JSON.stringify(meta), 'jpeg', jpeg)
  } catch (thrown) {
    if (onFail === null) throw thrown
    onFail(stream, sequence, isRefusal(thrown))
  }
}

/** The server answered, or was not asked. */
function isRefusal({ name, message }) {
  return name === 'ReplyError' || message.startsWith('Stream isn')
}

function meanBytes(jpegsOfCameras) {
  const jpegs = jpegsOfCameras.flat()
  return Math.round(jpegs.reduce((sum, jpeg) => sum + jpeg.length, 0) / jpegs.length)
}
