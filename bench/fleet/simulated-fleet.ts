import { MemoryLeaseServer } from '../../src/fleet/adapters/memory-lease.ts'
import { FleetMember } from '../../src/fleet/fleet-member.ts'
import { silentLog } from '../../src/lib/log.ts'
import type { Fence } from '../../src/model/fence.ts'
import { type LinkCounts, SimulatedLink, type SimulatedServer, type Way } from './simulated-link.ts'
import { SimulatedProcess } from './simulated-process.ts'
import { VirtualTime } from './virtual-time.ts'
import { WatchBook } from './watch-book.ts'

const EPOCH_MS = 1_750_000_000_000
/** The service's own work: cameras begin to be watched, and are stored when they are handed over, ms. */
const TAKE_MS = 300
const STORE_MS = 1500

export interface FleetOptions {
  /** 0 <= value < 1. */
  readonly random: () => number
  readonly ttlMs: number
  readonly renewMs: number
  /** Longest wait for an answer, ms. */
  readonly deadlineMs: number
  readonly latencyMs: number
  /** Clocks run up to this share too fast or too slow. */
  readonly skewShare: number
  readonly counts?: LinkCounts
}

export interface SimulatedMember {
  readonly id: string
  readonly capacity: number
  readonly process: SimulatedProcess
  readonly link: SimulatedLink
  readonly member: FleetMember
  readonly watched: Map<number, Fence>
  isLeaving: boolean
  load: number
}

/** A fleet in virtual time: the members' own code, over a server that does what the scripts do. */
export class SimulatedFleet {
  readonly time = new VirtualTime()
  readonly book = new WatchBook()
  readonly server: SimulatedServer
  readonly members = new Map<string, SimulatedMember>()
  readonly #options: FleetOptions
  readonly #lastToken = new Map<number, number>()
  readonly #idOf = new Map<string, string>()
  /** Writes that were accepted from an owner after one of a later owner. */
  wrongWrites = 0
  writes = 0
  refusedWrites = 0
  /** What was stored on handing over and refused, because the lease was gone already. */
  lostStores = 0
  #couldWatch = false
  #stopExcuse = () => {}

  constructor(options: FleetOptions) {
    this.#options = options
    this.server = {
      lease: new MemoryLeaseServer(options.ttlMs, () => Math.floor(EPOCH_MS + this.time.nowMs)),
      isUp: true
    }
    this.server.lease.listen(({ owned }) => this.#claimed(owned))
  }

  /** Starts a member; one of the same name must be dead. */
  start(id: string, capacity: number): SimulatedMember {
    const { random, latencyMs, deadlineMs, skewShare, counts, ttlMs, renewMs } = this.#options
    const rate = 1 + (2 * random() - 1) * skewShare
    const process = new SimulatedProcess(this.time, rate, random)
    const link = new SimulatedLink(this.time, process, this.server, {
      random,
      meanLatencyMs: latencyMs,
      deadlineMs,
      counts: counts ?? null
    })
    const watched = new Map<number, Fence>()
    const member = new FleetMember({
      card: { id, url: `http://${id}:7000`, capacity, version: '1.0.0' },
      vitals: () => ({ load: simulated.load, epoch: 1, cameras: watched.size }),
      hooks: this.#hooks(id, process, watched),
      lease: link,
      time: process,
      log: silentLog,
      leaseTtlMs: ttlMs,
      leaseRenewMs: renewMs,
      newSession: () => this.#newSession(id)
    })
    const simulated: SimulatedMember = { id, capacity, process, link, member, watched, isLeaving: false, load: 0 }
    this.members.set(id, simulated)
    void member.start()
    this.#excuse()
    return simulated
  }

  crash(id: string): void {
    const simulated = this.members.get(id)
    if (simulated === undefined) return
    this.#fault(simulated)
    simulated.process.kill()
    void simulated.link.close()
    this.#stopWatching(simulated)
    this.members.delete(id)
    this.#excuse()
  }

  /** SIGSTOP, and SIGCONT later. */
  pause(id: string, forMs: number): void {
    const simulated = this.members.get(id)
    if (simulated === undefined || !simulated.process.isRunning) return
    this.#fault(simulated)
    simulated.process.stop()
    this.#stopWatching(simulated)
    this.#excuse()
    this.time.after(forMs, () => {
      if (simulated.process.isDead) return
      simulated.process.goOn()
      // It analyses and writes on as if nothing had been, until its own timers run.
      for (const fence of simulated.watched.values()) {
        this.book.begin(fence.slot, id, this.time.nowMs)
        this.#write(fence)
      }
      this.#excuse()
    })
  }

  cut(id: string, forMs: number): void {
    this.#disturb(id, link => link.cut(forMs), forMs)
  }

  stall(id: string, forMs: number): void {
    this.#disturb(id, link => link.stall(forMs), forMs)
  }

  /** The next so many requests, answers or messages of a member are lost. */
  drop(id: string, way: Way, count: number): void {
    const simulated = this.members.get(id)
    if (simulated === undefined) return
    this.#fault(simulated)
    simulated.link.drop(way, count)
    this.#excuse()
  }

  /** SIGTERM. */
  leave(id: string): void {
    const simulated = this.members.get(id)
    if (simulated === undefined || simulated.isLeaving) return
    simulated.isLeaving = true
    this.#excuse()
    void simulated.member.close().then(() => {
      simulated.process.kill()
      this.#stopWatching(simulated)
      if (this.members.get(id) === simulated) this.members.delete(id)
      this.#excuse()
    })
  }

  stopServer(forMs: number, isLost: boolean): void {
    if (!this.server.isUp) return
    this.server.isUp = false
    this.#excuse()
    this.time.after(forMs, () => {
      this.server.isUp = true
      if (isLost) this.server.lease.loseEverything()
      for (const { link } of this.members.values()) link.serverIsBack()
      this.#excuse()
    })
  }

  /** Every member writes for every slot that it watches. */
  writeAll(): void {
    for (const { process, watched } of this.members.values()) {
      if (process.isRunning) for (const fence of watched.values()) this.#write(fence)
    }
  }

  /** Those that run and can be reached. */
  able(): SimulatedMember[] {
    return [...this.members.values()].filter(
      ({ process, link, isLeaving }) =>
        process.isRunning && !isLeaving && !link.isCut && !link.isStalled && !link.isLosing
    )
  }

  /** While nobody can watch, nobody is to blame. */
  #excuse(): void {
    const canWatch = this.server.isUp && this.able().length > 0
    if (!canWatch || !this.#couldWatch) this.book.excuse(this.time.nowMs)
    this.#couldWatch = canWatch
    this.#stopExcuse()
    if (!canWatch) this.#stopExcuse = this.time.after(100, () => this.#excuse())
  }

  #disturb(id: string, disturb: (link: SimulatedLink) => void, forMs: number): void {
    const simulated = this.members.get(id)
    if (simulated === undefined) return
    this.#fault(simulated)
    disturb(simulated.link)
    this.#excuse()
    this.time.after(forMs + 1, () => this.#excuse())
  }

  #newSession(id: string): string {
    const session = `s${this.#idOf.size}`
    this.#idOf.set(session, id)
    return session
  }

