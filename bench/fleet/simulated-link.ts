import type { MemoryLeaseServer } from '../../src/fleet/adapters/memory-lease.ts'
import { AppError } from '../../src/errors.ts'
import type {
  ClaimAnswer,
  FleetChange,
  JoinRequest,
  LeaseAnswer,
  LeaseListener,
  LeasePort,
  RenewRequest
} from '../../src/fleet/lease-port.ts'
import type { Fence } from '../../src/model/fence.ts'
import type { SimulatedProcess } from './simulated-process.ts'
import type { VirtualTime } from './virtual-time.ts'

const LEAST_LATENCY_MS = 0.3
/** A broken connection is open again within this time after the network is, ms. */
const RECONNECT_MS = 2000
/** A member tries again within this time, ms. */
const RETRY_MS = 500

/** The state Redis of a simulation: where it runs, and whether it does. */
export interface SimulatedServer {
  readonly lease: MemoryLeaseServer
  isUp: boolean
}

export type Way = 'there' | 'back' | 'message'

/** Counts what would have been sent. */
export interface LinkCounts {
  call(name: string): void
  message(change: FleetChange): void
}

/**
 * One member's connections to the state Redis: two, as RedisLease has them, each first in, first out. `cut` loses what is
 * sent either way, `stall` delays it: a call whose answer comes too late has been carried out all the same.
 */
export class SimulatedLink implements LeasePort {
  readonly #time: VirtualTime
  readonly #process: SimulatedProcess
  readonly #server: SimulatedServer
  readonly #random: () => number
  readonly #meanLatencyMs: number
  readonly #deadlineMs: number
  readonly #counts: LinkCounts | null
  #listener: LeaseListener | null = null
  #stopListening = () => {}
  #cutUntilMs = 0
  #stalledUntilMs = 0
  #losingUntilMs = 0
  /** When the last of each way arrives: nothing overtakes. */
  readonly #lastMs = { there: 0, back: 0, message: 0 }
  readonly #toDrop = { there: 0, back: 0, message: 0 }

  constructor(
    time: VirtualTime,
    process: SimulatedProcess,
    server: SimulatedServer,
    {
      random,
      meanLatencyMs,
      deadlineMs,
      counts
    }: {
      random: () => number
      meanLatencyMs: number
      deadlineMs: number
      counts: LinkCounts | null
    }
  ) {
    this.#time = time
    this.#process = process
    this.#server = server
    this.#random = random
    this.#meanLatencyMs = meanLatencyMs
    this.#deadlineMs = deadlineMs
    this.#counts = counts
  }

  get isCut(): boolean {
    return this.#time.nowMs < this.#cutUntilMs
  }

  get isStalled(): boolean {
    return this.#time.nowMs < this.#stalledUntilMs
  }

  /** Calls are being lost, or the last that was has not been given up yet. */
  get isLosing(): boolean {
    return this.#toDrop.there + this.#toDrop.back > 0 || this.#time.nowMs < this.#losingUntilMs
  }

  cut(forMs: number): void {
    this.#cutUntilMs = Math.max(this.#cutUntilMs, this.#time.nowMs + forMs)
    this.#reconnectAt(this.#cutUntilMs)
  }

  stall(forMs: number): void {
    this.#stalledUntilMs = Math.max(this.#stalledUntilMs, this.#time.nowMs + forMs)
  }

  /** The next so many requests, answers or messages are lost. */
  drop(way: Way, count: number): void {
    this.#toDrop[way] += count
  }

  /** Every connection is broken at once, and open again after the server is back. */
  serverIsBack(): void {
    this.#reconnectAt(this.#time.nowMs)
  }

  async open(listener: LeaseListener): Promise<void> {
    this.#listener = listener
    this.#stopListening = this.#server.lease.listen(change => this.#sendMessage(change))
  }

  join(request: JoinRequest): Promise<LeaseAnswer | null> {
    return this.#call('join', lease => lease.join(request))
  }

  renew(request: RenewRequest): Promise<LeaseAnswer | null> {
    return this.#call('renew', lease => lease.renew(request))
  }

  claim(session: string, slots: readonly number[], tokenFloor: number): Promise<ClaimAnswer | null> {
    return this.#call('claim', lease => lease.claim(session, slots, tokenFloor))
  }

  release(fences: readonly Fence[]): Promise<void> {
    return this.#call('release', lease => lease.release(fences))
  }

  leave(session: string): Promise<void> {
    return this.#call('leave', lease => lease.leave(session))
  }

  move(session: string, moves: ReadonlyMap<number, string | null>): Promise<boolean> {
    return this.#call('move', lease => lease.move(session, moves))
  }

  async close(): Promise<void> {
    this.#stopListening()
  }

  #call<T>(name: string, run: (lease: MemoryLeaseServer) => T): Promise<T> {
    this.#counts?.call(name)
    return new Promise((resolve, reject) => {
      const stop = this.#process.after(this.#deadlineMs, () =>
        reject(new AppError('fleet/store-failed', `Cannot ${name}: no answer`))
      )
      this.#send('there', () => {
        if (!this.#server.isUp) return
        const answer = run(this.#server.lease)
        this.#send('back', () =>
          this.#process.do(() => {
            stop()
            resolve(answer)
          })
        )
      })
    })
  }

  #sendMessage(change: FleetChange): void {
    this.#counts?.message(change)
    this.#send('message', () => this.#process.do(() => this.#listener?.changed(change)))
  }

  #send(way: Way, arrive: () => void): void {
    const { nowMs } = this.#time
    if (nowMs < this.#cutUntilMs) return
    if (this.#toDrop[way] > 0) {
      this.#toDrop[way]--
      if (way !== 'message') this.#losingUntilMs = nowMs + this.#deadlineMs + RETRY_MS
      return
    }
    const latencyMs = LEAST_LATENCY_MS - Math.log(1 - this.#random()) * this.#meanLatencyMs
    const atMs = Math.max(this.#lastMs[way], nowMs + latencyMs, this.#stalledUntilMs)
    this.#lastMs[way] = atMs
    this.#time.at(atMs, () => {
      // What was on its way when the network was cut is lost as well.
      if (this.#time.nowMs >= this.#cutUntilMs) arrive()
    })
  }

  #reconnectAt(backMs: number): void {
    this.#time.at(backMs + this.#random() * RECONNECT_MS, () => {
      if (this.isCut) return
      this.#process.do(() => this.#listener?.reconnected())
    })
  }
}
