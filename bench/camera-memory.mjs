// What a camera holds in memory: `node --expose-gc bench/camera-memory.mjs [cameras] [width] [height]`.
// Many sessions in one process, each of which learns its scene; what the process grows by, over their number.
import { tmpdir } from 'node:os'
import { OwnAnalysis } from './throughput/own-analysis.mjs'
import { makePictures } from './throughput/pictures.mjs'

const FRAME_EVERY_MS = 800
const LEARNING_FRAMES = 10
const KNOWN_FRAMES = 34
/** The first sessions fill what all of them share. */
const FIRST_CAMERAS = 20

const [cameras = 200, width = 640, height = 360] = process.argv.slice(2).map(Number)
const jpegs = await makePictures({ width, height, quality: 80, grainLevels: 5 })

await grow(FIRST_CAMERAS, KNOWN_FRAMES)
const before = usage()
const analysis = new OwnAnalysis(cameras, tmpdir(), FRAME_EVERY_MS)
await judge(analysis, 0, 2)
const first = usage()
await judge(analysis, 2, LEARNING_FRAMES)
const learning = usage()
await judge(analysis, LEARNING_FRAMES, KNOWN_FRAMES)
const known = usage()
for (const [name, now] of Object.entries({ 'after two frames': first, learning, known })) {
  const of = kind => `${Math.round((now[kind] - before[kind]) / cameras / 1000)} KB`
  console.log(
    `${name}: ${of('rss')} resident, ${of('arrayBuffers')} of planes, ${of('heapUsed')} of objects (${of('heapTotal')} reserved), external ${of('external')} a camera`
  )
}

async function grow(count, frames) {
  await judge(new OwnAnalysis(count, tmpdir(), FRAME_EVERY_MS), 0, frames, count)
}

async function judge(sessions, from, until, count = cameras) {
  for (let i = from; i < until; i++) {
    await sessions.judge(Array.from({ length: count }, (_, camera) => ({ camera, jpeg: jpegs[(i + camera) % 8] })))
  }
}

function usage() {
  for (let i = 0; i < 3; i++) globalThis.gc?.()
  return process.memoryUsage()
}
