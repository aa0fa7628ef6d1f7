import { hostname } from 'node:os'
import { AddressRules } from './alarms/address-rules.ts'
import { AlarmDesk } from './alarms/alarm-desk.ts'
import { AlarmService } from './alarms/alarm-service.ts'
import { Courier } from './alarms/courier.ts'
import { type MakeMessage, messageMaker } from './alarms/message-maker.ts'
import { type LinkSecrets, PictureLinks } from './alarms/picture-links.ts'
import { readTargetsFile, TargetBook } from './alarms/target-book.ts'
import type { Lead } from './alarms/target-line.ts'
import { chooseIncidentStore } from './choose-adapters.ts'
import { basePathOf } from './config/edge-checks.ts'
import { parseNetworks } from './config/networks.ts'
import type { Settings } from './config/schema.ts'
import type { Log } from './lib/log.ts'
import { traced } from './lib/traced.ts'
import type { Tracer } from './lib/tracer.ts'
import type { Metrics } from './observe/metrics.ts'
import type { Overview } from './overview/overview.ts'
import { IncidentIds } from './pipeline/incidents/incident-id.ts'
import type { IncidentStore } from './pipeline/incidents/incident-store.ts'
import type { SnapshotStore } from './pipeline/snapshots/snapshot-store.ts'

export interface AlarmParts {
  readonly settings: Settings
  readonly log: Log
  readonly incidents: IncidentStore
  readonly overview: Overview
  readonly snapshots: Pick<SnapshotStore, 'get'>
  readonly metrics: Metrics
  readonly secrets: LinkSecrets
  readonly lead: Lead
  /** Null: nothing is traced. */
  readonly tracer: Tracer | null
}

const HOUR_MS = 3_600_000
const LISTED_NAMES = 20

export interface CreatedAlarms {
  readonly desk: AlarmDesk
  readonly service: AlarmService
  readonly message: MakeMessage
  /** Where people reach the service, without a slash at its end. */
  readonly baseUrl: string
}

/**
 * Puts together what sends alarms, and what people ask of it.
 *
 * @throws AppError `config/invalid` when ALARM_TARGETS_FILE cannot be used.
 */
export async function createAlarms(parts: AlarmParts): Promise<CreatedAlarms> {
  const { settings, log, incidents, overview, snapshots, metrics, secrets, lead, tracer } = parts
  const system = chooseIncidentStore(settings).kind === 'redis' ? 'redis' : 'sqlite'
  const store = traced(incidents.alarms, { name: 'alarms', system, worthy: ['dealOut'] }, tracer)
  const file = settings.ALARM_TARGETS_FILE
  const fixed = file === undefined ? [] : await readTargetsFile(file)
  if (fixed.length > 0) {
    log.info(
      { file, targets: fixed.slice(0, LISTED_NAMES).map(({ id }) => id) },
      'Targets of alarms are read from a file'
    )
  }
  const baseUrl = publicUrl(settings)
  const book = new TargetBook(store, fixed)
  const links = new PictureLinks({ secrets, baseUrl, lifeMs: settings.ALARM_LINK_HOURS * HOUR_MS })
  const nameOf = (stream: string) => overview.desk.nameOf(stream)
  const message = messageMaker({ links, baseUrl, nameOf, clock: Date.now })
  const courier = new Courier({
    rules: new AddressRules(
      parseNetworks(settings.ALARM_ALLOW_NETWORKS).networks,
      parseNetworks(settings.ALARM_DENY_NETWORKS).networks
    ),
    message,
    picture: key => snapshots.get(key),
    clock: Date.now
  })
  const service = new AlarmService({
    ...{ store, book, courier, lead, log, tracer },
    incident: id => overview.desk.incident(id),
    maxAgeMs: settings.ALARM_MAX_AGE_HOURS * HOUR_MS,
    queueMost: settings.ALARM_QUEUE_MAX,
    clock: Date.now,
    random: Math.random
  })
  exposeAlarms(metrics, service)
  const ids = new IncidentIds(Math.random)
  const desk = new AlarmDesk({
    ...{ store, book, courier, links },
    picture: async (id, role) => (await overview.desk.incidentPicture(id, role, { width: null, mask: false })).jpeg,
    newId: nowMs => ids.next(nowMs),
    clock: Date.now
  })
  return { desk, service, message, baseUrl }
}

function publicUrl(settings: Settings): string {
  const { PUBLIC_URL, TLS_CERT_FILE, PORT } = settings
  if (PUBLIC_URL !== undefined) return PUBLIC_URL.replace(/\/+$/, '')
  return `${TLS_CERT_FILE === undefined ? 'http' : 'https'}://${hostname()}:${PORT}${basePathOf(settings)}`
}

/** How deliveries go, told with each scrape. */
function exposeAlarms(metrics: Metrics, service: AlarmService): void {
  metrics.onScrape(async () => {
    const nowMs = Date.now()
    for (const { target, queue, ...counts } of service.stats()) {
      for (const outcome of ['delivered', 'failed', 'dead', 'dropped'] as const) {
        metrics.alarmDeliveries.follow('service', counts[outcome], { target, outcome })
      }
      const { waiting = 0, oldestMs = null, dead = 0 } = queue ?? {}
      metrics.alarmQueue.set(waiting, { target })
      metrics.alarmOldest.set(oldestMs === null ? 0 : Math.max(0, nowMs - oldestMs) / 1000, { target })
      metrics.alarmDead.set(dead, { target })
    }
    const lost = await service.lostFresh().catch(() => null)
    if (lost !== null) metrics.alarmsLost.follow('store', lost, {})
  })
}
