import { createHash } from 'node:crypto'
import type { Redis } from 'ioredis'
import type { RedisAddress } from '../../clients/redis-address.ts'
import { openRedis, whenReady } from '../../clients/redis-connection.ts'
import { AppError, errorText } from '../../errors.ts'
import { withDeadline } from '../../lib/deadline.ts'
import type { Fence } from '../../model/fence.ts'
import { changesChannel, FLEET_KEYS } from '../fleet-keys.ts'
import type { ClaimAnswer, JoinRequest, LeaseAnswer, LeaseListener, LeasePort, RenewRequest } from '../lease-port.ts'
import { CLAIM_SCRIPT, JOIN_SCRIPT, LEAVE_SCRIPT, MOVE_SCRIPT, RELEASE_SCRIPT, RENEW_SCRIPT } from './lease-scripts.ts'
import { changeFromText, pairs, stateFromReply, vitalsFromText, vitalsToText } from './lease-text.ts'

const KEYS = [
  FLEET_KEYS.sessions,
  FLEET_KEYS.members,
  FLEET_KEYS.vitals,
  FLEET_KEYS.owners,
  FLEET_KEYS.counters,
  FLEET_KEYS.moves
]
const SHA1 = new Map<string, string>()

/** What ioredis says when a command got no answer in time. */
const TIMED_OUT = 'Command timed out'
/** With every so many renewals the connection that changes come by is asked whether it still lives. */
const CHECK_EVERY = 4

type Reply = readonly (string | readonly string[] | readonly (readonly string[])[])[]

/** Leases in the state Redis: every call is one script, by the server's own time. */
export class RedisLease implements LeasePort {
  readonly #channel: string
  readonly #ttlMs: number
  readonly #deadlineMs: number
  readonly #redis: Redis
  readonly #listening: Redis
  #renewals = 0
  #isClosed = false

  /**
   * @param ttlMs Life of a lease, ms.
   * @param deadlineMs Longest wait for an answer, ms; well below the life of a lease, so that a try after it is in time.
   */
  constructor(address: RedisAddress, ttlMs: number, deadlineMs: number) {
    this.#channel = changesChannel(address.db)
    this.#ttlMs = ttlMs
    this.#deadlineMs = deadlineMs
    this.#redis = openRedis(address, 'fleet', deadlineMs)
    this.#listening = openRedis(address, 'fleet-changes', null)
  }

  async open(listener: LeaseListener): Promise<void> {
    this.#listening.on('message', (_channel: string, text: string) => listener.changed(changeFromText(text)))
    // After a reconnection ioredis subscribes again by itself, before this is told.
    this.#listening.on('ready', () => {
      this.#listening.subscribe(this.#channel).then(
        () => listener.reconnected(),
        // The connection broke again; the next one brings the next try.
        () => {}
      )
    })
    this.#listening.connect().catch(() => {})
    this.#redis.connect().catch(() => {})
  }

  async join({ session, previous, card, vitals }: JoinRequest): Promise<LeaseAnswer | null> {
    const args = [session, this.#ttlMs, previous ?? '', JSON.stringify(card), vitalsToText(vitals)]
    return answerFromReply(await this.#run('join', JOIN_SCRIPT, args))
  }

  async renew({ session, vitals, seenRevision, wantVitals, sentByMs }: RenewRequest): Promise<LeaseAnswer | null> {
    if (++this.#renewals % CHECK_EVERY === 0) void this.#checkListening()
    const args = [session, this.#ttlMs, vitalsToText(vitals), seenRevision, wantVitals ? 1 : 0, sentByMs]
    return answerFromReply(await this.#run('renew', RENEW_SCRIPT, args))
  }

  async claim(session: string, slots: readonly number[], tokenFloor: number): Promise<ClaimAnswer | null> {
    const [revision, ...claimed] = await this.#run('claim slots', CLAIM_SCRIPT, [session, tokenFloor, ...slots])
    if (revision === undefined) return null
    const fences = pairs(claimed as string[]).map(([slot, token]) => ({
      slot: Number(slot),
      session,
      token: Number(token)
    }))
    return { revision: Number(revision), fences }
  }

  async release(fences: readonly Fence[]): Promise<void> {
    const args = fences.flatMap(({ slot, session, token }) => [slot, session, token])
    await this.#run('give slots back', RELEASE_SCRIPT, ['', ...args])
  }

  async leave(session: string): Promise<void> {
    await this.#run('leave', LEAVE_SCRIPT, [session])
  }

  async move(session: string, moves: ReadonlyMap<number, string | null>): Promise<boolean> {
    const args = [...moves].flatMap(([slot, id]) => [slot, id ?? ''])
    return ((await this.#run('move slots', MOVE_SCRIPT, [session, ...args])) as unknown) === 1
  }

  async close(): Promise<void> {
    this.#isClosed = true
    this.#listening.disconnect()
    this.#redis.disconnect()
  }

  /**
   * Nothing is ever sent over a connection that only listens, so one that a firewall has forgotten looks like one on which
   * nothing happens.
   */
  async #checkListening(): Promise<void> {
    if (this.#listening.status !== 'ready') return
    try {
      await withDeadline(this.#listening.ping(), this.#deadlineMs, 'PING')
    } catch {
      if (!this.#isClosed) this.#listening.disconnect(true)
    }
  }

  async #run(verb: string, script: string, args: readonly (string | number)[]): Promise<Reply> {
    try {
      await whenReady(this.#redis, this.#deadlineMs)
      return (await runScript(this.#redis, script, [this.#channel, ...args])) as Reply
    } catch (cause) {
      // After a cut the kernel sends again only when its own waiting is over, which may be a minute: a new connection is
      // there as soon as the network is.
      if (errorText(cause) === TIMED_OUT && !this.#isClosed) this.#redis.disconnect(true)
      throw new AppError('fleet/store-failed', `Cannot ${verb} in Redis: ${errorText(cause)}`, { cause })
    }
  }
}

/** By its hash, so that only a server that does not know the script yet is sent its text. */
async function runScript(redis: Redis, script: string, args: readonly (string | number)[]): Promise<unknown> {
  let sha1 = SHA1.get(script)
  if (sha1 === undefined) {
    sha1 = createHash('sha1').update(script).digest('hex')
    SHA1.set(script, sha1)
  }
  try {
    return await redis.evalsha(sha1, KEYS.length, ...KEYS, ...args)
  } catch (error) {
    if (!errorText(error).startsWith('NOSCRIPT')) throw error
    return await redis.eval(script, KEYS.length, ...KEYS, ...args)
  }
}

function answerFromReply([revision, nextExpiry, state, vitals, nowMs]: Reply): LeaseAnswer | null {
  if (revision === undefined) return null
  return {
    nowMs: Number(nowMs),
    revision: Number(revision),
    nextExpiryInMs: nextExpiry === '' ? null : Number(nextExpiry),
    state: state === undefined || state.length === 0 ? null : stateFromReply(state as readonly (readonly string[])[]),
    vitals:
      vitals === undefined || vitals.length === 0
        ? null
        : new Map(pairs(vitals as readonly string[]).map(([session, text]) => [session, vitalsFromText(text)]))
  }
}
