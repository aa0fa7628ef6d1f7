import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import {
  chooseFrameSource,
  chooseIncidentStore,
  chooseSnapshotStore,
  openFrameWriter,
  openSnapshotStore
} from './choose-adapters.ts'
import type { Settings } from './config/schema.ts'
import { type Access, createAccess } from './create-access.ts'
import { ServiceFleet } from './create-fleet.ts'
import { createOverview } from './create-overview.ts'
import { createPool } from './create-pool.ts'
import { createSubscription } from './create-subscription.ts'
import { createSweeps } from './create-sweeps.ts'
import { exposeIncidents, exposeState } from './expose-metrics.ts'
import { FleetTalk } from './fleet-talk.ts'
import { readDashboard } from './http/dashboard-files.ts'
import { buildServer } from './http/server.ts'
import type { TypedServer } from './http/typed-server.ts'
import type { Log } from './lib/log.ts'
import { createMetrics, type Metrics } from './observe/metrics.ts'
import { testVideoStreams } from './pipeline/capture/adapters/test-video/test-video-streams.ts'
import { acceptWebSocket } from './pipeline/publish/adapters/websocket-subscriber.ts'
import { ResultHub } from './pipeline/publish/hub.ts'
import type { Overview } from './overview/overview.ts'
import { LateLink } from './shards/late-link.ts'
import { ShardRates } from './shards/shard-rates.ts'
import type { ShardPool } from './shards/shard-pool.ts'
import type { SubscriptionControl } from './subscription/subscription-control.ts'

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
  const hub: ResultHub = createHub(settings, count => talk?.setClients(count))
  const store = await openSnapshotStore(settings)
  const writer = openFrameWriter(settings)
  const rates = new ShardRates()
  const link = new LateLink()
  const version = packageVersion()
  const pool: ShardPool = createPool({
    settings,
    log,
    publish: results => (talk === null ? hub.publishAll(results) : talk.publish(results)),
    metrics,
    rates,
    overview: link,
    ours: results => fleet?.ours(results) ?? results
  })
  const fleet = settings.FLEET ? new ServiceFleet({ settings, log, version, pool, overview: () => overview }) : null
  const talk = fleet === null ? null : new FleetTalk({ settings, log, hub, fleet, overview: () => overview })
  const overview: Overview = await createOverview({
    settings,
    log,
    version,
    snapshots: store,
    pool,
    rates,
    control: () => control,
    link,
    resultClients: () => hub.stats().clients,
    fleet,
    talk
  })
  const control = createSubscription({ settings, log, hub, overview, pool, snapshots: store, writer, fleet, talk })
  exposeState(metrics, hub, control)
  exposeIncidents(metrics, overview)
  fleet?.expose(metrics)
  talk?.expose(metrics)
  const sweeps = createSweeps(settings, store, log, () => fleet?.isCoordinator() ?? true)
  const access = createAccess(settings, log)
  const server = await createServer({ settings, log, access, hub, metrics, version, control, overview, fleet })

  return {
    control,
    async start() {
      announce(settings, log)
      hub.start()
      talk?.start()
      for (const sweep of sweeps) sweep.start()
      // Before the cameras are watched, so that what is set for them holds from their first frame on.
      await overview.start()
      await control.restore()
      const address = await listen(server, { settings, log, isGuarded: access.options.tokens.length > 0 })
      await fleet?.start(address)
      return address
    },
    async close() {
      // First of all, so that others go on with the cameras.
      await fleet?.close()
      await control.close()
      await Promise.all([hub.close(), ...sweeps.map(sweep => sweep.close())])
      await server.close()
      await overview.close()
      await Promise.all([talk?.close(), access.close()])
      await Promise.all([writer?.close(), store.close()])
    }
  }
}

interface ServerParts {
  readonly settings: Settings
  readonly access: Access
  readonly log: Log
  readonly hub: ResultHub
  readonly metrics: Metrics
  readonly version: string
  readonly control: SubscriptionControl
  readonly overview: Overview
  readonly fleet: ServiceFleet | null
}

function createServer({ settings, access, hub, overview, fleet, ...parts }: ServerParts): Promise<TypedServer> {
  return buildServer({
    ...parts,
    access: access.options,
    overview: overview.desk,
    ...(fleet === null ? {} : { fleet }),
    maxFrameBytes: settings.MAX_FRAME_BYTES,
    dashboard: readDashboard(fileURLToPath(new URL('./web/', import.meta.url))),
    acceptResultSocket: (socket, transport) => acceptWebSocket(hub, { socket, transport, clock: Date.now })
  })
}

function createHub(settings: Settings, onClients: (clients: number) => void): ResultHub {
  return new ResultHub({
    sendMode: settings.WS_SEND_MODE,
    queueMessages: settings.WS_QUEUE_MESSAGES,
    stallMs: settings.WS_STALL_SECONDS * 1000,
    clock: Date.now,
    onClients
  })
}

function announce(settings: Settings, log: Log): void {
  log.info({}, chooseFrameSource(settings).why)
  log.info({}, chooseSnapshotStore(settings).why)
  log.info({}, chooseIncidentStore(settings).why)
  if (settings.FLEET && chooseSnapshotStore(settings).kind === 'folder') {
    log.warn(
      {},
      'Members of a fleet share snapshots: DATA_DIR has to be a folder that all of them reach, or set MINIO_ENDPOINT'
    )
  }
  if (!settings.ENABLE_TEST_VIDEO) return
  const streams = testVideoStreams(settings.TEST_VIDEO_DIR ?? null)
  log.info({ streams }, 'Test cameras are there to be subscribed')
}

async function listen(
  server: TypedServer,
  { settings, log, isGuarded }: { settings: Settings; log: Log; isGuarded: boolean }
): Promise<string> {
  const host = settings.HOST ?? (isGuarded ? '0.0.0.0' : '127.0.0.1')
  const address = await server.listen({ host, port: settings.PORT })
  if (!isGuarded) {
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
