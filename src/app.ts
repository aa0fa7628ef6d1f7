import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import {
  chooseFrameSource,
  chooseIncidentStore,
  chooseSnapshotStore,
  openSnapshotStore,
  redisAddress,
  sceneFolder,
  sceneKeepMs
} from './choose-adapters.ts'
import type { Settings } from './config/schema.ts'
import { createOverview } from './create-overview.ts'
import { exposeIncidents, exposeState } from './expose-metrics.ts'
import { parseTokens } from './http/access.ts'
import { readDashboard } from './http/dashboard-files.ts'
import { buildServer } from './http/server.ts'
import type { TypedServer } from './http/typed-server.ts'
import type { Log } from './lib/log.ts'
import { createMetrics, type Metrics } from './observe/metrics.ts'
import { RedisFrameWriter } from './pipeline/capture/adapters/redis-frame-writer.ts'
import { testVideoStreams } from './pipeline/capture/adapters/test-video/test-video-streams.ts'
import { SceneFolderSweep } from './pipeline/detect/adapters/scene-folder-sweep.ts'
import { acceptWebSocket } from './pipeline/publish/adapters/websocket-subscriber.ts'
import { ResultHub } from './pipeline/publish/hub.ts'
import { AgeSweep } from './pipeline/snapshots/age-sweep.ts'
import { outsideChecks } from './outside-checks.ts'
import type { SnapshotStore } from './pipeline/snapshots/snapshot-store.ts'
import type { Overview } from './overview/overview.ts'
import { startsOfRunBefore } from './resume-cameras.ts'
import { LateLink } from './shards/late-link.ts'
import { ShardRates } from './shards/shard-rates.ts'
import { ShardMetrics } from './shards/shard-metrics.ts'
import { ShardPool } from './shards/shard-pool.ts'
import { FileSubscriptionStore } from './subscription/adapters/file-subscription-store.ts'
import { RedisSubscriptionStore } from './subscription/adapters/redis-subscription-store.ts'
import { SubscriptionControl } from './subscription/subscription-control.ts'

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
  const hub = createHub(settings)
  const store = await openSnapshotStore(settings)
  const writer =
    chooseFrameSource(settings).kind === 'redis'
      ? new RedisFrameWriter(redisAddress(settings), settings.REDIS_STREAM_MAXLEN)
      : null
  const rates = new ShardRates()
  const link = new LateLink()
  const pool = createPool({ settings, log, hub, metrics, rates, overview: link })
  const version = packageVersion()
  const overview = await createOverview({
    settings,
    log,
    version,
    snapshots: store,
    pool,
    rates,
    control: () => control,
    link,
    resultClients: () => hub.stats().clients
  })
  const control: SubscriptionControl = new SubscriptionControl({
    shards: pool,
    store:
      writer === null
        ? new FileSubscriptionStore(settings.DATA_DIR)
        : new RedisSubscriptionStore(redisAddress(settings)),
    results: bothOf(hub, overview),
    writer,
    readSnapshot: key => store.get(key),
    checks: outsideChecks({ settings, store, writer, incidents: overview.desk }),
    log
  })
  exposeState(metrics, hub, control)
  exposeIncidents(metrics, overview)
  const sweeps = createSweeps(settings, store, log)
  const server = await buildServer({
    control,
    metrics,
    log,
    tokens: parseTokens(settings.API_TOKENS),
    version,
    overview: overview.desk,
    maxFrameBytes: settings.MAX_FRAME_BYTES,
    dashboard: readDashboard(fileURLToPath(new URL('./web/', import.meta.url))),
    acceptResultSocket: (socket, transport) => acceptWebSocket(hub, { socket, transport, clock: Date.now })
  })

  return {
    control,
    async start() {
      announce(settings, log)
      hub.start()
      for (const sweep of sweeps) sweep.start()
      // Before the cameras are watched, so that what is set for them holds from their first frame on.
      await overview.start()
      await control.restore()
      return listen(server, settings, log)
    },
    async close() {
      await control.close()
      await Promise.all([hub.close(), ...sweeps.map(sweep => sweep.close())])
      await server.close()
      await overview.close()
      await Promise.all([writer?.close(), store.close()])
    }
  }
}

function createHub(settings: Settings): ResultHub {
  return new ResultHub({
    sendMode: settings.WS_SEND_MODE,
    queueMessages: settings.WS_QUEUE_MESSAGES,
    stallMs: settings.WS_STALL_SECONDS * 1000,
    clock: Date.now
  })
}

/** Results and incidents are of the cameras that are subscribed. */
function bothOf(hub: ResultHub, overview: Overview): { setStreams(epoch: number, streams: readonly string[]): void } {
  return {
    setStreams: (epoch, streams) => {
      hub.setStreams(epoch, streams)
      overview.setCameras(streams)
    }
  }
}

interface PoolParts {
  readonly settings: Settings
  readonly log: Log
  readonly hub: ResultHub
  readonly metrics: Metrics
  readonly rates: ShardRates
  readonly overview: LateLink
}

function createPool({ settings, log, hub, metrics, rates, overview }: PoolParts): ShardPool {
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
    onStatus: (shard, status) => {
      shardMetrics.onStatus(shard, status)
      rates.onStatus(shard, status, Date.now())
    },
    onRestart: shard => {
      shardMetrics.onRestart(shard)
      rates.onRestart(shard)
    },
    onStop: () => {
      shardMetrics.clear()
      rates.clear()
    },
    overview,
    startsOf: cameras => startsOfRunBefore(settings, log, cameras)
  })
}

/** What deletes by age. */
function createSweeps(settings: Settings, store: SnapshotStore, log: Log): (AgeSweep | SceneFolderSweep)[] {
  const clock = Date.now
  const maxAgeDays = settings.MINIO_LIFECYCLE_DAYS
  const snapshots = new AgeSweep({ store, maxAgeDays, intervalMs: SWEEP_EVERY_MS, clock, log })
  // Redis forgets by itself what it was told to keep for a time.
  if (chooseFrameSource(settings).kind === 'redis') return [snapshots]
  return [snapshots, new SceneFolderSweep({ folder: sceneFolder(settings), keepMs: sceneKeepMs(settings), clock, log })]
}

function announce(settings: Settings, log: Log): void {
  log.info({}, chooseFrameSource(settings).why)
  log.info({}, chooseSnapshotStore(settings).why)
  log.info({}, chooseIncidentStore(settings).why)
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
  log.info({ address }, `Listening: dashboard at ${address}/, API documentation at ${address}/docs`)
  return address
}

function packageVersion(): string {
  const file = new URL('../package.json', import.meta.url)
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
}
