import { createHash } from 'node:crypto'

/** What a server wants to know (RFC 7616, section 3.3). */
export interface DigestChallenge {
  readonly realm: string
  readonly nonce: string
  readonly opaque: string | null
  readonly algorithm: 'MD5' | 'MD5-sess' | 'SHA-256' | 'SHA-256-sess'
  /** Whether the answer counts its requests; without, it is that of RFC 2069. */
  readonly qop: 'auth' | null
  /** Whether the old nonce was too old, and user and password may well be right. */
  readonly stale: boolean
}

export interface DigestRequest {
  readonly method: string
  /** Path and query, as in the first line of the request. */
  readonly uri: string
  readonly username: string
  readonly password: string
  /** Of this nonce, from 1. */
  readonly count: number
  /** Drawn by chance for each nonce. */
  readonly cnonce: string
}

/** From the weakest to the strongest. */
const ALGORITHMS = ['MD5', 'MD5-sess', 'SHA-256', 'SHA-256-sess'] as const
const SCHEME = /(?:^|,)\s*(digest|basic|bearer|negotiate|ntlm)\b/gi
const PARAMETER = /([a-z0-9_-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,]*))/gi

/**
 * The strongest of the challenges in `WWW-Authenticate` that can be answered, or `basic`.
 *
 * @param headers Each may hold several challenges.
 * @returns Null when there is none.
 */
export function chooseChallenge(headers: readonly string[]): DigestChallenge | 'basic' | null {
  const parts = headers.flatMap(splitChallenges)
  const digests = parts.filter(({ scheme }) => scheme === 'digest').flatMap(({ text }) => parseDigest(text) ?? [])
  const strength = ({ algorithm }: DigestChallenge) => ALGORITHMS.indexOf(algorithm)
  const [best] = digests.sort((one, other) => strength(other) - strength(one))
  return best ?? (parts.some(({ scheme }) => scheme === 'basic') ? 'basic' : null)
}

/** The value of `Authorization`. */
export function digestAuthorization(challenge: DigestChallenge, request: DigestRequest): string {
  const { realm, nonce, opaque, algorithm, qop } = challenge
  const { method, uri, username, cnonce } = request
  const hash = (text: string) => digestOf(algorithm, text)
  const count = request.count.toString(16).padStart(8, '0')
  const access = hash(`${username}:${realm}:${request.password}`)
  const secret = algorithm.endsWith('-sess') ? hash(`${access}:${nonce}:${cnonce}`) : access
  const what = hash(`${method}:${uri}`)
  const response = hash(
    qop === null ? `${secret}:${nonce}:${what}` : `${secret}:${nonce}:${count}:${cnonce}:${qop}:${what}`
  )
  const needsCnonce = qop !== null || algorithm.endsWith('-sess')
  return `Digest ${[
    `username=${quoted(username)}`,
    `realm=${quoted(realm)}`,
    `nonce=${quoted(nonce)}`,
    `uri=${quoted(uri)}`,
    `algorithm=${algorithm}`,
    `response="${response}"`,
    ...(opaque === null ? [] : [`opaque=${quoted(opaque)}`]),
    ...(qop === null ? [] : [`qop=${qop}`, `nc=${count}`]),
    ...(needsCnonce ? [`cnonce=${quoted(cnonce)}`] : [])
  ].join(', ')}`
}

function digestOf(algorithm: DigestChallenge['algorithm'], text: string): string {
  // What old cameras ask for; nothing here rests on its strength.
  const name = algorithm.startsWith('SHA-256') ? 'sha256' : 'md5'
  return createHash(name).update(text, 'utf8').digest('hex')
}

function splitChallenges(header: string): { scheme: string; text: string }[] {
  const starts = [...header.matchAll(SCHEME)].filter(({ index }) => !isQuoted(header, index))
  return starts.map((match, i) => ({
    scheme: String(match[1]).toLowerCase(),
    text: header.slice(match.index + match[0].length, starts[i + 1]?.index)
  }))
}

function isQuoted(header: string, index: number): boolean {
  return (header.slice(0, index).replaceAll(/\\./g, '').split('"').length - 1) % 2 === 1
}

function parseDigest(text: string): DigestChallenge | null {
  const values = new Map(
    [...text.matchAll(PARAMETER)].map(([, name, inQuotes, plain]) => [
      String(name).toLowerCase(),
      inQuotes?.replaceAll(/\\(.)/g, '$1') ?? plain ?? ''
    ])
  )
  const named = (values.get('algorithm') ?? 'MD5').toUpperCase()
  const algorithm = ALGORITHMS.find(known => known.toUpperCase() === named)
  const realm = values.get('realm')
  const nonce = values.get('nonce')
  if (algorithm === undefined || realm === undefined || nonce === undefined) return null
  const offers = values
    .get('qop')
    ?.split(',')
    .map(offer => offer.trim().toLowerCase())
  // Without auth among them there is none that can be answered: auth-int needs the body.
  if (offers !== undefined && !offers.includes('auth')) return null
  return {
    realm,
    nonce,
    algorithm,
    opaque: values.get('opaque') ?? null,
    qop: offers === undefined ? null : 'auth',
    stale: values.get('stale')?.toLowerCase() === 'true'
  }
}

function quoted(text: string): string {
  return `"${text.replaceAll(/["\\]/g, '\\$&')}"`
}
