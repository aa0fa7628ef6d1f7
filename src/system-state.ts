import { chooseFrameSource, chooseSnapshotStore } from './choose-adapters.ts'
import type { Settings } from './config/schema.ts'
import type { SystemView } from './overview/system-view.ts'
import { frameTexts } from './redis-places.ts'
import type { ShardPool } from './shards/shard-pool.ts'
import type { ShardRates } from './shards/shard-rates.ts'
import type { SubscriptionControl } from './subscription/subscription-control.ts'

export interface SystemSources {
  readonly settings: Settings
  readonly version: string
  readonly timeZone: string
  readonly startedAtMs: number
  readonly pool: Pick<ShardPool, 'states'>
  readonly rates: ShardRates
  readonly control: Pick<SubscriptionControl, 'state' | 'readiness'>
  readonly websocketClients: () => number
  readonly clock: () => number
}

/** How the service is, for who runs it. */
export async function systemState(sources: SystemSources, incidents: SystemView['incidents']): Promise<SystemView> {
  const { settings, pool, rates, control } = sources
  const states = pool.states()
  const statuses = states.flatMap(({ status }) => (status === null ? [] : [status]))
  const sum = (of: (status: (typeof statuses)[number]) => number) =>
    statuses.reduce((total, status) => total + of(status), 0)
  const { checks } = await control.readiness()
  const { running, cameras } = control.state()
  return {
    version: sources.version,
    startedAtMs: sources.startedAtMs,
    nowMs: sources.clock(),
    timeZone: sources.timeZone,
    running,
    cameras,
    shards: states.map(({ id, alive, restarts, status }) => ({
      id,
      alive,
      restarts,
      cameras: status?.cameras ?? 0,
      framesPerSecond: rates.of(id).analysed,
      cpu: status?.busyRatio ?? 0,
      memoryBytes: status?.memoryBytes ?? null,
      stallMs: status?.loopDelayMs.max ?? 0
    })),
    queues: {
      waiting: sum(({ queuedFrames }) => queuedFrames),
      waitingBytes: sum(({ queuedBytes }) => queuedBytes),
      dropped: sum(({ counters }) => counters.droppedOverload + counters.droppedTrimmed)
    },
    rates: rates.total(),
    latencyMs: rates.latencies(),
    redis: redisState(settings, statuses),
    snapshots: {
      kind: chooseSnapshotStore(settings).kind,
      ok: checks.find(({ name }) => name === 'snapshots')?.ok ?? false,
      stored: sum(({ snapshots }) => snapshots.stored),
      failed: sum(({ snapshots }) => snapshots.failed),
      dropped: sum(({ snapshots }) => snapshots.dropped),
      waiting: sum(({ snapshots }) => snapshots.queued),
      waitingBytes: sum(({ snapshots }) => snapshots.queuedBytes)
    },
    incidents,
    websocketClients: sources.websocketClients(),
    checks
  }
}

function redisState(
  settings: Settings,
  statuses: readonly {
    readonly sources: readonly { name: string; status: { connected: boolean; sinceMs: number; detail: string } }[]
  }[]
): SystemView['redis'] {
  if (chooseFrameSource(settings).kind !== 'redis') return null
  const url = frameTexts(settings).join(', ')
  const sources = statuses.flatMap(status => status.sources).filter(({ name }) => name === 'redis')
  const worst = sources.find(({ status }) => !status.connected) ?? sources[0]
  if (worst === undefined) return { ok: false, url, sinceMs: null, detail: 'No shard reads' }
  const { connected, sinceMs, detail } = worst.status
  return { ok: connected, url, sinceMs, detail }
}
