import { errorText } from '../errors.ts'
import { withDeadline } from '../lib/deadline.ts'
import type { Log } from '../lib/log.ts'
import { LogThrottle } from '../lib/log-throttle.ts'
import { Nap } from '../lib/nap.ts'
import type { Tracer } from '../lib/tracer.ts'
import { type Alarm, type Delivery, deliveryId } from '../model/alarm.ts'
import type { Incident } from '../model/incident.ts'
import type { AlarmStore, QueueCount } from '../pipeline/incidents/alarm-store.ts'
import type { Courier } from './courier.ts'
import type { TargetBook } from './target-book.ts'
import { type Lead, type LineCounts, TargetLine } from './target-line.ts'
import type { AlarmTarget } from './target-schema.ts'
import { wantsAlarm } from './wants-alarm.ts'

export interface AlarmServiceOptions {
  readonly store: Pick<AlarmStore, 'fresh' | 'lostFresh' | 'dealOut' | 'toldOf' | 'waiting' | 'settle' | 'counts'>
  readonly book: Pick<TargetBook, 'all'>
  readonly courier: Pick<Courier, 'send'>
  /** How an incident is now. */
  readonly incident: (id: string) => Promise<Incident>
  readonly lead: Lead
  readonly maxAgeMs: number
  /** Most that wait for one target. */
  readonly queueMost: number
  /** Epoch ms. */
  readonly clock: () => number
  readonly random: () => number
  readonly log: Log
  /** Null: nothing is traced. */
  readonly tracer: Tracer | null
}

/** For the metrics. */
export interface TargetStats extends LineCounts {
  readonly target: string
  readonly dropped: number
  /** Null where another member sends. */
  readonly queue: QueueCount | null
}

const TICK_MS = 500
const MOST_DEALT = 100
const CLOSE_MS = 3000
/** A picture is stored a moment after its incident is told: an alarm waits for it this long, ms. */
const PICTURE_MS = 3000
const LOOK_MS = 300

/** Sends alarms: deals out what the incidents' store has to tell, and brings it to its targets. One process at a time. */
export class AlarmService {
  readonly #options: AlarmServiceOptions
  readonly #lines = new Map<string, TargetLine>()
  readonly #dropped = new Map<string, number>()
  readonly #nap = new Nap()
  readonly #throttle = new LogThrottle(10_000)
  #queues: ReadonlyMap<string, QueueCount> = new Map()
  #running: Promise<void> | null = null
  #isClosed = false
  #isAwake = false

  constructor(options: AlarmServiceOptions) {
    this.#options = options
  }

  start(): void {
    this.#running ??= this.#run()
  }

