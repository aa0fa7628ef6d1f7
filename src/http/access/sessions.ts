import { randomBytes } from 'node:crypto'
import type { AccessToken, CallerSession } from '../../model/access.ts'
import type { EndedSessions } from './ended-sessions.ts'
import type { Signer } from './signer.ts'

export const SESSION_COOKIE = 'camera-check-session'

/** A browser that signed in. */
export interface Session {
  readonly token: AccessToken
  readonly session: CallerSession
}

/** What became of a cookie: the session, or why there is none. */
export type SessionAnswer = Session | 'wrong' | 'expired'

/**
 * Sessions of browsers. Nothing is kept of those that hold: each is a signed text in a cookie, which every member can read.
 * What is kept is which were ended before their time.
 */
export class Sessions {
  readonly #signer: Signer
  readonly #lifeMs: number
  readonly #ended: EndedSessions

  constructor(signer: Signer, lifeMs: number, ended: EndedSessions) {
    this.#signer = signer
    this.#lifeMs = lifeMs
    this.#ended = ended
  }

  /** @param nowMs Epoch ms. @throws AppError `access/store-failed` */
  async begin(token: AccessToken, nowMs: number): Promise<Session & { readonly text: string }> {
    const expiresAtMs = Math.round(nowMs + this.#lifeMs)
    // Two sessions of one moment are two, and each can be ended by itself.
    const id = randomBytes(9).toString('base64url')
    const text = await this.#signer.sign('session', token, { e: expiresAtMs, i: id })
    return { token, session: { id, expiresAtMs }, text }
  }

  /** @param nowMs Epoch ms. @throws AppError `access/store-failed` */
  async read(text: string, nowMs: number): Promise<SessionAnswer> {
    const verified = await this.#signer.verify('session', text)
    const { e: expiresAtMs, i: id } = verified?.value ?? {}
    if (verified === null || typeof expiresAtMs !== 'number' || typeof id !== 'string') return 'wrong'
    if (nowMs >= expiresAtMs || (await this.#ended.has(id))) return 'expired'
    return { token: verified.token, session: { id, expiresAtMs } }
  }

  /** Ends a session before its time, also for who has a copy of its cookie. */
  async end({ id, expiresAtMs }: CallerSession): Promise<void> {
    await this.#ended.end({ id, untilMs: expiresAtMs })
  }
}