  /** A claim that was on its way may be carried out for a member that has failed since: a failure of the new owner. */
  #claimed(owned: readonly Fence[]): void {
    if (owned.length === 0) return
    const able = new Set(this.able())
    for (const { slot, session } of owned) {
      const simulated = this.members.get(this.#idOf.get(session) ?? '')
      const isAble = simulated !== undefined && able.has(simulated)
      if (!isAble || simulated.member.self.session !== session) this.book.fault(slot, this.time.nowMs)
    }
  }

  #fault({ watched, member }: SimulatedMember): void {
    const { nowMs } = this.time
    for (const slot of watched.keys()) this.book.fault(slot, nowMs)
    for (const { slot } of this.server.lease.fencesOf(member.self.session)) this.book.fault(slot, nowMs)
  }

  #stopWatching({ id, watched }: SimulatedMember): void {
    for (const slot of watched.keys()) this.book.end(slot, id, this.time.nowMs)
  }

  #write(fence: Fence): void {
    if (!this.server.isUp) return
    this.writes++
    if (!this.server.lease.holds(fence)) {
      this.refusedWrites++
      return
    }
    const last = this.#lastToken.get(fence.slot) ?? 0
    if (fence.token < last) this.wrongWrites++
    else this.#lastToken.set(fence.slot, fence.token)
  }

  #hooks(id: string, process: SimulatedProcess, watched: Map<number, Fence>) {
    const { random } = this.#options
    const takesMs = (mostMs: number) => new Promise<void>(resolve => process.after(random() * mostMs, resolve))
    /** What is still to be watched once the taking is done. */
    const taking = new Map<number, Fence>()
    const drop = (fences: readonly Fence[]) => {
      for (const { slot } of fences) {
        taking.delete(slot)
        if (watched.delete(slot)) this.book.end(slot, id, this.time.nowMs)
      }
    }
    return {
      take: async (fences: readonly Fence[]) => {
        for (const fence of fences) taking.set(fence.slot, fence)
        await takesMs(TAKE_MS)
        for (const fence of fences) {
          if (taking.get(fence.slot) !== fence) continue
          taking.delete(fence.slot)
          watched.set(fence.slot, fence)
          this.book.begin(fence.slot, id, this.time.nowMs)
        }
      },
      handOver: async (fences: readonly Fence[]) => {
        drop(fences)
        await takesMs(STORE_MS)
        for (const fence of fences) if (!this.server.lease.holds(fence)) this.lostStores++
      },
      lose: drop,
      changed: () => {}
    }
  }
}
