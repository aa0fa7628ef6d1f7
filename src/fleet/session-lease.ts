import { errorText } from '../errors.ts'
import { LogThrottle } from '../lib/log-throttle.ts'
import type { Log } from '../lib/log.ts'
import { type FleetTime, OWN_LEASE_SHARE } from './fleet-timing.ts'
import type { FleetView } from './fleet-view.ts'
import type { LeaseAnswer, LeasePort } from './lease-port.ts'
import type { MemberCard, MemberVitals } from './member-info.ts'

/** Renewals come this share of their interval earlier, by chance: a thousand members must not ask together. */
const JITTER_SHARE = 0.1
const RETRY_LEAST_MS = 200
const RETRY_MOST_MS = 500
/** Members that look at the same expiry do so within this time, the more of them the longer, ms. */
const LOOK_SPREAD_MS = 20
const LOOK_SPREAD_MOST_MS = 500
/** Everybody's vitals are asked for so often by each member of a small fleet, ms; more seldom by many. */
const VITALS_EVERY_MS = 15_000
const VITALS_MEMBERS = 100
/** Every so often the whole state is asked for, whatever the revisions say, ms. */
const WHOLE_STATE_EVERY_MS = 900_000

export interface SessionEvents {
  /** A new session began; the view is up to date. */
  joined(): void
  /** The view may have changed. */
  viewed(): void
  /** The session is over: nothing that it held may be used any more. */
  lost(): void
}

export interface SessionOptions {
  readonly lease: LeasePort
  readonly view: FleetView
  readonly time: FleetTime
  readonly log: Log
  readonly ttlMs: number
  readonly renewMs: number
  readonly card: MemberCard
  readonly vitals: () => MemberVitals
  readonly newSession: () => string
}

/**
 * Keeps one session after the other alive. Only durations count: of this machine's monotonic clock, and those that the
 * store tells. The lease is counted from before its renewal was sent, so it ends here before it ends there.
 */
export class SessionLease {
  readonly #options: SessionOptions
  readonly #events: SessionEvents
  readonly #throttle = new LogThrottle(10_000)
  #session: string | null = null
  #previous: string | null = null
  #sinceMs = 0
  #endsAtMs = 0
  #lostAtMs = 0
  #isRunning = false
  #beating: Promise<void> | null = null
  #stopBeat = () => {}
  #nextBeatAtMs = 0
  #stopEnd = () => {}
  #vitalsAtMs = Number.NEGATIVE_INFINITY
  #wholeStateAtMs = Number.NEGATIVE_INFINITY
  #wantsVitals = false
  #isDoubted = false
  /** The store's time of the last answer, and when that was asked for by the own clock, ms. */
  #answered = { storeMs: 0, sentAtMs: 0 }

  constructor(options: SessionOptions, events: SessionEvents) {
    this.#options = options
    this.#events = events
  }

  /** Null while there is none, or it may have ended. */
  get session(): string | null {
    return this.#session !== null && this.#options.time.clock() < this.#endsAtMs ? this.#session : null
  }

  /** Since when there is none, or it may have ended: ms of the own clock; null while there is one. */
  get lostForMs(): number | null {
    return this.session === null ? this.#options.time.clock() - this.#lostAtMs : null
  }

  /** When the session began, epoch ms of the store. */
  get sinceMs(): number {
    return this.#sinceMs
  }

  /** Joins; a store that cannot be reached is tried again for ever. */
  async start(): Promise<void> {
    this.#isRunning = true
    this.#lostAtMs = this.#options.time.clock()
    await this.#beat()
  }

  /** Ends the session in the store as well, if it can be reached. */
  async stop(): Promise<void> {
    this.#isRunning = false
    this.#stopBeat()
    this.#stopEnd()
    await this.#beating
    this.#stopBeat()
    const session = this.#previous
    this.#session = null
    if (session === null) return
    try {
      await this.#options.lease.leave(session)
    } catch (error) {
      this.#options.log.warn({ err: error }, 'The fleet was not told that this member leaves: its lease has to run out')
    }
  }

  /** Renews within the time, if it is not due earlier anyway. */
  soon(withinMs: number): void {
    const delayMs = withinMs * this.#options.time.random()
    if (this.#options.time.clock() + delayMs < this.#nextBeatAtMs) this.#schedule(delayMs)
  }

  /** Renews now. */
  async now(wantsVitals: boolean): Promise<void> {
    await this.#beating
    this.#wantsVitals ||= wantsVitals
    await this.#beat()
  }

  /** Ends the session if its lease has run out: a process that stood still gets here before its timer fires. */
  endIfOver(): void {
    if (this.#session === null || this.#options.time.clock() < this.#endsAtMs) return
    this.#end('The lease could not be renewed in time')
    this.#schedule(0)
  }

  /** The store said that the session lives no more. */
  expired(session: string): void {
    if (session !== this.#session) return
    this.#end('The fleet has ended the session of this member')
    this.#schedule(this.#options.time.random() * RETRY_LEAST_MS)
  }

  /** The next answer brings the whole state: what is known may be wrong. */
  doubt(): void {
    this.#isDoubted = true
    this.soon(RETRY_LEAST_MS)
  }

  #beat(): Promise<void> {
    this.#beating ??= this.#once().finally(() => {
      this.#beating = null
    })
    return this.#beating
  }

