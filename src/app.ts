import { fileURLToPath } from 'node:url'
import {
  chooseFrameSource,
  chooseIncidentStore,
  chooseSnapshotStore,
  openFrameWriter,
  openSnapshotStore
} from './choose-adapters.ts'
import { ClockWatch } from './clock-watch.ts'
import type { AlarmDesk } from './alarms/alarm-desk.ts'
import type { MqttBridge } from './mqtt/mqtt-bridge.ts'
import type { AlarmService } from './alarms/alarm-service.ts'
import type { Settings } from './config/schema.ts'
import { createAlarms } from './create-alarms.ts'
import { type Access, createAccess } from './create-access.ts'
import { ServiceFleet } from './create-fleet.ts'
import { createMqtt } from './create-mqtt.ts'
import { createEdge, type Edge } from './create-edge.ts'
import { createOverview } from './create-overview.ts'
import { createPool } from './create-pool.ts'
import { createBackTests } from './create-back-tests.ts'
import { createSelfTests } from './create-self-tests.ts'
import { createSubscription } from './create-subscription.ts'
import { createSweeps } from './create-sweeps.ts'
import { createTelemetry, type Telemetry } from './create-telemetry.ts'
import { exposeCameras, exposeDataFolder, exposeIncidents, exposeReadiness, exposeState } from './expose-metrics.ts'
import { FleetTalk } from './fleet-talk.ts'
import { readDashboard } from './http/dashboard-files.ts'
import { listen } from './http/edge/listen.ts'
import { buildServer, type ServerOptions } from './http/server.ts'
import type { TypedServer } from './http/typed-server.ts'
import type { Log } from './lib/log.ts'
import { traced } from './lib/traced.ts'
import { createMetrics, type Metrics } from './observe/metrics.ts'
import type { ProcessGuard } from './process-guard.ts'
import { testVideoStreams } from './pipeline/capture/adapters/test-video/test-video-streams.ts'
import { warnOfOpenBucket } from './warn-of-open-bucket.ts'
import { acceptWebSocket } from './pipeline/publish/adapters/websocket-subscriber.ts'
import { ResultHub } from './pipeline/publish/hub.ts'
import type { FrameWriter } from './pipeline/capture/frame-writer.ts'
import type { SnapshotStore } from './pipeline/snapshots/snapshot-store.ts'
import type { Overview } from './overview/overview.ts'
import { packageVersion } from './package-version.ts'
import { ReadinessWatch } from './readiness-watch.ts'
import { LateLink } from './shards/late-link.ts'
import type { SelfTests } from './self-test/self-tests.ts'
import { ShardRates } from './shards/shard-rates.ts'
import type { ShardPool } from './shards/shard-pool.ts'
import type { SubscriptionControl } from './subscription/subscription-control.ts'

/** For how long: a clock that is set must not make every client seem stalled. */
const steadyClock = () => performance.now()

/** The running service. */
export interface App {
  readonly control: SubscriptionControl
  /** Takes up the stored subscription and listens. @returns The address, e.g. `http://127.0.0.1:5020`. */
  start(): Promise<string>
  /** Stops reading, drains, flushes snapshots, closes sockets with 1001. */
  close(): Promise<void>
}

/**
 * Puts the service together from its settings. Nothing is opened before `start`.
 *
 * @param guard Watches over this process; null: nobody does.
 */
export async function createApp(settings: Settings, log: Log, guard: ProcessGuard | null = null): Promise<App> {
  const metrics = createMetrics()
  const hub: ResultHub = createHub(settings, count => talk?.setClients(count))
  const version = packageVersion()
  const telemetry = await createTelemetry(settings, { log, metrics, version })
  const { tracer } = telemetry
  const port = { name: 'snapshots', system: chooseSnapshotStore(settings).kind, worthy: [] }
  const store = traced(await openSnapshotStore(settings), port, tracer)
  const writer = openFrameWriter(settings)
  const rates = new ShardRates()
  const link = new LateLink()
  const pool: ShardPool = createPool({
    ...{ settings, log, metrics, rates, telemetry },
    publish: results => (talk === null ? hub.publishAll(results) : talk.publish(results)),
    overview: link,
    ours: results => fleet?.ours(results) ?? results
  })
  const fleet = settings.FLEET ? new ServiceFleet({ settings, log, version, pool, overview: () => overview }) : null
  const talk = fleet === null ? null : new FleetTalk({ settings, log, hub, fleet, overview: () => overview })
  const { overview, store: incidents } = await createOverview({
    ...{ settings, log, version, pool, rates, link, fleet, talk, tracer },
    snapshots: store,
    control: () => control,
    checks: () => readiness.checks,
    resultClients: () => hub.stats().clients
  })
  const control = createSubscription({
    ...{ settings, log, hub, overview, pool, writer, fleet, talk, guard, tracer },
    snapshots: store
  })
  const readiness = new ReadinessWatch({ readiness: () => control.readiness(), log })
  exposeAll({ settings, metrics, hub, control, readiness, overview, guard, fleet, talk })
  const selfTests = createSelfTests(settings, log, overview, control)
  const clockWatch = new ClockWatch({ log, metrics, clock: Date.now, steadyClock })
  const sweeps = createSweeps(settings, store, log, () => fleet?.isCoordinator() ?? true)
  const access = createAccess(settings, log)
  const lead = () => (fleet === null ? { fence: null } : fleet.lead())
  const { desk, service, message, baseUrl } = await createAlarms({
    ...{ settings, log, incidents, overview, snapshots: store, metrics, lead, tracer },
    secrets: access.options.secrets
  })
  const mqtt = await createMqtt({ settings, log, version, overview, metrics, lead, message, baseUrl })
  const edge = createEdge(settings, log)
  edge.expose(metrics)
  const server = await createServer({
    ...{ settings, log, access, hub, metrics, version, telemetry },
    ...{ control, overview, selfTests, fleet, edge, alarms: desk }
  })

  return inOrder({
    ...{ settings, log, metrics, hub, store, writer, fleet, talk, overview, control },
    ...{ readiness, clockWatch, sweeps, edge, access, server, selfTests, mqtt, alarms: service, telemetry }
  })
}

