#!/usr/bin/env node
// How many members and Redis primaries so many cameras take: CPU of a frame measured here in a short run, the rest reckoned.
// Usage: npm run build && node bench/fleet/capacity.mjs [--cores 8] [--rounds 5] [--quick]
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Redis } from 'ioredis'
import { CAMERA_SIZES, makeCameraFrames, sourceOfFrames } from '../camera-frames.mjs'
import { cpuMsOf, median } from '../rounds.mjs'
import { OwnAnalysis } from '../throughput/own-analysis.mjs'

const { values } = parseArgs({
  options: {
    cores: { type: 'string', default: '8' },
    rounds: { type: 'string', default: '5' },
    quick: { type: 'boolean', default: false }
  }
})
const CORES = Number(values.cores)
const ROUNDS = values.quick ? 1 : Number(values.rounds)
const CAMERAS = 4
// More raw 4K frames than this do not fit into what ffmpeg may give at once.
const FRAMES_EACH = values.quick ? 4 : 8
const PUSHES = values.quick ? 50 : 300
/** A member is filled so far: room for bursts, and for the cameras of one that fails. */
const MEMBER_SHARE = 0.65
/** A Redis works on one core, and is filled so far. */
const REDIS_SHARE = 0.5
/** What one machine's network carries in each direction, and how far it is filled, Gbit/s. */
const NETWORK_GBITS = 10
const NETWORK_SHARE = 0.6
/** CPU of the whole service for a 1080p result less that of its analysis alone, bench/README.md (3.15 - 2.93), ms. */
const SERVICE_MS = 0.22
const LOADS = [
  { cameras: 200, fps: 5 },
  { cameras: 1000, fps: 5 },
  { cameras: 10_000, fps: 1 },
  { cameras: 10_000, fps: 5 },
  { cameras: 10_000, fps: 25, analysedFps: 2 }
]

/** CPU of a frame's whole analysis, as `bench:throughput -- peers` takes it, ms. */
async function analysisMs(frames, folder) {
  const analysis = new OwnAnalysis(CAMERAS, folder)
  await analysis.judge(frames)
  await analysis.judge(frames)
  const times = []
  for (let i = 0; i < ROUNDS; i++) times.push((await cpuMsOf(() => analysis.judge(frames))) / frames.length)
  return median(times)
}

/** CPU of the Redis server for a frame: written to its stream, and read once, ms each. */
async function redisMs(redis, jpeg) {
  const cpuMs = async () => {
    const text = await redis.info('cpu')
    return ['user', 'sys'].reduce(
      (sum, kind) => sum + 1000 * Number(new RegExp(`used_cpu_${kind}:([\\d.]+)`).exec(text)?.[1]),
      0
    )
  }
  const written = []
  const read = []
  for (let round = 0; round < ROUNDS; round++) {
    await redis.flushdb()
    const before = await cpuMs()
    for (let i = 0; i < PUSHES; i++) await redis.xadd('frames', 'MAXLEN', '~', 100, '*', 'meta', '{}', 'jpeg', jpeg)
    const between = await cpuMs()
    for (let i = 0; i < PUSHES; i++) await redis.callBuffer('XREAD', 'COUNT', '1', 'STREAMS', 'frames', '0')
    written.push((between - before) / PUSHES)
    read.push(((await cpuMs()) - between) / PUSHES)
  }
  return { writeMs: median(written), readMs: median(read) }
}

/** @param {boolean} isByKey Frames lie in keys of their own: those that are not analysed are never sent. */
function needs({ cameras, fps, analysedFps = fps }, { bytes, cpuMs, writeMs, readMs }, isByKey) {
  const pushed = cameras * fps
  const analysed = cameras * analysedFps
  const read = isByKey ? analysed : pushed
  const gbits = rate => (rate * bytes * 8) / 1e9
  const busy = Math.ceil((analysed * cpuMs) / 1000 / (CORES * MEMBER_SHARE))
  const members = Math.max(busy, Math.ceil(gbits(read) / (NETWORK_GBITS * NETWORK_SHARE))) + 1
  const primaries = Math.max(
    Math.ceil((pushed * writeMs + read * readMs) / 1000 / REDIS_SHARE),
    Math.ceil(Math.max(gbits(pushed), gbits(read)) / (NETWORK_GBITS * NETWORK_SHARE))
  )
  return { members, primaries, into: gbits(pushed), out: gbits(read), ofMember: gbits(read) / members }
}

const folder = mkdtempSync(join(tmpdir(), 'camera-check-capacity-'))
const script = new URL('../../scripts/start-redis.sh', import.meta.url).pathname
const url = execFileSync(script, [join(folder, 'redis')], { encoding: 'utf8' })
  .trim()
  .split('\n')
  .at(-1)
const redis = new Redis(url)
try {
  const costs = []
  console.log(`${sourceOfFrames()}; ${ROUNDS} rounds\n`)
  console.log(
    '| frame | bytes | analysis, ms | whole service, ms | Redis: write, read, ms |\n| --- | --- | --- | --- | --- |'
  )
  for (const size of values.quick ? CAMERA_SIZES.slice(0, 1) : CAMERA_SIZES) {
    const frames = await makeCameraFrames(size, folder, { cameras: CAMERAS, framesEach: FRAMES_EACH })
    const bytes = frames.reduce((sum, { jpeg }) => sum + jpeg.length, 0) / frames.length
    const ownMs = await analysisMs(frames, folder)
    const ofRedis = await redisMs(redis, frames[0].jpeg)
    costs.push({ name: size.name, bytes, cpuMs: ownMs + SERVICE_MS, ...ofRedis })
    const cells = [size.name, `${(bytes / 1000).toFixed(0)} KB`, ownMs.toFixed(2), (ownMs + SERVICE_MS).toFixed(2)]
    console.log(`| ${[...cells, `${ofRedis.writeMs.toFixed(3)}, ${ofRedis.readMs.toFixed(3)}`].join(' | ')} |`)
  }
  console.log(
    `\nMembers of ${CORES} such cores, filled to ${MEMBER_SHARE * 100} %, by CPU or by network, and one more; Redis to ${REDIS_SHARE * 100} % of a core and ${NETWORK_SHARE * 100} % of ${NETWORK_GBITS} Gbit/s each way.\n`
  )
  console.log(
    '| cameras | frames/s of each | analysed | frame | members | Redis primaries | Gbit/s into Redis, out of it | Gbit/s of a member |'
  )
  console.log('| --- | --- | --- | --- | --- | --- | --- | --- |')
  for (const load of LOADS) {
    for (const cost of costs) {
      for (const isByKey of load.analysedFps === undefined ? [false] : [false, true]) {
        const { members, primaries, into, out, ofMember } = needs(load, cost, isByKey)
        const analysed =
          load.analysedFps === undefined ? 'all' : `${load.analysedFps}${isByKey ? ', by `jpeg_key`' : ''}`
        const cells = [load.cameras, load.fps, analysed, cost.name, members, primaries]
        console.log(`| ${[...cells, `${into.toFixed(1)}, ${out.toFixed(1)}`, ofMember.toFixed(2)].join(' | ')} |`)
      }
    }
  }
} finally {
  redis.disconnect()
  spawnSync(join(folder, 'redis', 'stop.sh'))
  rmSync(folder, { recursive: true, force: true })
}
