import { monitorEventLoopDelay } from 'node:perf_hooks'
import { parentPort, workerData } from 'node:worker_threads'
import {
  chooseFrameSource,
  chooseSnapshotStore,
  openCursorStore,
  openSceneMemoryStore,
  openSnapshotStore,
  sceneKeepMs,
  timeZone
} from '../choose-adapters.ts'
import { decodeJpeg } from '../codec/decode.ts'
import { PlanePool } from '../codec/plane-pool.ts'
import { slotOf } from '../fleet/slot.ts'
import { errorText } from '../errors.ts'
import { BytePool } from '../lib/byte-pool.ts'
import { withDeadline } from '../lib/deadline.ts'
import type { Fence } from '../model/fence.ts'
import { HIDDEN_STREAM } from '../model/hidden-camera.ts'
import { createLog } from '../observe/log.ts'
import { StageTimings } from '../observe/stage-timings.ts'
import { MemorySource } from '../pipeline/capture/adapters/memory-source.ts'
import { CursorKeeper } from '../pipeline/capture/cursor-keeper.ts'
import { FrameShelf } from '../pipeline/frame-shelf.ts'
import { MeasureScratch } from '../pipeline/detect/measure-scratch.ts'
import { SceneMemoryKeeper } from '../pipeline/detect/memory/scene-memory-keeper.ts'
import type { SceneSaveTerms } from '../pipeline/detect/memory/scene-memory-store.ts'
import type { CameraSessionContext } from '../pipeline/session-context.ts'
import { QueuedSnapshotKeeper } from '../pipeline/snapshots/queued-snapshot-keeper.ts'
import { HiddenCamera } from './hidden-camera.ts'
import { keeperSettings } from './keeper-settings.ts'
import { BlackBoxWriter } from './black-box.ts'
import type { AssignedCamera, FromShard, ShardNews, ShardResult, ShardThreadData, ToShard } from './protocol.ts'
import { createShardTelemetry } from './shard-telemetry.ts'
import { redisRoutes } from './redis-routes.ts'
import { SetAside } from './set-aside.ts'
import { ThreadLoad } from './thread-load.ts'
import { Shard, type SourceRoute } from './shard.ts'

const STATUS_EVERY_MS = 1000
/** So often the thread shows that it lives. */
const BEAT_EVERY_MS = 250
/** How far the cameras were judged is kept so often: after a crash, no more than this is judged once more. */
const CURSORS_EVERY_MS = 3000
/** Of the time to end in, the share of the cursors, ms. */
const LAST_CURSORS_MS = 1000
/** Figures of the cameras go every other time, points of their measures every tenth. */
const FIGURES_EVERY = 2
const POINTS_EVERY = 10
/** Memory of pictures that waits to be used again: each camera gives its last one back as it takes the next. */
const MAX_FREE_PLANE_BYTES = 8 * 1024 * 1024
/** Memory of frames that waits to be used again: about as much as is read and analysed at once. */
const MAX_FREE_FRAME_BYTES = 32 * 1024 * 1024

const { settings, shard: shardNumber, shards, blackBox, suspects } = workerData as ShardThreadData
const box = new BlackBoxWriter(blackBox)
box.beat()
setInterval(() => box.beat(), BEAT_EVERY_MS)
const log = createLog({ level: settings.LOG_LEVEL, shard: shardNumber })
const timings = new StageTimings()
const loopDelay = monitorEventLoopDelay({ resolution: 10 })
const decodes = new Map<string, number>()
const decodeErrors = new Map<string, number>()
const pool = new PlanePool(MAX_FREE_PLANE_BYTES)
const frameMemory = new BytePool(MAX_FREE_FRAME_BYTES)
const clock = Date.now

/** Results leave in one message a turn of the event loop; so does what the cameras tell of themselves. */
let outbox: ShardResult[] = []
let reports: ShardNews['reports'][number][] = []
let pictures: ShardNews['pictures'][number][] = []

function publish(result: ShardResult): void {
  if (result.cursor !== null && result.stream !== HIDDEN_STREAM) cursors?.note(result.stream, result.cursor)
  if (outbox.length === 0) setImmediate(flush)
  outbox.push(result)
}

function flush(): void {
  if (outbox.length === 0) return
  const results = outbox
  outbox = []
  post({ type: 'results', results })
}

function tellNews(): void {
  if (reports.length + pictures.length === 1) setImmediate(flushNews)
}

function flushNews(): void {
  if (reports.length + pictures.length === 0) return
  const news: ShardNews = { reports, pictures }
  reports = []
  pictures = []
  post({ type: 'news', news })
}

function countUp(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}

function post(message: FromShard): void {
  parentPort?.postMessage(message)
}

