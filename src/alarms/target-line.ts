import { AppError, errorText } from '../errors.ts'
import { runInTrace } from '../lib/active-trace.ts'
import { fullJitterMs } from '../lib/full-jitter.ts'
import { incidentTrace } from '../lib/incident-trace.ts'
import type { Log } from '../lib/log.ts'
import { TokenBuckets } from '../lib/token-buckets.ts'
import type { Tracer } from '../lib/tracer.ts'
import type { Alarm, Delivery } from '../model/alarm.ts'
import type { Fence } from '../model/fence.ts'
import type { AlarmStore, Settlement } from '../pipeline/incidents/alarm-store.ts'
import type { Courier } from './courier.ts'
import type { SendOutcome } from './send-outcome.ts'
import type { AlarmTarget } from './target-schema.ts'

/** The right to send; null: another member of the fleet has it. */
export type Lead = () => { readonly fence: Fence | null } | null

export interface TargetLineOptions {
  readonly store: Pick<AlarmStore, 'waiting' | 'settle'>
  readonly courier: Pick<Courier, 'send'>
  /** The alarm with its incident's pictures as they are by now. Never rejects. */
  readonly withPictures: (alarm: Alarm) => Promise<Alarm>
  readonly lead: Lead
  /** What is tried again for longer is given up, ms. */
  readonly maxAgeMs: number
  /** Called when a try has ended: the next one of its incident may begin. */
  readonly onDone: () => void
  /** Epoch ms. */
  readonly clock: () => number
  readonly random: () => number
  readonly log: Log
  /** Null: nothing is traced. */
  readonly tracer: Tracer | null
}

/** How the tries for one target have ended since the start. */
export interface LineCounts {
  readonly delivered: number
  readonly failed: number
  readonly dead: number
}

/** Of so many that wait, those are looked at that can go. */
const WINDOW = 200
export const MOST_DEAD = 500
const BACKOFF = { firstMs: 2000, mostMs: 900_000 }

/** The deliveries of one target: so many at once and a minute as it takes, one after the other of each incident. */
export class TargetLine {
  readonly #options: TargetLineOptions
  readonly #inFlight = new Map<string, { readonly incident: string; readonly done: Promise<void> }>()
  /** Tries that have ended, of which the store does not know. */
  readonly #unsettled = new Map<string, Settlement>()
  #rate: { readonly perMinute: number; readonly buckets: TokenBuckets } | null = null
  #quietUntilMs = 0
  #counts = { delivered: 0, failed: 0, dead: 0 }

  constructor(options: TargetLineOptions) {
    this.#options = options
  }

  get counts(): LineCounts {
    return this.#counts
  }

