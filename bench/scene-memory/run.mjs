// What it costs that scenes outlive a restart: bytes between threads, loads and saves, and a subscription of thousands.
// Usage: npm run build && node bench/scene-memory/run.mjs [cameras] [--quick]
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { Redis } from 'ioredis'
import sharp from 'sharp'
import { FolderSceneMemoryStore } from '../../dist/pipeline/detect/adapters/folder-scene-memory-store.js'
import { RedisSceneMemoryStore } from '../../dist/pipeline/detect/adapters/redis-scene-memory-store.js'
import { SceneWatch } from '../../dist/pipeline/detect/scene/scene-watch.js'
import { cpuMsOf, median } from '../rounds.mjs'
import { OwnService } from '../throughput/own-service.mjs'

const quick = process.argv.includes('--quick')
const CAMERAS = quick ? 10 : Number(process.argv[2] ?? 4000)
const ROUNDS = quick ? 1 : 5
const MESSAGES = quick ? 100 : 2000
const STORED = quick ? 50 : 1000
const AT_ONCE = 16
const DAY_MS = 86_400_000
const KEY = 'camera-check:scene:'
const LEARN_FRAMES = 40
const SLOW = { STREAM_GAP_MS: '3600000', FIRST_FRAME_MS: '3600000', QUEUE_MAX_AGE_MS: '60000' }

const folder = mkdtempSync(join(tmpdir(), 'camera-check-scenes-'))
const url = execFileSync(new URL('../../scripts/start-redis.sh', import.meta.url).pathname, [join(folder, 'redis')], {
  encoding: 'utf8'
})
  .trim()
  .split('\n')
  .at(-1)
const redis = new Redis(url)
const redisUrl = new URL(url)

/** A scene as the service learns it from half a minute of frames, whose times are those of their entries. */
async function learnedScene() {
  const service = await OwnService.start(redisUrl, folder, SLOW)
  await service.subscribe(['gate'])
  for (let i = 0; i < LEARN_FRAMES; i++) {
    const jpeg = await drawnFrame(i)
    await redis.xadd('frames:gate', `${Date.now() - 3_600_000 + i * 800}-1`, 'meta', '{}', 'jpeg', jpeg)
  }
  await sleep(2000)
  await service.close()
  return await redis.getBuffer(`${KEY}gate`)
}

function drawnFrame(seed) {
  const [width, height] = [960, 540]
  const grey = Buffer.alloc(width * height)
  for (let i = 0; i < grey.length; i++) {
    const [x, y] = [i % width, Math.floor(i / width)]
    const box = ((x >> 6) * 7 + (y >> 6) * 13) % 5
    grey[i] = 60 + box * 30 + ((i * 31 + seed * 17) % 7)
  }
  return sharp(grey, { raw: { width, height, channels: 1 } })
    .jpeg()
    .toBuffer()
}

/** CPU of both threads for a message of so many bytes to another thread, ms. */
async function messageCost(bytes, isTransferred) {
  const code = `const { parentPort } = require('node:worker_threads'); let got = 0
    parentPort.on('message', () => { if (++got % ${MESSAGES} === 0) parentPort.postMessage(got) })`
  const worker = new Worker(code, { eval: true })
  const round = async () => {
    const all = new Promise(resolve => worker.once('message', resolve))
    for (let i = 0; i < MESSAGES; i++) {
      const message = new Uint8Array(bytes)
      worker.postMessage(message, isTransferred ? [message.buffer] : [])
    }
    await all
  }
  await round()
  const times = []
  for (let i = 0; i < ROUNDS; i++) times.push((await cpuMsOf(round)) / MESSAGES)
  await worker.terminate()
  return median(times)
}

async function storeCost(store, scene) {
  const streams = Array.from({ length: STORED }, (_, i) => `camera-${i}`)
  const each = async work => {
    for (let i = 0; i < streams.length; i += AT_ONCE) await Promise.all(streams.slice(i, i + AT_ONCE).map(work))
  }
  const costs = { save: [], load: [] }
  for (let round = 0; round < ROUNDS; round++) {
    costs.save.push((await cpuMsOf(() => each(stream => store.save(stream, scene)))) / streams.length)
    costs.load.push((await cpuMsOf(() => each(stream => store.load(stream)))) / streams.length)
  }
  await store.close()
  return `save ${ms(median(costs.save))}, load ${ms(median(costs.load))}`
}

async function sceneCost(scene) {
  const watches = Array.from({ length: 300 }, () => new SceneWatch())
  const restore = await cpuMsOf(() => watches.forEach(watch => void watch.restore(scene)))
  const checkpoint = await cpuMsOf(() => watches.forEach(watch => void watch.checkpoint()))
  return `checkpoint ${ms(checkpoint / watches.length)}, restore ${ms(restore / watches.length)}`
}

/** How long the answer to `subscribe` takes, and until every scene has been restored, s. */
async function subscription(isKnown, scene) {
  await redis.flushall()
  const streams = Array.from({ length: CAMERAS }, (_, i) => `camera-${i}`)
  if (isKnown) for (const stream of streams) await redis.set(KEY + stream, scene)
  const service = await OwnService.start(redisUrl, folder, SLOW)
  const fromMs = performance.now()
  await service.subscribe(streams)
  const answeredS = (performance.now() - fromMs) / 1000
  const restored = async () =>
    (await service.metric('scene_memories_restored_total')).reduce((sum, { value }) => sum + value, 0)
  while (isKnown && (await restored()) < CAMERAS) await sleep(100)
  const restoredS = (performance.now() - fromMs) / 1000
  await service.close()
  return { answeredS, restoredS }
}

const ms = value => `${value.toFixed(3)} ms`
try {
  const scene = await learnedScene()
  if (scene === null) throw new Error('The service learned no scene')
  console.log(`One scene: ${scene.length} bytes; ${await sceneCost(scene)} of CPU`)
  for (const bytes of [scene.length, 65_536]) {
    const [copied, moved] = [await messageCost(bytes, false), await messageCost(bytes, true)]
    console.log(`A message of ${bytes} bytes to another thread: copied ${ms(copied)}, transferred ${ms(moved)} of CPU`)
  }
  const { hostname: host, port } = redisUrl
  const address = { host, port: Number(port), username: null, password: null, db: 1, tls: false }
  console.log(`Redis: ${await storeCost(new RedisSceneMemoryStore(address, 'bench', DAY_MS), scene)} of CPU`)
  const files = new FolderSceneMemoryStore(join(folder, 'scenes'), Date.now)
  console.log(`Folder: ${await storeCost(files, scene)} of CPU`)
  for (const isKnown of quick ? [false, true] : [false, true, false, true]) {
    const { answeredS, restoredS } = await subscription(isKnown, scene)
    const rest = isKnown ? `, all restored after ${restoredS.toFixed(2)} s` : ''
    const what = `${CAMERAS} cameras, ${isKnown ? 'each known from before' : 'none known'}`
    console.log(`${what}: subscribe answered after ${answeredS.toFixed(2)} s${rest}`)
  }
} finally {
  redis.disconnect()
  spawnSync(join(folder, 'redis', 'stop.sh'))
  rmSync(folder, { recursive: true, force: true })
}
