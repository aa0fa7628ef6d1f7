import type { Metrics } from '../observe/metrics.ts'
import type { ShardResult, ShardStatus } from './protocol.ts'
import type { DeathCause } from './shard-thread-handle.ts'

/** Turns what the shards tell of themselves into the service's metrics. */
export class ShardMetrics {
  readonly #metrics: Metrics
  readonly #last = new Map<number, ShardStatus>()

  constructor(metrics: Metrics) {
    this.#metrics = metrics
    metrics.onScrape(() => this.#setGauges())
  }

  /** Counts results by their state. */
  onResults(results: readonly ShardResult[]): void {
    for (const { state } of results) this.#metrics.results.add(1, { state })
  }

  onStatus(shard: number, status: ShardStatus): void {
    this.#last.set(shard, status)
    const source = `shard-${shard}`
    const { counters, decodes, decodeErrors, scenes, cursors, snapshots, stages, sources } = status
    const metrics = this.#metrics
    metrics.framesReceived.follow(source, counters.received, { source: sources.at(-1)?.name ?? 'unknown' })
    metrics.framesAnalysed.follow(source, counters.analysed, {})
    metrics.framesDropped.follow(source, counters.droppedOverload, { reason: 'overload' })
    metrics.framesDropped.follow(source, counters.droppedTrimmed, { reason: 'trimmed' })
    metrics.framesDropped.follow(source, counters.droppedCooldown, { reason: 'cooldown' })
    metrics.framesSkipped.follow(source, counters.skipped, {})
    metrics.framesIdentical.follow(source, counters.identical, {})
    for (const [decoder, count] of Object.entries(decodes)) metrics.decodes.follow(source, count, { decoder })
    for (const [code, count] of Object.entries(decodeErrors)) metrics.decodeErrors.follow(source, count, { code })
    metrics.scenesRestored.follow(source, scenes.restored, {})
    metrics.scenesRefused.follow(source, scenes.refused, {})
    metrics.scenesSaved.follow(source, scenes.saved, {})
    metrics.sceneBytesSaved.follow(source, scenes.savedBytes, {})
    metrics.scenesFailed.follow(source, scenes.failed, {})
    metrics.scenesDropped.follow(source, scenes.dropped, {})
    metrics.fencedWrites.follow(source, scenes.fenced, { what: 'scene' })
    metrics.fencedWrites.follow(source, cursors.fenced, { what: 'cursor' })
    metrics.cursorsFailed.follow(source, cursors.failed, {})
    metrics.snapshotsStored.follow(source, snapshots.stored, {})
    metrics.snapshotsFailed.follow(source, snapshots.failed, {})
    metrics.snapshotsDropped.follow(source, snapshots.dropped, {})
    metrics.snapshotsDeleted.follow(source, snapshots.deleted, {})
    for (const outcome of ['stored', 'failed', 'dropped'] as const) {
      metrics.incidentPictures.follow(source, snapshots.pictures[outcome], { outcome })
    }
    metrics.stageLatency.follow(source, stages)
  }

  onRestart(shard: number, cause: DeathCause): void {
    this.#last.delete(shard)
    this.#metrics.shardRestarts.add(1, {})
    this.#metrics.shardDeaths.add(1, { cause })
  }

  /** The shards were stopped: nothing waits any more. */
  clear(): void {
    this.#last.clear()
  }

  #setGauges(): void {
    const metrics = this.#metrics
    const statuses = [...this.#last.values()]
    const sum = (of: (status: ShardStatus) => number) => statuses.reduce((total, status) => total + of(status), 0)
    metrics.frameQueueFrames.set(
      sum(status => status.queuedFrames),
      {}
    )
    metrics.frameQueueBytes.set(
      sum(status => status.queuedBytes),
      {}
    )
    metrics.snapshotQueueSnapshots.set(
      sum(status => status.snapshots.queued),
      {}
    )
    metrics.snapshotQueueBytes.set(
      sum(status => status.snapshots.queuedBytes),
      {}
    )
    metrics.snapshotsInFlight.set(
      sum(status => status.snapshots.inFlight),
      {}
    )
    metrics.camerasUnjudged.set(
      sum(status => status.unjudged.count),
      {}
    )
    metrics.shards.set(statuses.length, {})
    const connected = new Map<string, boolean>()
    for (const [shard, status] of this.#last) {
      for (const { name, status: source } of status.sources) {
        connected.set(name, source.connected && (connected.get(name) ?? true))
      }
      const thread = `shard-${shard}`
      for (const quantile of ['p50', 'p99', 'max'] as const) {
        metrics.eventLoopDelay.set(status.loopDelayMs[quantile] / 1000, { thread, quantile })
      }
    }
    for (const [source, isConnected] of connected) metrics.sourceConnected.set(isConnected ? 1 : 0, { source })
  }
}
