import type { Fence } from '../../model/fence.ts'
import type {
  Announced,
  ClaimAnswer,
  FleetChange,
  FleetState,
  JoinRequest,
  LeaseAnswer,
  LeaseListener,
  LeasePort,
  RenewRequest
} from '../lease-port.ts'
import type { MemberVitals } from '../member-info.ts'

type ChangeLines = { -readonly [Name in 'joined' | 'gone' | 'owned' | 'freed' | 'moved']: FleetChange[Name][number][] }

/**
 * What the scripts of RedisLease do, step by step, on plain maps: the server of a simulated fleet. A test holds the two
 * against each other. Listeners are told at once; a simulated network may hold that back.
 */
export class MemoryLeaseServer {
  readonly #ttlMs: number
  readonly #nowMs: () => number
  readonly #listeners = new Set<(change: FleetChange) => void>()
  /** Session -> time at which it expires, epoch ms. */
  readonly #sessions = new Map<string, number>()
  readonly #members = new Map<string, Announced>()
  readonly #vitals = new Map<string, MemberVitals>()
  readonly #owners = new Map<number, Fence>()
  readonly #moves = new Map<number, string>()
  #revision = 0
  #token = 0
  #lines = noLines()

  /** @param nowMs The server's clock, epoch ms, whole. */
  constructor(ttlMs: number, nowMs: () => number) {
    this.#ttlMs = ttlMs
    this.#nowMs = nowMs
  }