  /** Begins what can begin now. @throws AppError `incident/store-failed` */
  async pump(target: AlarmTarget, nowMs: number): Promise<void> {
    await this.#settleAgain()
    const { concurrency, perMinute } = target.limits
    if (nowMs < this.#quietUntilMs || this.#inFlight.size >= concurrency) return
    const busy = new Set(Array.from(this.#inFlight.values(), ({ incident }) => incident))
    for (const delivery of await this.#options.store.waiting(target.id, WINDOW)) {
      const { id, dueMs, alarm } = delivery
      if (this.#inFlight.size >= concurrency) return
      // Behind one that has not arrived, so that nobody hears of the end before the beginning.
      if (busy.has(alarm.incident.id)) continue
      busy.add(alarm.incident.id)
      if (dueMs > nowMs || this.#inFlight.has(id) || this.#unsettled.has(id)) continue
      if (!this.#bucketsFor(perMinute).take(target.id, nowMs).ok) return
      this.#begin(target, delivery)
    }
  }

  /** Resolves when no try is under way. */
  async idle(): Promise<void> {
    await Promise.all(Array.from(this.#inFlight.values(), ({ done }) => done))
  }

  #bucketsFor(perMinute: number): TokenBuckets {
    if (this.#rate?.perMinute !== perMinute) {
      this.#rate = {
        perMinute,
        buckets: new TokenBuckets({ perSecond: perMinute / 60, burst: Math.max(1, perMinute / 6) })
      }
    }
    return this.#rate.buckets
  }

  #begin(target: AlarmTarget, delivery: Delivery): void {
    const done = this.#follow(target, delivery).finally(() => {
      this.#inFlight.delete(delivery.id)
      this.#options.onDone()
    })
    this.#inFlight.set(delivery.id, { incident: delivery.alarm.incident.id, done })
  }

  /** A try is part of the trace of its incident. */
  async #follow(target: AlarmTarget, delivery: Delivery): Promise<void> {
    const { tracer } = this.#options
    if (tracer === null) return void (await this.#try(target, delivery))
    const { alarm, attempts } = delivery
    const parent = incidentTrace(alarm.incident.id, tracer)
    const { id: incident, stream } = alarm.incident
    const attributes = { alarm: alarm.id, incident, what: alarm.what, target: target.id, type: target.type, attempts }
    const span = tracer.start('deliver alarm', {
      kind: 'client',
      parent,
      attributes: stream === null ? attributes : { ...attributes, stream }
    })
    const how = await runInTrace(span.context, () => this.#try(target, delivery))
    // The sentence of why is in the log; what a receiver answered is not for a collector.
    span.end({ attributes: { outcome: how ?? 'not-ours' }, error: how === 'delivered' || how === null ? null : how })
  }

  /** @returns How it went; null: it is another member's to send. */
  async #try(target: AlarmTarget, delivery: Delivery): Promise<Settlement['how'] | null> {
    const { courier, withPictures, clock, lead } = this.#options
    const alarm = await withPictures(delivery.alarm)
    // Lost while it waited for its pictures: it is another member's to send.
    if (lead() === null) return null
    const outcome = await courier.send(target, alarm, delivery.attempts)
    const settlement = this.#settlementOf(delivery, outcome, clock())
    this.#tell(target, settlement, outcome)
    this.#unsettled.set(delivery.id, settlement)
    await this.#settleAgain().catch(() => undefined)
    return settlement.how
  }

  #settlementOf(delivery: Delivery, outcome: SendOutcome, nowMs: number): Settlement {
    if (outcome.how === 'delivered') return { how: 'delivered', delivery, atMs: nowMs }
    const attempts = delivery.attempts + 1
    const failed: Delivery = { ...delivery, attempts, lastError: outcome.error }
    if (outcome.isFinal || nowMs - delivery.queuedMs >= this.#options.maxAgeMs) {
      return { how: 'dead', delivery: { ...failed, diedAtMs: nowMs }, atMs: nowMs }
    }
    if (outcome.retryAfterMs !== null) this.#quietUntilMs = nowMs + outcome.retryAfterMs
    const waitMs = Math.max(outcome.retryAfterMs ?? 0, fullJitterMs(attempts, BACKOFF, this.#options.random()))
    return { how: 'later', delivery: { ...failed, dueMs: nowMs + Math.ceil(waitMs) }, atMs: nowMs }
  }

  #tell({ id, name }: AlarmTarget, { how, delivery }: Settlement, outcome: SendOutcome): void {
    const { alarm, attempts } = delivery
    const fields = {
      alarm: alarm.id,
      incident: alarm.incident.id,
      stream: alarm.incident.stream,
      target: id,
      name,
      attempts
    }
    const key = how === 'later' ? 'failed' : how
    this.#counts = { ...this.#counts, [key]: this.#counts[key] + 1 }
    if (outcome.how === 'delivered') this.#options.log.info(fields, 'Alarm delivered')
    else if (how === 'dead') this.#options.log.error({ ...fields, error: outcome.error }, 'Alarm given up')
    else this.#options.log.warn({ ...fields, error: outcome.error }, 'Alarm not delivered, trying again')
  }

  /** Until the store knows of it, it is not sent again here; whoever sends after a crash sends the same id. */
  async #settleAgain(): Promise<void> {
    const { store, lead, log } = this.#options
    for (const [id, settlement] of this.#unsettled) {
      const right = lead()
      try {
        if (right !== null) await store.settle(settlement, MOST_DEAD, right.fence)
        this.#unsettled.delete(id)
      } catch (cause) {
        if (!(cause instanceof AppError) || cause.code !== 'fleet/fenced') throw cause
        const { alarm, target } = settlement.delivery
        const fields = { alarm: alarm.id, incident: alarm.incident.id, stream: alarm.incident.stream, target }
        log.debug({ ...fields, error: errorText(cause) }, 'An alarm is another member to settle')
        this.#unsettled.delete(id)
      }
    }
  }
}
