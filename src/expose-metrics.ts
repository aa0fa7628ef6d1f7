import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Metrics } from './observe/metrics.ts'
import type { Settings } from './config/schema.ts'
import { freeBytes } from './lib/check-folder.ts'
import { check, usesDataFolder } from './outside-checks.ts'
import type { CameraView } from './overview/camera-view.ts'
import type { Overview } from './overview/overview.ts'
import type { ResultHub } from './pipeline/publish/hub.ts'
import type { Readiness } from './subscription/service-control.ts'
import type { SubscriptionControl } from './subscription/subscription-control.ts'

/** What the main thread knows of itself, its clients and the subscription, told with each scrape. */
export function exposeState(metrics: Metrics, hub: ResultHub, control: SubscriptionControl): void {
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

/** Each check of `/readyz`, as it was a moment ago. */
export function exposeReadiness(metrics: Metrics, readiness: { readonly latest: Readiness }): void {
  metrics.onScrape(() => {
    for (const { name, ok } of readiness.latest.checks) {
      metrics.ready.set(ok ? 1 : 0, { check: name })
      if (name === 'snapshots') metrics.storeReachable.set(ok ? 1 : 0, {})
    }
  })
}

/** Incidents and their store, told with each scrape. */
export function exposeIncidents(metrics: Metrics, overview: Overview): void {
  metrics.onScrape(async () => {
    const { open, waiting, lost, opened } = overview.totals()
    metrics.incidentsOpen.set(open, {})
    metrics.incidentsWaiting.set(waiting, {})
    metrics.incidentsLost.follow('keeper', lost, {})
    for (const [kind, count] of opened) metrics.incidentsOpened.follow('keeper', count, { kind })
    const { ok } = await check('incidents', '', overview.desk.storeAnswers())
    metrics.incidentStoreReachable.set(ok ? 1 : 0, {})
  })
}

/**
 * The cameras by state, and for as many as METRICS_CAMERAS allows what is known of each, told with each scrape. In a fleet
 * each member tells of those that it watches.
 */
export function exposeCameras(metrics: Metrics, { METRICS_CAMERAS: most }: Settings, overview: Overview): void {
  metrics.onScrape(() => {
    for (const [state, count] of overview.cameraCounts()) metrics.camerasByState.set(count, { state })
    if (most === 0) return
    const views = overview.desk.cameras()
    const named = views.length > most ? views.toSorted((a, b) => (a.stream < b.stream ? -1 : 1)).slice(0, most) : views
    metrics.camerasWithoutSeries.set(views.length - named.length, {})
    exposeEach(metrics, named)
  })
}

function exposeEach(metrics: Metrics, views: readonly CameraView[]): void {
  const { cameraState, cameraFault, cameraFps, cameraAnalysedFps, cameraLag, cameraLastFrame } = metrics
  for (const gauge of [cameraState, cameraFault, cameraFps, cameraAnalysedFps, cameraLag, cameraLastFrame])
    gauge.clear()
  for (const { stream: camera, state, faults, framesPerSecond, analysedPerSecond, lagMs, lastFrameAtMs } of views) {
    cameraState.set(1, { camera, state })
    for (const { kind, severity } of faults) cameraFault.set(severity, { camera, kind })
    cameraFps.set(framesPerSecond, { camera })
    cameraAnalysedFps.set(analysedPerSecond, { camera })
    if (lagMs !== null) cameraLag.set(lagMs / 1000, { camera })
    if (lastFrameAtMs !== null) cameraLastFrame.set(lastFrameAtMs / 1000, { camera })
  }
}

/** Where anything is kept in the data folder: how much room it has, told with each scrape. */
export function exposeDataFolder(metrics: Metrics, settings: Settings): void {
  if (!usesDataFolder(settings)) return
  metrics.onScrape(async () => {
    // A folder that is gone has no room.
    metrics.dataFolderFreeBytes.set(await freeBytes(settings.DATA_DIR).catch(() => 0), {})
  })
}