  listen(listener: (change: FleetChange) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** What a restart without anything on disk does. */
  loseEverything(): void {
    for (const map of [this.#sessions, this.#members, this.#vitals, this.#owners, this.#moves]) map.clear()
    this.#revision = 0
    this.#token = 0
  }

  /** FENCE_CHECK. */
  holds({ slot, session, token }: Fence): boolean {
    const owner = this.#owners.get(slot)
    const expiresAtMs = this.#sessions.get(session)
    return owner?.session === session && owner.token === token && (expiresAtMs ?? 0) > this.#nowMs()
  }

  /** What the owners' hash holds for a session. */
  fencesOf(session: string): readonly Fence[] {
    return [...this.#owners.values()].filter(owner => owner.session === session)
  }

  join({ session, previous, card, vitals }: JoinRequest): LeaseAnswer | null {
    const nowMs = this.#begin()
    if (this.#sessions.has(session)) return this.#tellNull()
    if (previous !== null && this.#sessions.has(previous)) this.#finish(previous)
    this.#sessions.set(session, nowMs + this.#ttlMs)
    const announced = { session, sinceMs: nowMs, card }
    this.#members.set(session, announced)
    this.#vitals.set(session, vitals)
    this.#lines.joined.push(announced)
    const revision = this.#tell(nowMs)
    return { nowMs, revision, nextExpiryInMs: this.#nextExpiry(session, nowMs), state: this.#state(), vitals: null }
  }

  renew({ session, vitals, seenRevision, wantVitals, sentByMs }: RenewRequest): LeaseAnswer | null {
    const nowMs = this.#begin()
    const expiresAtMs = this.#sessions.get(session)
    if (expiresAtMs === undefined) return this.#tellNull()
    this.#sessions.set(session, Math.max(expiresAtMs, Math.min(nowMs, sentByMs) + this.#ttlMs))
    this.#vitals.set(session, vitals)
    const revision = this.#tell(nowMs)
    return {
      nowMs,
      revision,
      nextExpiryInMs: this.#nextExpiry(session, nowMs),
      state: revision === seenRevision ? null : this.#state(),
      vitals: wantVitals ? new Map(this.#vitals) : null
    }
  }

  claim(session: string, slots: readonly number[], tokenFloor: number): ClaimAnswer | null {
    const nowMs = this.#begin()
    if (!this.#sessions.has(session)) return this.#tellNull()
    let token = Math.max(this.#token, nowMs, tokenFloor)
    const fences: Fence[] = []
    for (const slot of slots) {
      const owner = this.#owners.get(slot)
      if (owner !== undefined && this.#sessions.has(owner.session)) continue
      const fence = { slot, session, token: ++token }
      this.#owners.set(slot, fence)
      fences.push(fence)
    }
    if (fences.length > 0) this.#token = token
    this.#lines.owned.push(...fences)
    return { revision: this.#tell(nowMs), fences }
  }

  release(fences: readonly Fence[]): void {
    const nowMs = this.#begin()
    for (const { slot, session, token } of fences) {
      const owner = this.#owners.get(slot)
      if (owner?.session !== session || owner.token !== token) continue
      this.#owners.delete(slot)
      this.#lines.freed.push(slot)
    }
    this.#tell(nowMs)
  }

  leave(session: string): void {
    const nowMs = this.#begin()
    if (this.#sessions.has(session)) this.#finish(session)
    this.#tell(nowMs)
  }

  move(session: string, moves: ReadonlyMap<number, string | null>): boolean {
    const nowMs = this.#begin()
    const isCoordinator = this.#sessions.has(session) && this.#owners.get(0)?.session === session
    if (isCoordinator) {
      for (const [slot, id] of moves) {
        if (id === null) this.#moves.delete(slot)
        else this.#moves.set(slot, id)
        this.#lines.moved.push([slot, id])
      }
    }
    this.#tell(nowMs)
    return isCoordinator
  }

  #begin(): number {
    const nowMs = this.#nowMs()
    const expired = [...this.#sessions].filter(([, expiresAtMs]) => expiresAtMs <= nowMs)
    for (const [session] of expired.sort(byExpiry)) this.#finish(session)
    return nowMs
  }

  #finish(session: string): void {
    for (const map of [this.#sessions, this.#members, this.#vitals]) map.delete(session)
    this.#lines.gone.push(session)
  }

  #tellNull(): null {
    this.#tell(this.#nowMs())
    return null
  }

  #tell(nowMs: number): number {
    const from = this.#revision
    const lines = this.#lines
    if (Object.values(lines).every(list => list.length === 0)) return from
    this.#lines = noLines()
    this.#revision = Math.max(from + 1, nowMs)
    for (const listener of this.#listeners) listener({ from, to: this.#revision, ...lines })
    return this.#revision
  }

  #nextExpiry(me: string, nowMs: number): number | null {
    let soonestMs = Number.POSITIVE_INFINITY
    for (const [session, expiresAtMs] of this.#sessions) {
      if (session !== me && expiresAtMs < soonestMs) soonestMs = expiresAtMs
    }
    return soonestMs === Number.POSITIVE_INFINITY ? null : soonestMs - nowMs
  }

  #state(): FleetState {
    return {
      members: [...this.#members.values()],
      owners: [...this.#owners.values()],
      moves: new Map(this.#moves)
    }
  }
}

/** A member's way to such a server, without a network between them. */
export class MemoryLease implements LeasePort {
  readonly #server: MemoryLeaseServer
  #stop: (() => void) | undefined

  constructor(server: MemoryLeaseServer) {
    this.#server = server
  }

  async open(listener: LeaseListener): Promise<void> {
    this.#stop = this.#server.listen(change => listener.changed(change))
  }

  async join(request: JoinRequest): Promise<LeaseAnswer | null> {
    return this.#server.join(request)
  }

  async renew(request: RenewRequest): Promise<LeaseAnswer | null> {
    return this.#server.renew(request)
  }

  async claim(session: string, slots: readonly number[], tokenFloor: number): Promise<ClaimAnswer | null> {
    return this.#server.claim(session, slots, tokenFloor)
  }

  async release(fences: readonly Fence[]): Promise<void> {
    this.#server.release(fences)
  }

  async leave(session: string): Promise<void> {
    this.#server.leave(session)
  }

  async move(session: string, moves: ReadonlyMap<number, string | null>): Promise<boolean> {
    return this.#server.move(session, moves)
  }

  async close(): Promise<void> {
    this.#stop?.()
  }
}

function noLines(): ChangeLines {
  return { joined: [], gone: [], owned: [], freed: [], moved: [] }
}

/** As a sorted set has it. */
function byExpiry([session, atMs]: [string, number], [other, otherAtMs]: [string, number]): number {
  return atMs - otherAtMs || (session < other ? -1 : 1)
}
