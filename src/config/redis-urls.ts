import { shownValue } from './shown-value.ts'

/** One place that frames may lie: a server, a group of servers behind Sentinels, or a cluster. */
export interface RedisUrl {
  readonly kind: 'server' | 'sentinel' | 'cluster'
  /** Of the server, the Sentinels, or the nodes that are asked first; at least one. */
  readonly hosts: readonly { readonly host: string; readonly port: number }[]
  readonly username: string | null
  readonly password: string | null
  readonly tls: boolean
  readonly db: number
  /** The group's name; null without Sentinels. */
  readonly group: string | null
  /** What it is called in messages: without user and password. */
  readonly text: string
}

/** Which streams lie in which of REDIS_URLS. */
export interface StreamRule {
  /** `*` stands for any characters, `?` for one. */
  readonly pattern: string
  /** Index in REDIS_URLS. */
  readonly place: number
}

/** What became of a text: its parts, and one sentence for each bad one, never with a password. */
export interface Parsed<Part> {
  readonly parts: readonly Part[]
  readonly problems: readonly string[]
}

const URL_FORM = /^(redis|rediss)(\+cluster|\+sentinel)?:\/\/(?:([^@/]*)@)?([^/?#@]+)(?:\/([^?#]*))?$/i
const HOST = /^(\[[0-9a-f:.]+\]|[a-z0-9_]([a-z0-9._-]*[a-z0-9_])?)(?::(\d{1,5}))?$/i
const DEFAULT_PORT = 6379
const SENTINEL_PORT = 26_379
const MOST_DB = 65_535

/** Reads REDIS_URLS. A comma ends a url only when another one begins behind it: those of a cluster have commas inside. */
export function parseRedisUrls(text: string): Parsed<RedisUrl> {
  const parts: RedisUrl[] = []
  const problems: string[] = []
  const texts = text.split(/,\s*(?=[a-z+]+:\/\/)/i).map(part => part.trim())
  for (const [i, part] of texts.entries()) {
    const url = parseRedisUrl(part)
    if (typeof url === 'string') problems.push(`part ${i + 1} (${withoutAccess(part)}): ${url}`)
    else if (parts.some(other => other.text === url.text)) problems.push(`part ${i + 1} (${url.text}): is there twice`)
    else parts.push(url)
  }
  return { parts, problems }
}

/** Reads `host:port,host:port`. */
export function parseHosts(text: string, defaultPort = SENTINEL_PORT): Parsed<RedisUrl['hosts'][number]> {
  const parts: { host: string; port: number }[] = []
  const problems: string[] = []
  for (const part of text.split(',').map(host => host.trim())) {
    const match = HOST.exec(part)
    const port = Number(match?.[3] ?? defaultPort)
    if (match === null) problems.push(`got ${shownValue(part)}, expected host or host:port`)
    else if (port < 1 || port > 65_535) problems.push(`got ${shownValue(part)}, expected a port from 1 to 65535`)
    else parts.push({ host: String(match[1]).replace(/^\[|\]$/g, ''), port })
  }
  return { parts, problems }
}

/**
 * Reads REDIS_STREAM_URLS: `pattern=url`, one a line, or with commas in between when it is a single line.
 *
 * @param urls Of REDIS_URLS. A rule names one of them by its url without user and password, or by `host:port` alone.
 */
export function parseStreamRules(text: string, urls: readonly RedisUrl[]): Parsed<StreamRule> {
  const parts: StreamRule[] = []
  const problems: string[] = []
  const lines = text.includes('\n') ? text.split('\n') : splitRules(text)
  for (const [i, line] of lines.map(rule => rule.trim()).entries()) {
    if (line === '') continue
    const at = line.lastIndexOf('=')
    const target = withoutAccess(line.slice(at + 1).trim())
    const places = urls.flatMap((url, place) => (namesUrl(target, url) ? [place] : []))
    const [place] = places
    const problem = (what: string) => problems.push(`part ${i + 1} (${withoutAccess(line)}): ${what}`)
    if (at < 1) problem('expected pattern=url')
    else if (place === undefined) problem(`${JSON.stringify(target)} is none of REDIS_URLS`)
    else if (places.length > 1) problem(`${JSON.stringify(target)} is more than one of REDIS_URLS`)
    else parts.push({ pattern: line.slice(0, at).trim(), place })
  }
  return { parts, problems }
}

/** What is wrong with it, when that is text. */
function parseRedisUrl(text: string): RedisUrl | string {
  const match = URL_FORM.exec(text)
  if (match === null) {
    return 'expected redis://user:password@host:port/db, rediss:// for TLS, redis+cluster://host:port,host:port or redis+sentinel://host:port,host:port/name'
  }
  const [, scheme = '', form = '', access = '', hostText = '', path = ''] = match
  const kind = form === '' ? 'server' : form.toLowerCase() === '+cluster' ? 'cluster' : 'sentinel'
  const { parts: hosts, problems } = parseHosts(hostText, kind === 'sentinel' ? SENTINEL_PORT : DEFAULT_PORT)
  if (problems[0] !== undefined) return problems[0]
  if (kind === 'server' && hosts.length !== 1)
    return 'expected one host: several belong to redis+cluster:// or redis+sentinel://'
  const place = placeOf(kind, path)
  if (typeof place === 'string') return place
  const user = accessOf(access)
  if (user === null) return 'expected user and password with % and two hexadecimal digits for special characters'
  const tls = scheme.toLowerCase() === 'rediss'
  const names = hosts.map(({ host, port }) => `${host.includes(':') ? `[${host}]` : host}:${port}`).join(',')
  const tail = kind === 'cluster' ? '' : kind === 'server' ? `/${place.db}` : `/${place.group}/${place.db}`
  return {
    kind,
    hosts,
    tls,
    ...user,
    ...place,
    text: `${tls ? 'rediss' : 'redis'}${form.toLowerCase()}://${names}${tail}`
  }
}

function placeOf(kind: RedisUrl['kind'], path: string): Pick<RedisUrl, 'db' | 'group'> | string {
  const parts = path.split('/').filter(part => part !== '')
  const group = kind === 'sentinel' ? (parts.shift() ?? null) : null
  if (kind === 'sentinel' && group === null) return 'expected the name of the group behind the hosts, such as /mymaster'
  if (kind === 'cluster' && parts.length > 0) return 'expected no database: a cluster has one alone'
  const db = Number(parts[0] ?? 0)
  if (parts.length > 1 || !Number.isInteger(db) || db < 0 || db > MOST_DB) {
    return `expected a database from 0 to ${MOST_DB} behind the last /`
  }
  return { db, group }
}

function accessOf(text: string): Pick<RedisUrl, 'username' | 'password'> | null {
  if (text === '') return { username: null, password: null }
  const colon = text.indexOf(':')
  try {
    const username = decodeURIComponent(colon < 0 ? text : text.slice(0, colon))
    const password = colon < 0 ? '' : decodeURIComponent(text.slice(colon + 1))
    return { username: username === '' ? null : username, password: password === '' ? null : password }
  } catch {
    return null
  }
}

function splitRules(text: string): string[] {
  // A comma ends a rule only when another one begins behind it: urls of clusters have commas inside.
  return text.split(/,(?=[^,]*=)/)
}

function namesUrl(target: string, { text, hosts }: RedisUrl): boolean {
  const short = target.replace(/\/$/, '')
  if (short === text || `${short}/0` === text) return true
  return hosts.some(({ host, port }) => short === `${host}:${port}`)
}

function withoutAccess(text: string): string {
  return text.replace(/\/\/.*@/, '//')
}
