import type { FastifyReply, FastifyRequest } from 'fastify'
import {
  type AccessToken,
  type Caller,
  type CallerSession,
  isGranted,
  type Permission,
  rolesWith
} from '../../model/access.ts'
import { ACCESS_PROBLEMS } from '../messages.ts'
import { addressKey } from '../../lib/address-key.ts'
import type { CallLimits } from './call-limits.ts'
import { type Credential, credentialOf } from './credentials.ts'
import type { KnownTokens } from './known-tokens.ts'
import { mayChange, mayOpenSocket, type OriginRules } from './origins.ts'
import type { Refusal, RefusalReason, Refusals } from './refusals.ts'
import { needOf } from './route-needs.ts'
import type { SessionAnswer, Sessions } from './sessions.ts'
import type { TicketAnswer, Tickets } from './tickets.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; null where nobody needs to say, and did not. */
    caller: Caller | null
    /** The token in whose name is asked; null where none are set, or `caller` is null. */
    asker: AccessToken | null
    /** Somebody was signed in, and is no more. */
    hasExpired: boolean
  }
}

/** A member that passes a caller's request on, as the fleet knows it. */
export interface MemberVouching {
  /** @returns The caller's token; undefined when no member has passed this on, null when one that is none pretends to. */
  callerOf(request: FastifyRequest): Promise<AccessToken | null | undefined>
}

export interface GuardParts {
  readonly tokens: KnownTokens
  readonly sessions: Sessions
  readonly tickets: Tickets
  readonly origins: OriginRules
  readonly limits: CallLimits
  readonly refusals: Refusals
  /** Null without a fleet. */
  readonly members: MemberVouching | null
  /** Epoch ms. */
  readonly clock: () => number
  /** Monotonic ms. */
  readonly ticks: () => number
}

/** Who was found to ask. */
interface Admitted {
  readonly token: AccessToken
  readonly session: CallerSession | null
}

/** Who was found to ask; or why nobody was. */
type Found = Admitted | Refusal

/** Without tokens everybody may do everything. */
const EVERYBODY: Caller = { name: null, role: 'admin', session: null }
const READS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])
const SESSION_REASONS = { wrong: 'wrong-session', expired: 'session-expired' } as const
const TICKET_REASONS = { wrong: 'wrong-ticket', expired: 'ticket-expired', used: 'ticket-used' } as const

/** Lets requests in, or not: before anything else is done with them, also before a WebSocket upgrade. */
export class Guard {
  readonly #parts: GuardParts

  constructor(parts: GuardParts) {
    this.#parts = parts
  }

  /** @throws AppError as `Refusals.refuse`; `access/store-failed` when a session cannot be looked at. */
  async check(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const need = needOf(request)
    if (need === 'health') return
    const { members, tokens, ticks } = this.#parts
    const vouched = tokens.isOpen ? undefined : await members?.callerOf(request)
    if (vouched === null) this.#refuse(request, reply, { reason: 'wrong-member' })
    if (vouched) {
      this.#admit(request, { token: vouched, session: null })
      this.#demand(request, reply, need)
      return
    }
    const rate = this.#parts.limits.ofAddress(addressKey(request.ip), ticks())
    if (!rate.ok) this.#refuse(request, reply, { reason: 'address-rate', waitMs: rate.waitMs })
    const credential = credentialOf(request)
    this.#checkOrigin(request, reply, credential)
    if (tokens.isOpen) {
      request.caller = EVERYBODY
      return
    }
    if (need === 'anyone') {
      // Only to tell who is signed in: nobody is turned away here, so nothing can be guessed either.
      if (credential.kind === 'session') await this.#recognise(request, credential.text)
      return
    }
    const found = await this.#find(credential, request)
    if ('reason' in found) this.#refuse(request, reply, found)
    this.#admit(request, found)
    const ownRate = this.#parts.limits.ofToken(found.token.name, ticks())
    if (!ownRate.ok) {
      this.#refuse(request, reply, { reason: 'token-rate', name: found.token.name, waitMs: ownRate.waitMs })
    }
    this.#demand(request, reply, need)
  }