  /** Ends what is under way; a try that takes longer is made again by whoever goes on. */
  async close(): Promise<void> {
    this.#isClosed = true
    this.#nap.wake()
    const idle = Promise.all([this.#running, ...Array.from(this.#lines.values(), line => line.idle())])
    await withDeadline(idle, CLOSE_MS, 'Ending deliveries').catch(cause => {
      this.#options.log.warn({ error: errorText(cause) }, 'Ending while alarms are being delivered')
    })
  }

  /** Alarms given up before they were dealt out. @throws AppError `incident/store-failed` */
  lostFresh(): Promise<number> {
    return this.#options.store.lostFresh()
  }

  stats(): readonly TargetStats[] {
    const targets = new Set([...this.#lines.keys(), ...this.#dropped.keys(), ...this.#queues.keys()])
    return Array.from(targets, target => ({
      target,
      ...(this.#lines.get(target)?.counts ?? { delivered: 0, failed: 0, dead: 0 }),
      dropped: this.#dropped.get(target) ?? 0,
      queue: this.#queues.get(target) ?? null
    }))
  }

  /** Deals out and begins what is due. @throws AppError `incident/store-failed`, `fleet/fenced` */
  async tick(): Promise<void> {
    const { book, lead, store, clock } = this.#options
    if (lead() === null) {
      this.#queues = new Map()
      return
    }
    const targets = (await book.all()).map(({ target }) => target)
    await this.#dealOut(targets)
    this.#queues = await store.counts(targets.map(({ id }) => id))
    const due = targets.filter(({ id, enabled }) => enabled && (this.#queues.get(id)?.waiting ?? 0) > 0)
    await Promise.all(due.map(target => this.#lineOf(target.id).pump(target, clock())))
    this.#forget(targets)
  }

  async #run(): Promise<void> {
    while (!this.#isClosed) {
      this.#isAwake = false
      await this.tick().catch(cause =>
        this.#throttle.run(performance.now(), () =>
          this.#options.log.warn({ error: errorText(cause) }, 'Alarms cannot be sent, trying again')
        )
      )
      if (!this.#isClosed && !this.#isAwake) await this.#nap.sleep(TICK_MS)
    }
  }

  async #dealOut(targets: readonly AlarmTarget[]): Promise<void> {
    const { store, lead, clock, maxAgeMs, queueMost, log } = this.#options
    const fresh = await store.fresh(MOST_DEALT)
    const right = lead()
    if (fresh.length === 0 || right === null) return
    const nowMs = clock()
    const alarms = fresh.map(({ alarm }) => alarm).filter(({ atMs }) => nowMs - atMs < maxAgeMs)
    const kept = await store.toldOf([...new Set(alarms.map(({ incident }) => incident.id))])
    const told = new Map(Array.from(kept, ([incident, ids]) => [incident, new Set(ids)]))
    const deliveries = alarms.flatMap(alarm => deliveriesOf(alarm, targets, told, nowMs))
    const receipts = fresh.map(({ receipt }) => receipt)
    const leftOut = await store.dealOut(receipts, deliveries, queueMost, right.fence)
    for (const [target, count] of leftOut) {
      this.#dropped.set(target, (this.#dropped.get(target) ?? 0) + count)
      log.error({ target, count }, 'Alarms were dropped: too many wait for this target')
    }
    if (fresh.length === MOST_DEALT) this.#wake()
  }

  #lineOf(target: string): TargetLine {
    const known = this.#lines.get(target)
    if (known !== undefined) return known
    const { store, courier, lead, maxAgeMs, clock, random, log, tracer } = this.#options
    const withPictures = (alarm: Alarm): Promise<Alarm> => this.#withPictures(alarm)
    const onDone = (): void => this.#wake()
    const line = new TargetLine({ store, courier, withPictures, lead, maxAgeMs, onDone, clock, random, log, tracer })
    this.#lines.set(target, line)
    return line
  }

  #wake(): void {
    this.#isAwake = true
    this.#nap.wake()
  }

  /** Targets that are gone; what of theirs is under way ends by itself. */
  #forget(targets: readonly AlarmTarget[]): void {
    const ids = new Set(targets.map(({ id }) => id))
    for (const id of this.#lines.keys()) if (!ids.has(id)) this.#lines.delete(id)
    for (const id of this.#dropped.keys()) if (!ids.has(id)) this.#dropped.delete(id)
  }

  /** With the pictures that have come since, waiting for the first of a new incident. */
  async #withPictures(alarm: Alarm): Promise<Alarm> {
    const { incident, clock } = this.#options
    for (;;) {
      const { pictures } = await incident(alarm.incident.id).catch(() => alarm.incident)
      const isMissing = alarm.what === 'opened' && alarm.incident.stream !== null && pictures.first === null
      const ageMs = clock() - alarm.atMs
      if (!isMissing || ageMs >= PICTURE_MS || ageMs < 0 || this.#isClosed) {
        return { ...alarm, incident: { ...alarm.incident, pictures } }
      }
      await new Promise(resolve => setTimeout(resolve, LOOK_MS))
    }
  }
}

function deliveriesOf(
  alarm: Alarm,
  targets: readonly AlarmTarget[],
  told: Map<string, Set<string>>,
  nowMs: number
): readonly Delivery[] {
  const toldTargets = told.get(alarm.incident.id) ?? new Set<string>()
  told.set(alarm.incident.id, toldTargets)
  const wanting = targets.filter(target => wantsAlarm(target, alarm, toldTargets.has(target.id)))
  return wanting.map(({ id: target }) => {
    toldTargets.add(target)
    const id = deliveryId(alarm.id, target)
    return { id, target, alarm, attempts: 0, queuedMs: nowMs, dueMs: nowMs, lastError: null, diedAtMs: null }
  })
}
