import { createHash } from 'node:crypto'
import { type AccessToken, isRole, ROLES } from '../model/access.ts'

/** Tokens of API_TOKENS, and what is wrong with it: each problem without any part of a token. */
export interface ApiTokens {
  readonly tokens: readonly AccessToken[]
  readonly problems: readonly string[]
}

const MOST_TOKENS = 1000
// Printable ASCII without comma and space: what an Authorization header can carry unharmed.
const PLAIN = /^[\x21-\x2b\x2d-\x7e]+$/
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/
const DIGEST = /^[0-9a-f]{64}$/i

/**
 * Reads API_TOKENS: `name:role:sha256` of a token by comma, or tokens as they are.
 *
 * What looks as if it were meant to be the first and is not is a problem and never a plain token: `gate:vewer:<hash>`
 * would else be an all-powerful token whose text is the hash.
 *
 * @param text Value of the setting; undefined when it is not set.
 */
export function parseApiTokens(text: string | undefined): ApiTokens {
  if (text === undefined) return { tokens: [], problems: [] }
  const entries = text
    .split(',')
    .map(entry => entry.trim())
    .filter(entry => entry !== '')
  // A lone comma would otherwise leave the service open while its owner believes it closed.
  if (entries.length === 0) return { tokens: [], problems: [`expected ${EXPECTED}, at least one`] }
  if (entries.length > MOST_TOKENS) return { tokens: [], problems: [`expected at most ${MOST_TOKENS} entries`] }
  const found = entries.map((entry, i) => readEntry(entry, i + 1))
  const tokens = found.flatMap(one => (typeof one === 'string' ? [] : [one]))
  const problems = found.filter(one => typeof one === 'string')
  return { tokens: withoutTwins(tokens), problems: [...problems, ...sharedNames(tokens)] }
}

/** SHA-256 of a token. */
export function tokenDigest(token: string): Buffer {
  return createHash('sha256').update(token, 'utf8').digest()
}

const EXPECTED =
  'entries name:role:sha256 by comma, or comma-separated tokens of printable ASCII characters without spaces'

/** @param place From 1 on. @returns The token, or what is wrong with the entry. */
function readEntry(entry: string, place: number): AccessToken | string {
  const parts = entry.split(':')
  const [name = '', role = '', digest = ''] = parts
  const isMeantNamed = parts.length === 3 && (isRole(role.toLowerCase()) || DIGEST.test(digest))
  if (!isMeantNamed) {
    if (DIGEST.test(parts.at(-1) ?? '') && parts.length > 1) return `entry ${place} is not of the form name:role:sha256`
    if (!PLAIN.test(entry)) return `entry ${place}: expected ${EXPECTED}`
    return { name: `plain-${place}`, role: 'admin', digest: tokenDigest(entry), isPlain: true }
  }
  if (!NAME.test(name)) {
    return `entry ${place}: expected a name of 1 to 64 letters, digits, dots, hyphens and underscores before the first colon`
  }
  if (!isRole(role)) return `entry ${place} (${name}): expected one of the roles ${ROLES.join(', ')}`
  if (!DIGEST.test(digest)) return `entry ${place} (${name}): expected the SHA-256 of the token as 64 hex digits`
  return { name, role, digest: Buffer.from(digest, 'hex'), isPlain: false }
}

/** One plain token that is given twice is one. */
function withoutTwins(tokens: readonly AccessToken[]): AccessToken[] {
  const seen = new Set<string>()
  return tokens.filter(({ digest }) => {
    const text = digest.toString('hex')
    const isNew = !seen.has(text)
    seen.add(text)
    return isNew
  })
}

/** Two tokens of one name could not be told apart in the log, and two of one hash are one token with two names. */
function sharedNames(tokens: readonly AccessToken[]): string[] {
  const problems: string[] = []
  const names = new Set<string>()
  const digests = new Map<string, AccessToken>()
  for (const token of tokens) {
    const text = token.digest.toString('hex')
    const twin = digests.get(text)
    if (names.has(token.name)) problems.push(`the name ${token.name} is used twice`)
    if (twin !== undefined && !(twin.isPlain && token.isPlain)) {
      problems.push(`${twin.name} and ${token.name} are one token`)
    }
    names.add(token.name)
    digests.set(text, token)
  }
  return problems
}
