import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import {
  chooseFrameSource,
  chooseSnapshotStore,
  openSnapshotStore,
  redisAddress,
  sceneFolder,
  sceneKeepMs
} from './choose-adapters.ts'
import type { Settings } from './config/schema.ts'
import { errorText } from './errors.ts'
import { parseTokens } from './http/access.ts'
import { buildServer } from './http/server.ts'
import type { TypedServer } from './http/typed-server.ts'
import { withDeadline } from './lib/deadline.ts'
import type { Log } from './lib/log.ts'
import { createMetrics, type Metrics } from './observe/metrics.ts'
import { RedisFrameWriter } from './pipeline/capture/adapters/redis-frame-writer.ts'
import { testVideoStreams } from './pipeline/capture/adapters/test-video/test-video-streams.ts'
import { SceneFolderSweep } from './pipeline/detect/adapters/scene-folder-sweep.ts'
import { acceptWebSocket } from './pipeline/publish/adapters/websocket-subscriber.ts'
import { ResultHub } from './pipeline/publish/hub.ts'
import { AgeSweep } from './pipeline/snapshots/age-sweep.ts'
import type { SnapshotStore } from './pipeline/snapshots/snapshot-store.ts'
import { ShardMetrics } from './shards/shard-metrics.ts'
import { ShardPool } from './shards/shard-pool.ts'
import { FileSubscriptionStore } from './subscription/adapters/file-subscription-store.ts'
import { RedisSubscriptionStore } from './subscription/adapters/redis-subscription-store.ts'
import type { ReadinessCheck } from './subscription/service-control.ts'
import { SubscriptionControl } from './subscription/subscription-control.ts'

const CHECK_DEADLINE_MS = 2000
const SWEEP_EVERY_MS = 3_600_000

/** The running service. */
export interface App {
  readonly control: SubscriptionControl
  /** Takes up the stored subscription and listens. @returns The address, e.g. `http://127.0.0.1:5020`. */
  start(): Promise<string>
  /** Stops reading, drains, flushes snapshots, closes sockets with 1001. */
  close(): Promise<void>
}

/** Puts the service together from its settings. Nothing is opened before `start`. */
export async function createApp(settings: Settings, log: Log): Promise<App> {
  const metrics = createMetrics()
  const hub = new ResultHub({
    sendMode: settings.WS_SEND_MODE,
    queueMessages: settings.WS_QUEUE_MESSAGES,
    stallMs: settings.WS_STALL_SECONDS * 1000,
    clock: Date.now
  })
  const store = await openSnapshotStore(settings)
  const writer =
    chooseFrameSource(settings).kind === 'redis'
      ? new RedisFrameWriter(redisAddress(settings), settings.REDIS_STREAM_MAXLEN)
      : null
  const pool = createPool(settings, log, hub, metrics)
  const control = new SubscriptionControl({
    shards: pool,
    store:
      writer === null
        ? new FileSubscriptionStore(settings.DATA_DIR)
        : new RedisSubscriptionStore(redisAddress(settings)),
    results: hub,
    writer,
    readSnapshot: key => store.get(key),
    checks: outsideChecks(settings, store, writer),
    log
  })
  exposeState(metrics, hub, control)
  const sweep = new AgeSweep({
    store,
    maxAgeDays: settings.MINIO_LIFECYCLE_DAYS,
    intervalMs: SWEEP_EVERY_MS,
    clock: Date.now,
    log
  })
  // Redis forgets by itself what it was told to keep for a time.
  const scenes =
    writer === null
      ? new SceneFolderSweep({ folder: sceneFolder(settings), keepMs: sceneKeepMs(settings), clock: Date.now, log })
      : null
  const server = await buildServer({
    control,
    metrics,
    log,
    tokens: parseTokens(settings.API_TOKENS),
    version: packageVersion(),
    maxFrameBytes: settings.MAX_FRAME_BYTES,
    acceptResultSocket: (socket, transport) => acceptWebSocket(hub, { socket, transport, clock: Date.now })
  })

  return {
    control,
    async start() {
      announce(settings, log)
      hub.start()
      sweep.start()
      scenes?.start()
      await control.restore()
      return listen(server, settings, log)
    },
    async close() {
      await control.close()
      await Promise.all([hub.close(), sweep.close(), scenes?.close()])
      await server.close()
      await Promise.all([writer?.close(), store.close()])
    }
  }
}

