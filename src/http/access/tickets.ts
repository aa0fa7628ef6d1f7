import { randomBytes } from 'node:crypto'
import type { AccessToken, Caller, CallerSession } from '../../model/access.ts'
import type { EndedSessions } from './ended-sessions.ts'
import type { Signer } from './signer.ts'
import type { UsedTickets } from './signing-secrets.ts'

/** A ticket's life, ms: from the answer of one call to the next one. */
export const TICKET_LIFE_MS = 30_000
/** Members' clocks may differ by so much, ms, and a used ticket is remembered for that long after its end. */
const CLOCK_DIFFERENCE_MS = 60_000

/** What became of a ticket: whom it stands for, or why it does not open. */
export type TicketAnswer =
  | { readonly token: AccessToken; readonly session: CallerSession | null }
  | 'wrong'
  | 'expired'
  | 'used'

/** Tickets that open one WebSocket each, at any member: what may stand in an address that ends up in a log. */
export class Tickets {
  readonly #signer: Signer
  readonly #used: UsedTickets
  readonly #ended: EndedSessions

  constructor(signer: Signer, used: UsedTickets, ended: EndedSessions) {
    this.#signer = signer
    this.#used = used
    this.#ended = ended
  }

  /**
   * @param caller Whose ticket it is; what it opens ends with the caller's session.
   * @param nowMs Epoch ms.
   * @throws AppError `access/store-failed`
   */
  async issue(token: AccessToken, caller: Caller, nowMs: number): Promise<{ text: string; expiresAtMs: number }> {
    const expiresAtMs = nowMs + TICKET_LIFE_MS
    const value = { e: expiresAtMs, i: randomBytes(16).toString('base64url'), s: caller.session }
    return { text: await this.#signer.sign('ticket', token, value), expiresAtMs }
  }

  /** Takes a ticket: the next time it opens nothing. @param nowMs Epoch ms. @throws AppError `access/store-failed` */
  async redeem(text: string, nowMs: number): Promise<TicketAnswer> {
    const verified = await this.#signer.verify('ticket', text)
    const { e: endMs, i: id, s: session = null } = verified?.value ?? {}
    if (verified === null || typeof endMs !== 'number' || typeof id !== 'string') return 'wrong'
    if (nowMs >= endMs || (isSession(session) && (await this.#ended.has(session.id)))) return 'expired'
    const isFirst = await this.#used.use(id, endMs - nowMs + CLOCK_DIFFERENCE_MS)
    if (!isFirst) return 'used'
    return { token: verified.token, session: isSession(session) ? session : null }
  }
}

function isSession(value: unknown): value is CallerSession {
  const { id, expiresAtMs } = (value ?? {}) as Partial<Record<keyof CallerSession, unknown>>
  return typeof id === 'string' && typeof expiresAtMs === 'number'
}
