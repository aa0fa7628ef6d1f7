import type { AccessToken } from '../../model/access.ts'
import { isSignedWith, keyFor, readSigned, type SignedKind, signText } from './signed-text.ts'
import type { KnownTokens } from './known-tokens.ts'
import type { SigningSecrets } from './signing-secrets.ts'

/** What was signed, and for whose token. */
export interface Verified {
  readonly token: AccessToken
  readonly value: Readonly<Record<string, unknown>>
}

/** Signs texts in the name of a token, and reads those that it or another member has signed. */
export class Signer {
  readonly #tokens: KnownTokens
  readonly #secrets: SigningSecrets

  constructor(tokens: KnownTokens, secrets: SigningSecrets) {
    this.#tokens = tokens
    this.#secrets = secrets
  }

  /** @throws AppError `access/store-failed` */
  async sign(kind: SignedKind, token: AccessToken, value: object): Promise<string> {
    const secret = await this.#secrets.current()
    return signText({ ...value, n: token.name }, keyFor(kind, secret, token.digest))
  }

  /** @returns null for what nobody here has signed, or for a token that is gone. @throws AppError `access/store-failed` */
  async verify(kind: SignedKind, text: string): Promise<Verified | null> {
    const value = readSigned(text)
    const token = typeof value?.n === 'string' ? this.#tokens.named(value.n) : null
    if (value === null || token === null) return null
    const fits = (secret: Buffer) => isSignedWith(text, keyFor(kind, secret, token.digest))
    if (this.#secrets.known().some(fits)) return { token, value }
    const secrets = await this.#secrets.refreshed()
    return secrets.some(fits) ? { token, value } : null
  }
}