const telemetry = createShardTelemetry(settings)
const keeper = new QueuedSnapshotKeeper({
  store: telemetry.traced(await openSnapshotStore(settings), 'snapshots', chooseSnapshotStore(settings).kind, ['put']),
  settings: keeperSettings(settings, shards),
  clock,
  log
})
const shelf = new FrameShelf(Math.floor(settings.RECENT_FRAME_BYTES / shards), (stream, frame) =>
  // The copy is nobody else's.
  parentPort?.postMessage({ type: 'video', stream, frame } satisfies FromShard, [frame.jpeg.buffer as ArrayBuffer])
)
const openedCursors = openCursorStore(settings, `cursors-${shardNumber}`)
const cursorStore = openedCursors && telemetry.traced(openedCursors, 'cursors', 'redis', ['save'])
/** Null where nothing can go on from a cursor. */
const cursors =
  cursorStore === null ? null : new CursorKeeper({ store: cursorStore, everyMs: CURSORS_EVERY_MS, clock, log })

/** Right to write, by slot; also of a camera that was unsubscribed a moment ago, whose last state is still to be saved. */
const fences = new Map<number, Fence>()

/** In a fleet, what is known of a scene is written while its camera is ours. */
function sceneTerms(stream: string): SceneSaveTerms | null {
  const fence = fences.get(slotOf(stream))
  return fence === undefined ? null : { fence, cursor: cursors?.cursorOf(stream) ?? null }
}

const scenes = new SceneMemoryKeeper({
  store: telemetry.traced(
    openSceneMemoryStore(settings, `scenes-${shardNumber}`),
    'scenes',
    chooseFrameSource(settings).kind === 'redis' ? 'redis' : 'folder',
    ['save']
  ),
  saveEveryMs: settings.SCENE_MEMORY_SAVE_SECONDS * 1000,
  keepMs: sceneKeepMs(settings),
  clock,
  random: Math.random,
  log,
  ...(settings.FLEET ? { termsOf: sceneTerms } : {})
})
const context: CameraSessionContext = {
  epoch: 0,
  decode: jpeg => decodeJpeg(jpeg, { maxBytes: settings.MAX_FRAME_BYTES, maxPixels: settings.MAX_FRAME_PIXELS }, pool),
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
  timeZone: timeZone(settings),
  tell: {
    shelf,
    keeper,
    report: report => {
      reports.push(report)
      tellNews()
    },
    picture: picture => {
      pictures.push(picture)
      tellNews()
    },
    reopenWindowMs: settings.REOPEN_WINDOW_S * 1000
  },
  keepsEvidence: settings.MEASURE_DAYS > 0,
  clock,
  log,
  ...telemetry.ofFrames
}
const shard = new Shard({
  context,
  keeper,
  scenes,
  queueMaxBytes: settings.QUEUE_MAX_BYTES,
  queueMaxAgeMs: settings.QUEUE_MAX_AGE_MS,
  clock,
  setAside: new SetAside(suspects, performance.now()),
  onBegin: frame => box.begin(frame)
})

/** Its results leave among those of the others, and are told apart by who takes them. */
const hidden = settings.SELF_CHECK ? new HiddenCamera(context, shard, publish) : null
if (hidden !== null) shard.watchHidden(hidden)

const memory = new MemorySource({ maxFrameBytes: settings.MAX_FRAME_BYTES, sink: shard, clock })

async function routes(): Promise<SourceRoute[]> {
  const rest = restRoutes()
  if (!settings.ENABLE_TEST_VIDEO) return rest
  // The scenes are many modules, and loading them keeps the thread from its start.
  const { testVideoStreams } = await import('../pipeline/capture/adapters/test-video/test-video-streams.ts')
  const { TestVideoSource } = await import('../pipeline/capture/adapters/test-video/test-video-source.ts')
  const directory = settings.TEST_VIDEO_DIR ?? null
  const testStreams = new Set(testVideoStreams(directory))
  const source = new TestVideoSource({ fps: settings.TEST_VIDEO_FPS, directory, sink: shard, clock, log })
  return [{ source, owns: stream => testStreams.has(stream) }, ...rest]
}

