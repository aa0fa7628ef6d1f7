import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { openCursorStore } from './choose-adapters.ts'
import { redisAddress } from './redis-places.ts'
import type { Settings } from './config/schema.ts'
import { FleetCameras } from './fleet-cameras.ts'
import { FleetRate } from './fleet-rate.ts'
import { RedisLease } from './fleet/adapters/redis-lease.ts'
import { FleetMember } from './fleet/fleet-member.ts'
import type { FleetReader } from './fleet/fleet-reader.ts'
import type { MemberInfo } from './fleet/member-info.ts'
import { processTime } from './fleet/process-time.ts'
import { SLOTS } from './fleet/slot.ts'
import type { Log } from './lib/log.ts'
import type { Fence } from './model/fence.ts'
import type { Incident } from './model/incident.ts'
import type { Metrics } from './observe/metrics.ts'
import type { Overview } from './overview/overview.ts'
import type { CursorStore } from './pipeline/capture/cursor-store.ts'
import type { ShardPool } from './shards/shard-pool.ts'
import type { ReadinessCheck } from './subscription/service-control.ts'

export interface FleetParts {
  readonly settings: Settings
  readonly log: Log
  readonly version: string
  readonly pool: ShardPool
  readonly overview: () => Overview
}

/** A call for a lease is given up after this share of its life, so that there is time for another one. */
const LEASE_DEADLINE_SHARE = 0.25
const LEASE_DEADLINE_MOST_MS = 2000

/** Name of this member, which its hours and the other members know it by. */
export function fleetId(settings: Settings): string {
  return settings.FLEET_ID ?? `${hostname()}:${settings.PORT}:${process.pid}`
}

/** This process as a member of the fleet. Before `start`, nothing is its. */
export class ServiceFleet implements FleetReader {
  readonly cameras: FleetCameras
  readonly #parts: FleetParts
  readonly #cursors: CursorStore | null
  readonly #rate: FleetRate
  #member: FleetMember | null = null
  /** Results and incidents that were kept back since their camera is another's. */
  readonly refused = { results: 0, incidents: 0 }

