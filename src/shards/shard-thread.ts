import { monitorEventLoopDelay } from 'node:perf_hooks'
import { parentPort, workerData } from 'node:worker_threads'
import {
  chooseFrameSource,
  openSceneMemoryStore,
  openSnapshotStore,
  redisAddress,
  sceneKeepMs
} from '../choose-adapters.ts'
import { decodeJpeg } from '../codec/decode.ts'
import { PlanePool } from '../codec/plane-pool.ts'
import { BytePool } from '../lib/byte-pool.ts'
import { createLog } from '../observe/log.ts'
import { StageTimings } from '../observe/stage-timings.ts'
import { MemorySource } from '../pipeline/capture/adapters/memory-source.ts'
import { RedisStreamSource } from '../pipeline/capture/adapters/redis-stream-source.ts'
import type { FrameSource } from '../pipeline/capture/frame-source.ts'
import { MeasureScratch } from '../pipeline/detect/measure-scratch.ts'
import { SceneMemoryKeeper } from '../pipeline/detect/memory/scene-memory-keeper.ts'
import { QueuedSnapshotKeeper } from '../pipeline/snapshots/queued-snapshot-keeper.ts'
import { keeperSettings } from './keeper-settings.ts'
import type { FromShard, ShardResult, ShardThreadData, ToShard } from './protocol.ts'
import { Shard, type SourceRoute } from './shard.ts'

const STATUS_EVERY_MS = 1000
/** Memory of pictures that waits to be used again: each camera gives its last one back as it takes the next. */
const MAX_FREE_PLANE_BYTES = 8 * 1024 * 1024
/** Memory of frames that waits to be used again: about as much as is read and analysed at once. */
const MAX_FREE_FRAME_BYTES = 32 * 1024 * 1024

const { settings, shard: shardNumber, shards } = workerData as ShardThreadData
const log = createLog({ level: settings.LOG_LEVEL, shard: shardNumber })
const timings = new StageTimings()
const loopDelay = monitorEventLoopDelay({ resolution: 10 })
const decodes = new Map<string, number>()
const decodeErrors = new Map<string, number>()
const pool = new PlanePool(MAX_FREE_PLANE_BYTES)
const frameMemory = new BytePool(MAX_FREE_FRAME_BYTES)
const clock = Date.now

/** Results leave in one message a turn of the event loop. */
let outbox: ShardResult[] = []

function publish(result: ShardResult): void {
  if (outbox.length === 0) setImmediate(flush)
  outbox.push(result)
}

function flush(): void {
  if (outbox.length === 0) return
  const results = outbox
  outbox = []
  post({ type: 'results', results })
}

function countUp(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}

function post(message: FromShard): void {
  parentPort?.postMessage(message)
}

const keeper = new QueuedSnapshotKeeper({
  store: await openSnapshotStore(settings),
  settings: keeperSettings(settings, shards),
  clock,
  log
})
const scenes = new SceneMemoryKeeper({
  store: openSceneMemoryStore(settings, `scenes-${shardNumber}`),
  saveEveryMs: settings.SCENE_MEMORY_SAVE_SECONDS * 1000,
  keepMs: sceneKeepMs(settings),
  clock,
  random: Math.random,
  log
})
const shard = new Shard({
  context: {
    epoch: 0,
    decode: jpeg =>
      decodeJpeg(jpeg, { maxBytes: settings.MAX_FRAME_BYTES, maxPixels: settings.MAX_FRAME_PIXELS }, pool),
    pool,
    scratch: new MeasureScratch(),
    keeper,
    frameMemory,
    publish,
    onStage: (stage, durationMs) => timings.record(stage, durationMs),
    onDecoded: decoder => {
      if (decoder !== 'none') countUp(decodes, decoder)
    },
    onUndecodable: code => countUp(decodeErrors, code),
    analysisMaxFps: settings.ANALYSIS_MAX_FPS,
    streamGapMs: settings.STREAM_GAP_MS,
    firstFrameMs: settings.FIRST_FRAME_MS,
    clock,
    log
  },
  keeper,
  scenes,
  queueMaxBytes: settings.QUEUE_MAX_BYTES,
  queueMaxAgeMs: settings.QUEUE_MAX_AGE_MS,
  clock
})

const memory = new MemorySource({ maxFrameBytes: settings.MAX_FRAME_BYTES, sink: shard, clock })

async function routes(): Promise<SourceRoute[]> {
  const rest: SourceRoute = { source: restSource(), owns: () => true }
  if (!settings.ENABLE_TEST_VIDEO) return [rest]
  // The scenes are many modules, and loading them keeps the thread from its start.
  const { testVideoStreams } = await import('../pipeline/capture/adapters/test-video/test-video-streams.ts')
  const { TestVideoSource } = await import('../pipeline/capture/adapters/test-video/test-video-source.ts')
  const directory = settings.TEST_VIDEO_DIR ?? null
  const testStreams = new Set(testVideoStreams(directory))
  const source = new TestVideoSource({ fps: settings.TEST_VIDEO_FPS, directory, sink: shard, clock, log })
  return [{ source, owns: stream => testStreams.has(stream) }, rest]
}

function restSource(): FrameSource {
  if (chooseFrameSource(settings).kind === 'embedded') return memory
  return new RedisStreamSource({
    address: redisAddress(settings),
    name: `shard-${shardNumber}`,
    maxFrameBytes: settings.MAX_FRAME_BYTES,
    sink: shard,
    frameMemory,
    overloaded: () => shard.overloaded(),
    clock,
    log
  })
}

function postStatus(): void {
  const toMs = (nanoseconds: number) => Math.round(nanoseconds / 1e4) / 100
  const loopDelayMs = {
    p50: toMs(loopDelay.percentile(50)),
    p99: toMs(loopDelay.percentile(99)),
    max: toMs(loopDelay.max)
  }
  loopDelay.reset()
  const status = {
    ...shard.status(),
    decodes: Object.fromEntries(decodes),
    decodeErrors: Object.fromEntries(decodeErrors),
    stages: timings.totals(),
    loopDelayMs
  }
  post({ type: 'status', status })
}

async function answer(message: ToShard): Promise<void> {
  switch (message.type) {
    case 'watch': {
      const positions = await shard.watch(message.epoch, message.cameras)
      return post({ type: 'watching', request: message.request, positions })
    }
    case 'frame':
      return memory.accept(message.stream, message.jpeg, message.meta, message.receivedAtMs)
    case 'performance':
      return post({ type: 'performance', request: message.request, streams: shard.performance(message.stream) })
    case 'reset-performance':
      shard.resetPerformance()
      return post({ type: 'done', request: message.request })
    case 'close':
      clearInterval(statusTimer)
      await shard.close(message.deadlineMs)
      flush()
      postStatus()
      return post({ type: 'done', request: message.request })
  }
}

loopDelay.enable()
const statusTimer = setInterval(postStatus, STATUS_EVERY_MS)
keeper.start()
scenes.start()
await shard.start(await routes())
// Messages keep their order only while each is handled to its end before the next.
let turn: Promise<void> = Promise.resolve()
parentPort?.on('message', (message: ToShard) => {
  if (message.type === 'frame') void answer(message)
  else
    turn = turn.then(() => answer(message)).catch(cause => log.error({ err: cause }, 'A request to the shard failed'))
})
post({ type: 'ready' })