function restRoutes(): SourceRoute[] {
  if (chooseFrameSource(settings).kind === 'embedded') return [{ source: memory, owns: () => true }]
  return redisRoutes(settings, {
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
    cursors: cursors?.stats() ?? { failed: 0, fenced: 0 },
    decodes: Object.fromEntries(decodes),
    decodeErrors: Object.fromEntries(decodeErrors),
    stages: timings.totals(),
    loopDelayMs,
    ...load.take()
  }
  post({ type: 'status', status })
  postSpans()
  statusCount++
  const nowMs = clock()
  if (statusCount % FIGURES_EVERY === 0) post({ type: 'figures', numbers: shard.figures(nowMs) })
  if (statusCount % POINTS_EVERY !== 0) return
  post({ type: 'points', numbers: shard.points(nowMs) })
  postEvidence()
}

function postEvidence(): void {
  const runs = shard.evidence()
  if (runs.length > 0) post({ type: 'evidence', runs })
}

/** What was recorded for OpenTelemetry goes with every status; past a bound it is dropped and counted. */
function postSpans(): void {
  const batch = telemetry.take()
  if (batch !== null) post({ type: 'spans', batch })
}

async function watch(
  epoch: number,
  cameras: readonly AssignedCamera[]
): Promise<readonly (readonly [string, string])[]> {
  for (const { slot, fence } of cameras) if (fence !== null) fences.set(slot, fence)
  cursors?.watch(cameras.map(({ camera, slot, fence }) => ({ stream: camera.stream, slot, fence })))
  for (const { camera, cursor } of cameras) {
    if (cursor !== null && cursors?.cursorOf(camera.stream) === null) cursors.note(camera.stream, cursor)
  }
  const positions = await shard.watch(epoch, cameras)
  if (cursors === null) return positions
  // A camera of which nothing was judged yet goes on from where it began, whoever goes on with it.
  for (const [stream, position] of positions) if (cursors.cursorOf(stream) === null) cursors.note(stream, position)
  void cursors.save()
  return positions
}

/** What the cameras have told reaches the main thread before the answer does. */
async function letGo(streams: readonly string[], deadlineMs: number): Promise<void> {
  await shard.letGo(streams, deadlineMs)
  flush()
  flushNews()
  postEvidence()
  await cursors?.save()
  forget(streams)
}

function forget(streams: readonly string[]): void {
  cursors?.forget(streams)
  for (const stream of streams) fences.delete(slotOf(stream))
}

async function answer(message: ToShard): Promise<void> {
  switch (message.type) {
    case 'watch': {
      const positions = await watch(message.epoch, message.cameras)
      return post({ type: 'watching', request: message.request, positions })
    }
    case 'let-go':
      await letGo(message.streams, message.deadlineMs)
      return post({ type: 'done', request: message.request })
    case 'drop':
      forget(message.streams)
      shard.drop(message.streams)
      flush()
      flushNews()
      return post({ type: 'done', request: message.request })
    case 'frame':
      return memory.accept(message.stream, message.jpeg, message.meta, message.receivedAtMs, message.trace)
    case 'show-hidden':
      return hidden?.show(message)
    case 'profile':
      return shard.setProfile(message.stream, message.profile)
    case 'limit':
      return shard.setLimit(message.limitFps)
    case 'accept-view':
      shard.acceptView(message.stream)
      return post({ type: 'done', request: message.request })
    case 'recent-frame':
      return post({ type: 'recent-frame', request: message.request, frame: shelf.want(message.stream, clock()) })
    case 'video':
      return shelf.setVideo(message.stream, message.isOn)
    case 'performance':
      return post({ type: 'performance', request: message.request, streams: shard.performance(message.stream) })
    case 'reset-performance':
      shard.resetPerformance()
      return post({ type: 'done', request: message.request })
    case 'close':
      clearInterval(statusTimer)
      await shard.close(message.deadlineMs - LAST_CURSORS_MS)
      await closeCursors()
      flush()
      flushNews()
      postEvidence()
      postStatus()
      return post({ type: 'done', request: message.request })
  }
}

/** A Redis that hangs would else use up the time that the whole process has to end. */
async function closeCursors(): Promise<void> {
  if (cursors === null) return
  await withDeadline(cursors.close(), LAST_CURSORS_MS, 'Keeping how far cameras were judged').catch(cause => {
    log.warn({ error: errorText(cause) }, 'The last frames of some cameras may be judged once more')
  })
}

loopDelay.enable()
let statusCount = 0
const load = new ThreadLoad()
const statusTimer = setInterval(postStatus, STATUS_EVERY_MS)
keeper.start()
scenes.start()
cursors?.start()
await shard.start(await routes())
const AT_ONCE: ReadonlySet<ToShard['type']> = new Set(['frame', 'recent-frame', 'show-hidden'])
// Messages keep their order only while each is handled to its end before the next.
let turn: Promise<void> = Promise.resolve()
parentPort?.on('message', (message: ToShard) => {
  // None of them waits for anything, and a picture is not to wait for a subscription.
  if (AT_ONCE.has(message.type)) void answer(message)
  else
    turn = turn.then(() => answer(message)).catch(cause => log.error({ err: cause }, 'A request to the shard failed'))
})
post({ type: 'ready' })
