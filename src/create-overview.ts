import { chooseIncidentStore, openFleetIncidents, openIncidentStore, timeZone } from './choose-adapters.ts'
import type { Settings } from './config/schema.ts'
import { fleetId, type ServiceFleet } from './create-fleet.ts'
import { slotOf } from './fleet/slot.ts'
import type { FleetTalk } from './fleet-talk.ts'
import { cautiousClock } from './lib/cautious-clock.ts'
import type { Log } from './lib/log.ts'
import { traced } from './lib/traced.ts'
import type { Tracer } from './lib/tracer.ts'
import { Overview } from './overview/overview.ts'
import type { OverviewOptions, OverviewShare } from './overview/overview-options.ts'
import type { IncidentStore } from './pipeline/incidents/incident-store.ts'
import type { SnapshotStore } from './pipeline/snapshots/snapshot-store.ts'
import type { LateLink } from './shards/late-link.ts'
import type { ShardPool } from './shards/shard-pool.ts'
import type { ShardRates } from './shards/shard-rates.ts'
import type { ReadinessCheck } from './subscription/service-control.ts'
import type { SubscriptionControl } from './subscription/subscription-control.ts'
import { incidentTeller } from './tell-incidents.ts'
import { systemState } from './system-state.ts'

export interface OverviewParts {
  readonly settings: Settings
  readonly log: Log
  readonly version: string
  readonly snapshots: SnapshotStore
  readonly pool: ShardPool
  readonly rates: ShardRates
  readonly control: () => SubscriptionControl
  /** What the service depends on, as it was a moment ago. */
  readonly checks: () => readonly ReadinessCheck[]
  /** Led to the overview, so that the shards' news reach it. */
  readonly link: LateLink
  /** Clients of the results. */
  readonly resultClients: () => number
  /** Null without a fleet. */
  readonly fleet: ServiceFleet | null
  readonly talk: FleetTalk | null
  /** Null: nothing is traced. */
  readonly tracer: Tracer | null
}

const DAY_MS = 86_400_000
/** Getting its scenes ready takes it a while: no failure of the service. */
const TEST_VIDEO = 'frames: test-video'

/** Puts together what people see and set. */
export async function createOverview(
  parts: OverviewParts
): Promise<{ readonly overview: Overview; readonly store: IncidentStore }> {
  const { settings, log, snapshots, pool, link, talk } = parts
  const startedAtMs = Date.now()
  const { store, share } = await openStores(parts)
  const overview: Overview = new Overview({
    store,
    share,
    ...(talk === null ? {} : { events: talk.createEvents }),
    snapshots,
    shards: pool,
    checks: () => parts.checks().filter(({ name }) => name !== TEST_VIDEO),
    system: incidents =>
      systemState(
        {
          ...parts,
          control: parts.control(),
          timeZone: timeZone(settings),
          startedAtMs,
          websocketClients: () => parts.resultClients() + overview.events.listeners,
          clock: Date.now
        },
        incidents
      ),
    settings: overviewSettings(settings),
    clock: Date.now,
    ageClock: cautiousClock(Date.now, () => performance.now()),
    steadyClock: () => performance.now(),
    random: Math.random,
    onIncident: incidentTeller(log, parts.tracer),
    log
  })
  link.lead(overview)
  return { overview, store }
}

type StoreParts = Pick<OverviewParts, 'settings' | 'log' | 'fleet' | 'talk' | 'tracer'>

async function openStores({ settings, log, fleet, talk, tracer }: StoreParts): Promise<{
  store: IncidentStore
  share?: OverviewShare
}> {
  const port = {
    name: 'incidents',
    system: chooseIncidentStore(settings).kind === 'redis' ? 'redis' : 'sqlite',
    worthy: ['save', 'saveFenced', 'saveProfile', 'addAudit']
  }
  if (fleet === null || talk === null) return { store: traced(await openIncidentStore(settings, log), port, tracer) }
  const store = traced(await openFleetIncidents(settings, fleetId(settings), talk.origin), port, tracer)
  const share: OverviewShare = {
    fence: {
      store,
      of: incident => fleet.fenceOfIncident(incident),
      onRefused: count => {
        fleet.refused.incidents += count
      }
    },
    fenceOf: stream => fleet.fenceOf(stream),
    owns: stream => fleet.fenceOf(stream) !== null,
    isCoordinator: () => fleet.isCoordinator(),
    tellSettings: stream => talk.tellSettings(stream),
    give: talk.give,
    mergeChecks: talk.mergeChecks,
    slotOf
  }
  return { store, share }
}

function overviewSettings(settings: Settings): OverviewOptions['settings'] {
  return {
    reopenWindowMs: settings.REOPEN_WINDOW_S * 1000,
    groupWindowMs: settings.GROUP_WINDOW_S * 1000,
    groupMinCameras: settings.GROUP_MIN_CAMERAS,
    retentionMs: settings.INCIDENT_RETENTION_DAYS * DAY_MS,
    evidenceMs: settings.MEASURE_DAYS * DAY_MS,
    keptIncidents: settings.INCIDENT_MAX,
    timeZone: timeZone(settings),
    maxPixels: settings.MAX_FRAME_PIXELS
  }
}