  /** A token that is to begin a session. @returns The right token. @throws AppError as `Refusals.refuse` */
  signIn(request: FastifyRequest, reply: FastifyReply, text: string): AccessToken {
    const found = this.#ofToken(text, request)
    if ('reason' in found) this.#refuse(request, reply, found)
    const { token } = found
    if (!isGranted(token.role, 'read')) this.#refuse(request, reply, roleRefusal(token, 'read'))
    return token
  }

  #admit(request: FastifyRequest, { token, session }: Admitted): void {
    request.asker = token
    request.caller = { name: token.name, role: token.role, session }
  }

  async #recognise(request: FastifyRequest, text: string): Promise<void> {
    const { sessions, clock } = this.#parts
    const session = await sessions.read(text, clock())
    if (typeof session === 'string') request.hasExpired = true
    else this.#admit(request, session)
  }

  #demand(request: FastifyRequest, reply: FastifyReply, need: ReturnType<typeof needOf>): void {
    const { asker } = request
    if (asker === null || need === 'caller' || need === 'anyone' || need === 'page' || need === 'health') return
    if (!isGranted(asker.role, need)) this.#refuse(request, reply, roleRefusal(asker, need))
  }

  /** First of all: else a foreign page could use up its visitor's tries, or tickets. */
  #checkOrigin(request: FastifyRequest, reply: FastifyReply, { kind }: Credential): void {
    const { origins, tokens } = this.#parts
    // A page cannot make a browser send this header to another site without being asked first, and that is refused.
    const isProgram = kind === 'bearer' && !tokens.isOpen
    const isFine = request.ws
      ? mayOpenSocket(request, origins)
      : READS.has(request.method) || isProgram || mayChange(request, origins, kind === 'session' && !tokens.isOpen)
    if (!isFine) this.#refuse(request, reply, { reason: 'origin' })
  }

  async #find(credential: Credential, request: FastifyRequest): Promise<Found> {
    const { sessions, tickets, clock } = this.#parts
    switch (credential.kind) {
      case 'none':
        return { reason: 'no-token' }
      case 'malformed':
        return { reason: 'malformed' }
      case 'bearer':
        return this.#ofToken(credential.text, request)
      case 'query':
        return inUrl(this.#ofToken(credential.text, request))
      case 'session':
        return orReason(await sessions.read(credential.text, clock()), SESSION_REASONS)
      case 'ticket':
        return orReason(await tickets.redeem(credential.text, clock()), TICKET_REASONS)
    }
  }

  #ofToken(text: string, { ip }: FastifyRequest): Found {
    const { tokens, limits, ticks } = this.#parts
    const token = tokens.find(text)
    const answer = limits.ofAttempt(addressKey(ip), token?.name ?? null, ticks())
    // Whether it was right is not told to who may be guessing.
    if (!answer.ok) return { reason: 'locked', waitMs: answer.waitMs }
    return token === null ? { reason: 'wrong-token' } : { token, session: null }
  }

  #refuse(request: FastifyRequest, reply: FastifyReply, refusal: Refusal): never {
    return this.#parts.refusals.refuse(request, reply, refusal)
  }
}

/** Tokens without a name are of before: whoever has them may still give them so. */
function inUrl(found: Found): Found {
  if ('reason' in found || found.token.isPlain) return found
  return { reason: 'token-in-url', name: found.token.name }
}

function orReason<R extends string>(
  answer: SessionAnswer | TicketAnswer,
  reasons: Readonly<Record<R, RefusalReason>>
): Found {
  return typeof answer === 'string' ? { reason: reasons[answer as R] } : answer
}

function roleRefusal({ name, role }: AccessToken, permission: Permission): Refusal {
  return { reason: 'role', name, text: ACCESS_PROBLEMS.roleOf(name, role, rolesWith(permission).join(', ')) }
}