interface ExposedParts
  extends Pick<AppParts, 'settings' | 'metrics' | 'hub' | 'control' | 'readiness' | 'overview' | 'fleet' | 'talk'> {
  readonly guard: ProcessGuard | null
}

function exposeAll(parts: ExposedParts): void {
  const { settings, metrics, hub, control, readiness, overview, guard, fleet, talk } = parts
  exposeState(metrics, hub, control)
  exposeReadiness(metrics, readiness)
  exposeIncidents(metrics, overview)
  exposeCameras(metrics, settings, overview)
  exposeDataFolder(metrics, settings)
  guard?.expose(metrics)
  fleet?.expose(metrics)
  talk?.expose(metrics)
}

/** Everything that is started and closed. */
interface AppParts {
  readonly settings: Settings
  readonly log: Log
  readonly metrics: Metrics
  readonly hub: ResultHub
  readonly store: SnapshotStore
  readonly writer: FrameWriter | null
  readonly fleet: ServiceFleet | null
  readonly talk: FleetTalk | null
  readonly overview: Overview
  readonly control: SubscriptionControl
  readonly readiness: ReadinessWatch
  readonly clockWatch: ClockWatch
  readonly sweeps: ReturnType<typeof createSweeps>
  readonly edge: Edge
  readonly access: Access
  readonly server: TypedServer
  readonly alarms: AlarmService
  readonly selfTests: SelfTests
  readonly mqtt: MqttBridge | null
  readonly telemetry: Telemetry
}

/** Starts and closes the parts, in an order that matters. */
function inOrder(parts: AppParts): App {
  const { settings, log, metrics, hub, store, writer, fleet, talk, overview, control } = parts
  const { readiness, clockWatch, sweeps, edge, access, server, alarms, selfTests, mqtt, telemetry } = parts
  return {
    control,
    async start() {
      announce(settings, log)
      telemetry.start()
      hub.start()
      clockWatch.start()
      talk?.start()
      for (const sweep of sweeps) sweep.start()
      // Before the cameras are watched, so that what is set for them holds from their first frame on.
      await overview.start()
      await control.restore()
      readiness.start()
      alarms.start()
      mqtt?.start()
      selfTests.start()
      edge.start()
      void warnOfOpenBucket(store, log, metrics)
      const address = await openDoor(server, { settings, log, edge, access })
      await fleet?.start(address)
      return address
    },
    async close() {
      // First of all, so that others go on with the cameras.
      await fleet?.close()
      await Promise.all([readiness.close(), selfTests.close()])
      await control.close()
      await Promise.all([hub.close(), ...sweeps.map(sweep => sweep.close())])
      clockWatch.close()
      await server.close()
      edge.close()
      await Promise.all([alarms.close(), mqtt?.close()])
      await overview.close()
      await Promise.all([talk?.close(), access.close()])
      await Promise.all([writer?.close(), store.close()])
      // Last of all, so that it tells of the others' end.
      await telemetry.close()
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
  readonly selfTests: SelfTests
  readonly fleet: ServiceFleet | null
  readonly edge: Edge
  readonly alarms: AlarmDesk
  readonly telemetry: Telemetry
}

function createServer({
  settings,
  access,
  hub,
  overview,
  fleet,
  telemetry,
  ...parts
}: ServerParts): Promise<TypedServer> {
  return buildServer({
    ...parts,
    ...createBackTests(settings, parts.log, overview, parts.control, parts.selfTests.ended),
    access: access.options,
    overview: overview.desk,
    ...(fleet === null ? {} : { fleet }),
    ...tracingOf(settings, telemetry),
    maxFrameBytes: settings.MAX_FRAME_BYTES,
    dashboard: readDashboard(fileURLToPath(new URL('./web/', import.meta.url)), parts.edge.basePath),
    acceptResultSocket: (socket, transport) => acceptWebSocket(hub, { socket, transport, clock: steadyClock })
  })
}

function tracingOf(
  { TRACE_FRAME_RATIO: frameShare }: Settings,
  { tracer, heedsParents }: Telemetry
): Pick<ServerOptions, 'tracing'> {
  return tracer === null ? {} : { tracing: { tracer, heedsParents, frameShare } }
}

function createHub(settings: Settings, onClients: (clients: number) => void): ResultHub {
  return new ResultHub({
    sendMode: settings.WS_SEND_MODE,
    queueMessages: settings.WS_QUEUE_MESSAGES,
    stallMs: settings.WS_STALL_SECONDS * 1000,
    clock: steadyClock,
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

async function openDoor(
  server: TypedServer,
  { settings, log, edge, access }: Pick<ServerParts, 'settings' | 'log' | 'edge' | 'access'>
): Promise<string> {
  const isGuarded = access.options.tokens.length > 0
  const host = settings.HOST ?? (isGuarded ? '0.0.0.0' : '127.0.0.1')
  const address = await listen(server, { host, port: settings.PORT, edge, log })
  if (!isGuarded) {
    const reach =
      host === '127.0.0.1' || host === '::1' || host === 'localhost' ? 'on this machine' : `that reaches ${host}`
    log.warn({}, `API_TOKENS is not set: everyone ${reach} may use the API`)
  }
  const page = `${address}${edge.basePath}`
  log.info({ address }, `Listening: dashboard at ${page}/, API documentation at ${page}/docs`)
  return address
}