function createPool(settings: Settings, log: Log, hub: ResultHub, metrics: Metrics): ShardPool {
  const shardMetrics = new ShardMetrics(metrics)
  return new ShardPool({
    settings,
    count: settings.EXECUTOR_CPU === 0 ? availableParallelism() : settings.EXECUTOR_CPU,
    threadUrl: new URL('./shards/shard-thread.js', import.meta.url),
    log,
    onResults: results => {
      shardMetrics.onResults(results)
      for (const result of results) hub.publish(result)
    },
    onStatus: (shard, status) => shardMetrics.onStatus(shard, status),
    onRestart: shard => shardMetrics.onRestart(shard),
    onStop: () => shardMetrics.clear()
  })
}

/** What stands outside of this process, for `/readyz`. */
function outsideChecks(
  settings: Settings,
  store: SnapshotStore,
  writer: RedisFrameWriter | null
): (() => Promise<ReadinessCheck>)[] {
  const snapshots = () => check('snapshots', `${store.name} answers`, store.ping())
  if (writer === null) return [snapshots]
  const where = `Redis at ${settings.REDIS_HOST}:${settings.REDIS_PORT} answers`
  return [() => check('redis', where, writer.ping()), snapshots]
}

async function check(name: string, detail: string, answer: Promise<void>): Promise<ReadinessCheck> {
  try {
    await withDeadline(answer, CHECK_DEADLINE_MS, `Asking ${name}`)
    return { name, ok: true, detail }
  } catch (cause) {
    return { name, ok: false, detail: errorText(cause) }
  }
}

function exposeState(metrics: Metrics, hub: ResultHub, control: SubscriptionControl): void {
  const loopDelay = monitorEventLoopDelay({ resolution: 10 })
  loopDelay.enable()
  metrics.onScrape(() => {
    const stats = hub.stats()
    metrics.wsClients.set(stats.clients, {})
    metrics.wsSent.follow('hub', stats.sent, {})
    metrics.wsDropped.follow('hub', stats.dropped, {})
    metrics.wsDisconnected.follow('hub', stats.disconnected, {})
    metrics.wsQueueMessages.set(stats.queued, {})
    metrics.wsQueueBytes.set(stats.queuedBytes, {})
    const { running, epoch, cameras } = control.state()
    metrics.running.set(running ? 1 : 0, {})
    metrics.epoch.set(epoch, {})
    metrics.cameras.set(cameras, {})
    for (const [quantile, nanoseconds] of [
      ['p50', loopDelay.percentile(50)],
      ['p99', loopDelay.percentile(99)],
      ['max', loopDelay.max]
    ] as const) {
      metrics.eventLoopDelay.set(nanoseconds / 1e9, { thread: 'main', quantile })
    }
    loopDelay.reset()
  })
}

function announce(settings: Settings, log: Log): void {
  log.info({}, chooseFrameSource(settings).why)
  log.info({}, chooseSnapshotStore(settings).why)
  if (!settings.ENABLE_TEST_VIDEO) return
  const streams = testVideoStreams(settings.TEST_VIDEO_DIR ?? null)
  log.info({ streams }, 'Test cameras are there to be subscribed')
}

async function listen(server: TypedServer, settings: Settings, log: Log): Promise<string> {
  const guarded = parseTokens(settings.API_TOKENS).length > 0
  const host = settings.HOST ?? (guarded ? '0.0.0.0' : '127.0.0.1')
  const address = await server.listen({ host, port: settings.PORT })
  if (!guarded) {
    const reach =
      host === '127.0.0.1' || host === '::1' || host === 'localhost' ? 'on this machine' : `that reaches ${host}`
    log.warn({}, `API_TOKENS is not set: everyone ${reach} may use the API`)
  }
  log.info({ address }, `Listening on ${address}, API documentation at ${address}/docs`)
  return address
}

function packageVersion(): string {
  const file = new URL('../package.json', import.meta.url)
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
}