  constructor(parts: FleetParts) {
    const { settings, pool, overview, log } = parts
    this.#parts = parts
    this.#cursors = openCursorStore(settings, 'cursors')
    const cursors = this.#cursors ?? { load: async () => new Map<string, string>() }
    this.cameras = new FleetCameras({ pool, overview, cursors, log })
    this.#rate = new FleetRate({
      pool,
      others: () => this.members().filter(({ session }) => session !== this.self.session),
      leastFps: settings.OVERLOAD_MIN_FPS,
      fastestFps: () => overview().fastestFps,
      clock: () => performance.now(),
      log
    })
  }

  /** Joins. @param address At which this process listens. */
  async start(address: string): Promise<void> {
    const { settings, log, version } = this.#parts
    const { LEASE_TTL_MS: leaseTtlMs, LEASE_RENEW_MS: leaseRenewMs } = settings
    const deadlineMs = Math.min(LEASE_DEADLINE_MOST_MS, leaseTtlMs * LEASE_DEADLINE_SHARE)
    const url = settings.FLEET_URL ?? advertisedUrl(address)
    const { cameras } = this
    this.#member = new FleetMember({
      card: { id: fleetId(settings), url, capacity: this.#capacity(), version },
      vitals: () => ({ load: this.#load(), epoch: cameras.epoch, cameras: cameras.count }),
      hooks: {
        take: fences => cameras.take(fences),
        handOver: fences => cameras.handOver(fences),
        lose: fences => cameras.lose(fences),
        changed: () => undefined
      },
      lease: new RedisLease(redisAddress(settings), leaseTtlMs, deadlineMs),
      time: processTime,
      log,
      leaseTtlMs,
      leaseRenewMs,
      newSession: randomUUID
    })
    log.info({ id: fleetId(settings), url }, 'This process is a member of a fleet')
    this.#rate.start()
    await this.#member.start()
  }

  /** Hands everything over. */
  async close(): Promise<void> {
    this.#rate.close()
    await this.#member?.close()
    await this.#cursors?.close()
  }

  get self(): MemberInfo {
    const { settings, version } = this.#parts
    const card = { id: fleetId(settings), url: settings.FLEET_URL ?? '', capacity: this.#capacity(), version }
    return this.#member?.self ?? { ...card, session: '', load: 0, epoch: 0, sinceMs: 0, cameras: 0 }
  }

  members(): readonly MemberInfo[] {
    return this.#member?.members() ?? [this.self]
  }

  ownerOf(stream: string): MemberInfo | null {
    return this.#member?.ownerOf(stream) ?? null
  }

  fenceOf(stream: string): Fence | null {
    return this.#member?.fenceOf(stream) ?? null
  }

  /** Right to write an incident: of a camera by its slot, of a group and of the service by slot 0. */
  fenceOfIncident({ stream }: Incident): Fence | null {
    return stream === null ? (this.#member?.fenceOfSlot(0) ?? null) : this.fenceOf(stream)
  }

  /** The right to do what one member does for all; null: it is another's, or nobody's. */
  lead(): { readonly fence: Fence } | null {
    const fence = this.isCoordinator() ? (this.#member?.fenceOfSlot(0) ?? null) : null
    return fence === null ? null : { fence }
  }

  isCoordinator(): boolean {
    return this.#member?.isCoordinator() ?? false
  }

  coordinator(): MemberInfo | null {
    return this.#member?.coordinator() ?? null
  }

  slotCounts(): ReadonlyMap<string, number> {
    return this.#member?.slotCounts() ?? new Map()
  }

  async announce(): Promise<void> {
    await this.#member?.announce()
  }

  async refresh(): Promise<void> {
    await this.#member?.refresh()
  }

  /** Of results, those whose cameras are ours: an owner that was paused must not tell what it saw before. */
  ours<Result extends { readonly stream: string }>(results: readonly Result[]): readonly Result[] {
    const own = results.filter(({ stream }) => this.fenceOf(stream) !== null)
    this.refused.results += results.length - own.length
    return own
  }

  /** For `/readyz`: who is no member watches nothing, and the others may not reach the state Redis either. */
  readonly check = async (): Promise<ReadinessCheck> => {
    const lostForMs = this.#member?.lostForMs ?? null
    if (this.#member !== null && lostForMs === null) {
      const detail = `One of ${this.members().length} members, with ${this.#member.slots} of ${SLOTS} slots`
      return { name: 'fleet', ok: true, detail }
    }
    const since = lostForMs === null ? 'not yet' : `not for ${Math.ceil(lostForMs / 1000)} s`
    return { name: 'fleet', ok: false, detail: `No lease in the state Redis, ${since}: no camera is watched here` }
  }

  expose(metrics: Metrics): void {
    metrics.onScrape(() => {
      metrics.fencedWrites.follow('fleet', this.refused.results, { what: 'result' })
      metrics.fencedWrites.follow('fleet', this.refused.incidents, { what: 'incident' })
      metrics.fleetRateLimit.set(this.#rate.limitFps ?? 0, {})
      metrics.fleetJoined.set(this.#member !== null && this.#member.lostForMs === null ? 1 : 0, {})
      metrics.fleetMembers.set(this.members().length, {})
      metrics.fleetSlotsOwned.set(this.#member?.slots ?? 0, {})
      const { takeovers, handovers, lost } = this.#member?.counts ?? { takeovers: 0, handovers: 0, lost: 0 }
      metrics.fleetTakeovers.follow('fleet', takeovers, {})
      metrics.fleetHandovers.follow('fleet', handovers, {})
      metrics.fleetLost.follow('fleet', lost, {})
    })
  }

  #capacity(): number {
    const { settings, pool } = this.#parts
    return settings.FLEET_CAPACITY > 0 ? settings.FLEET_CAPACITY : pool.count
  }

  /** Mean share of the time in which a shard thread is busy. */
  #load(): number {
    const busy = this.#parts.pool.states().flatMap(({ status }) => (status === null ? [] : [status.busyRatio]))
    return busy.length === 0 ? 0 : busy.reduce((sum, ratio) => sum + ratio, 0) / busy.length
  }
}

/** Where others reach this process: an address that means every interface is replaced by the machine's name. */
function advertisedUrl(address: string): string {
  const url = new URL(address)
  if (url.hostname === '0.0.0.0' || url.hostname === '[::]') url.hostname = hostname()
  return url.origin
}
