import { createHmac, timingSafeEqual } from 'node:crypto'

/** What a signed text is for: one of a kind is never taken for one of another. */
export type SignedKind = 'session' | 'ticket' | 'caller'

/** Longest that is looked at, characters; what is issued has some 200. */
const MOST_CHARACTERS = 2048
const FORM = /^([A-Za-z0-9_-]{1,1600})\.([A-Za-z0-9_-]{43})$/

/**
 * Signs some JSON, so that it comes back as it was given out.
 *
 * @param key Of `keyFor`.
 * @returns base64url of the JSON, a dot, base64url of its HMAC-SHA-256.
 */
export function signText(value: object, key: Buffer): string {
  const body = Buffer.from(JSON.stringify(value), 'utf8').toString('base64url')
  return `${body}.${macOf(body, key).toString('base64url')}`
}

/** What a text says, before anybody knows whether it is true: from it follows with which key that is to be found out. */
export function readSigned(text: string): Readonly<Record<string, unknown>> | null {
  const match = text.length <= MOST_CHARACTERS ? FORM.exec(text) : null
  if (match === null) return null
  try {
    const value: unknown = JSON.parse(Buffer.from(match[1] ?? '', 'base64url').toString('utf8'))
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isObject ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}

/** Whether a text was signed with this key. */
export function isSignedWith(text: string, key: Buffer): boolean {
  const [, body = '', mac = ''] = FORM.exec(text) ?? []
  const given = Buffer.from(mac, 'base64url')
  const right = macOf(body, key)
  return given.length === right.length && timingSafeEqual(given, right)
}

/**
 * The key for one token's texts of one kind: who takes the token out of the settings takes the key away, and who knows
 * the token's hash alone cannot sign.
 *
 * @param secret What the members share, and nobody else knows.
 */
export function keyFor(kind: SignedKind, secret: Buffer, tokenDigest: Buffer): Buffer {
  return createHmac('sha256', secret).update(`camera-check ${kind} 1\n`).update(tokenDigest).digest()
}

function macOf(body: string, key: Buffer): Buffer {
  return createHmac('sha256', key).update(body).digest()
}
