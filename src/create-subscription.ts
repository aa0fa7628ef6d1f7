import { chooseFrameSource, writeTerms } from './choose-adapters.ts'
import { redisAddress } from './redis-places.ts'
import type { Settings } from './config/schema.ts'
import type { ServiceFleet } from './create-fleet.ts'
import { FleetAgreement } from './fleet-agreement.ts'
import type { FleetTalk } from './fleet-talk.ts'
import type { Log } from './lib/log.ts'
import { traced } from './lib/traced.ts'
import type { Tracer } from './lib/tracer.ts'
import { outsideChecks } from './outside-checks.ts'
import type { Overview } from './overview/overview.ts'
import type { FrameWriter } from './pipeline/capture/frame-writer.ts'
import type { ResultHub } from './pipeline/publish/hub.ts'
import type { SnapshotStore } from './pipeline/snapshots/snapshot-store.ts'
import type { ShardPool } from './shards/shard-pool.ts'
import type { ProcessGuard } from './process-guard.ts'
import { FileSubscriptionStore } from './subscription/adapters/file-subscription-store.ts'
import { RedisSharedSubscription } from './subscription/adapters/redis-shared-subscription.ts'
import { RedisSubscriptionStore } from './subscription/adapters/redis-subscription-store.ts'
import { SubscriptionControl, type SubscriptionControlOptions } from './subscription/subscription-control.ts'

export interface SubscriptionParts {
  readonly settings: Settings
  readonly log: Log
  readonly hub: ResultHub
  readonly overview: Overview
  readonly pool: ShardPool
  readonly snapshots: SnapshotStore
  readonly writer: FrameWriter | null
  /** Null without a fleet. */
  readonly fleet: ServiceFleet | null
  readonly talk: FleetTalk | null
  /** Null: nobody watches over the process. */
  readonly guard: ProcessGuard | null
  /** Null: nothing is traced. */
  readonly tracer: Tracer | null
}

/** Puts together what starts, stops and subscribes. */
export function createSubscription(parts: SubscriptionParts): SubscriptionControl {
  const { settings, log, hub, overview, pool, snapshots, writer, fleet, talk, guard, tracer } = parts
  const control: SubscriptionControl = new SubscriptionControl({
    shards: fleet?.cameras ?? pool,
    results: {
      // Results and incidents are of the cameras that are subscribed.
      setStreams: (epoch, streams) => {
        hub.setStreams(epoch, streams)
        talk?.setStreams(streams)
        if (fleet === null) overview.setCameras(streams)
        else fleet.cameras.setStreams(epoch, streams)
      }
    },
    ...subscriptionPlace(settings, { fleet, log, tracer }, () => void control.follow()),
    writer,
    readSnapshot: key => snapshots.get(key),
    checks: [
      ...outsideChecks({
        settings,
        store: snapshots,
        writer,
        incidents: overview.desk,
        snapshotTrouble: () => pool.snapshotTrouble()
      }),
      ...(guard === null ? [] : [async () => guard.check()]),
      ...(fleet === null ? [] : [fleet.check])
    ],
    log
  })
  return control
}

/** Where the subscription is kept, and in a fleet how its members agree on one. */
function subscriptionPlace(
  settings: Settings,
  { fleet, log, tracer }: Pick<SubscriptionParts, 'fleet' | 'log' | 'tracer'>,
  onChange: () => void
): Pick<SubscriptionControlOptions, 'store' | 'agreement'> {
  const port = { name: 'subscription', system: 'redis', worthy: ['load', 'save', 'replace'] }
  if (fleet !== null) {
    const store = traced(
      new RedisSharedSubscription(redisAddress(settings), onChange, writeTerms(settings)),
      port,
      tracer
    )
    return { store, agreement: new FleetAgreement({ store, fleet, log }) }
  }
  if (chooseFrameSource(settings).kind === 'redis')
    return { store: traced(new RedisSubscriptionStore(redisAddress(settings), writeTerms(settings)), port, tracer) }
  return { store: traced(new FileSubscriptionStore(settings.DATA_DIR), { ...port, system: 'file' }, tracer) }
}
