import { randomBytes } from 'node:crypto'
import type { AccessToken } from '../../model/access.ts'
import type { Signer } from './signer.ts'

export const SESSION_COOKIE = 'camera-check-session'

/** A browser that signed in. */
export interface Session {
  readonly token: AccessToken
  /** Epoch ms. */
  readonly expiresAtMs: number
}

/** What became of a cookie: the session, or why there is none. */
export type SessionAnswer = Session | 'wrong' | 'expired'

/** Sessions of browsers. Nothing is kept of them: each is a signed text in a cookie, which every member can read. */
export class Sessions {
  readonly #signer: Signer
  readonly #lifeMs: number

  constructor(signer: Signer, lifeMs: number) {
    this.#signer = signer
    this.#lifeMs = lifeMs
  }

  /** @param nowMs Epoch ms. @throws AppError `access/store-failed` */
  async begin(token: AccessToken, nowMs: number): Promise<Session & { readonly text: string }> {
    const expiresAtMs = Math.round(nowMs + this.#lifeMs)
    // The number makes two sessions of one moment two texts.
    const text = await this.#signer.sign('session', token, { e: expiresAtMs, i: randomBytes(9).toString('base64url') })
    return { token, expiresAtMs, text }
  }

  /** @param nowMs Epoch ms. @throws AppError `access/store-failed` */
  async read(text: string, nowMs: number): Promise<SessionAnswer> {
    const verified = await this.#signer.verify('session', text)
    const expiresAtMs = verified?.value.e
    if (verified === null || typeof expiresAtMs !== 'number') return 'wrong'
    return nowMs < expiresAtMs ? { token: verified.token, expiresAtMs } : 'expired'
  }
}