  async #once(): Promise<void> {
    if (!this.#isRunning) return
    this.#stopBeat()
    try {
      const nextMs = this.#session === null ? await this.#join() : await this.#renew(this.#session)
      this.#schedule(this.#isDoubted ? Math.min(nextMs, RETRY_LEAST_MS) : nextMs)
    } catch (error) {
      const { time, log } = this.#options
      this.#isDoubted = true
      this.#throttle.run(time.clock(), held =>
        log.warn({ held }, `No answer for the fleet's lease: ${errorText(error)}`)
      )
      this.#schedule(RETRY_LEAST_MS + time.random() * (RETRY_MOST_MS - RETRY_LEAST_MS))
    }
  }

  /** @returns Ms until the next beat. */
  async #join(): Promise<number> {
    const { lease, view, time, card, vitals, newSession, log } = this.#options
    const session = newSession()
    const sentAtMs = time.clock()
    const seenRevision = view.revision
    const answer = await lease.join({ session, previous: this.#previous, card, vitals: vitals() })
    if (answer === null) return RETRY_LEAST_MS
    this.#answered = { storeMs: answer.nowMs, sentAtMs }
    const awayMs = Math.round(sentAtMs - this.#lostAtMs)
    // A session whose answer is lost owns nothing, gives way to a newer one of its member, and expires.
    this.#previous = session
    this.#session = session
    this.#endsAtMs = sentAtMs + this.#options.ttlMs * OWN_LEASE_SHARE
    this.#watchEnd()
    this.#take(answer, seenRevision)
    this.#sinceMs = view.sinceMs(session) ?? 0
    log.info({ session, members: view.size, awayMs }, 'Joined the fleet')
    this.#events.joined()
    return this.#untilNext(answer)
  }

  async #renew(session: string): Promise<number> {
    const { lease, view, time, vitals } = this.#options
    const sentAtMs = time.clock()
    const wantVitals = this.#wantsVitals || sentAtMs - this.#vitalsAtMs >= this.#vitalsEveryMs()
    const wantsState = this.#isDoubted || sentAtMs - this.#wholeStateAtMs >= WHOLE_STATE_EVERY_MS
    this.#isDoubted = false
    const seenRevision = view.revision
    const answer = await lease.renew({
      session,
      vitals: vitals(),
      seenRevision: wantsState ? 0 : seenRevision,
      wantVitals,
      sentByMs: this.#sentByMs(sentAtMs)
    })
    if (this.#session !== session) return 0
    if (answer === null) {
      this.expired(session)
      return this.#options.time.random() * RETRY_LEAST_MS
    }
    this.#answered = { storeMs: answer.nowMs, sentAtMs }
    this.#endsAtMs = sentAtMs + this.#options.ttlMs * OWN_LEASE_SHARE
    if (wantVitals) this.#wantsVitals = false
    this.#take(answer, seenRevision)
    this.#events.viewed()
    return this.#untilNext(answer)
  }

  /** The last answer was given after it was asked for, so this is never too early. A clock that runs slow is allowed for. */
  #sentByMs(sentAtMs: number): number {
    return Math.ceil(this.#answered.storeMs + (sentAtMs - this.#answered.sentAtMs) / OWN_LEASE_SHARE)
  }

  #take({ revision, state, vitals }: LeaseAnswer, seenRevision: number): void {
    const { view, time } = this.#options
    if (state !== null) {
      view.replace(revision, state, seenRevision)
      this.#wholeStateAtMs = time.clock()
    }
    if (vitals !== null) {
      view.setVitals(vitals)
      this.#vitalsAtMs = time.clock()
    }
  }

  #watchEnd(): void {
    const { time } = this.#options
    this.#stopEnd = time.after(Math.max(1, this.#endsAtMs - time.clock()), () => {
      if (this.#session === null) return
      if (time.clock() < this.#endsAtMs) this.#watchEnd()
      else this.endIfOver()
    })
  }

  #end(why: string): void {
    this.#options.log.warn({ session: this.#session }, `${why}: everything it owned is dropped`)
    this.#session = null
    this.#lostAtMs = Math.min(this.#endsAtMs, this.#options.time.clock())
    this.#endsAtMs = 0
    this.#stopEnd()
    this.#events.lost()
  }

  #untilNext({ nextExpiryInMs }: LeaseAnswer): number {
    const { time, renewMs, view } = this.#options
    const renewalMs = renewMs * (1 - JITTER_SHARE * time.random())
    if (nextExpiryInMs === null) return renewalMs
    const spreadMs = Math.min(LOOK_SPREAD_MOST_MS, LOOK_SPREAD_MS * view.size)
    return Math.min(renewalMs, nextExpiryInMs + 1 + spreadMs * time.random())
  }

  #vitalsEveryMs(): number {
    return VITALS_EVERY_MS * Math.max(1, this.#options.view.size / VITALS_MEMBERS)
  }

  #schedule(delayMs: number): void {
    if (!this.#isRunning) return
    const { time } = this.#options
    this.#stopBeat()
    this.#nextBeatAtMs = time.clock() + delayMs
    this.#stopBeat = time.after(delayMs, () => void this.#beat())
  }
}
