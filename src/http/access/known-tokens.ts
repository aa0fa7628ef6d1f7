import { createHash, timingSafeEqual } from 'node:crypto'
import type { AccessToken } from '../../model/access.ts'

/** The tokens that open. */
export class KnownTokens {
  readonly #tokens: readonly AccessToken[]
  readonly #byName: ReadonlyMap<string, AccessToken>

  constructor(tokens: readonly AccessToken[]) {
    this.#tokens = tokens
    this.#byName = new Map(tokens.map(token => [token.name, token]))
  }

  /** Without any, everything is open. */
  get isOpen(): boolean {
    return this.#tokens.length === 0
  }

  /**
   * Compares hashes, and with every token, so that the time taken tells neither how much of a token was right nor which
   * one it was.
   *
   * @param text What was presented.
   */
  find(text: string): AccessToken | null {
    const digest = createHash('sha256').update(text, 'utf8').digest()
    let found: AccessToken | null = null
    for (const token of this.#tokens) if (timingSafeEqual(digest, token.digest)) found = token
    return found
  }

  named(name: string): AccessToken | null {
    return this.#byName.get(name) ?? null
  }
}
