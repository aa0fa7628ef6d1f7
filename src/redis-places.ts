import type { RedisAccess, RedisAddress, RedisServerOrCluster } from './clients/redis-address.ts'
import { parseHosts, parseRedisUrls, parseStreamRules, type RedisUrl } from './config/redis-urls.ts'
import type { Settings } from './config/schema.ts'
import { readAuthorities } from './lib/read-authorities.ts'
import { rendezvousPlace } from './lib/rendezvous.ts'
import { textPattern } from './lib/text-pattern.ts'

/** One of the places that frames lie in. */
export type FramePlace = { readonly text: string } & RedisServerOrCluster

/** Where frames lie. */
export interface FramePlaces {
  readonly places: readonly FramePlace[]
  /** Index of the place that a stream's frames lie in. */
  placeOf(stream: string): number
}

/** @throws AppError `config/invalid` when REDIS_TLS_CA_FILE cannot be read. */
export function framePlaces(settings: Settings): FramePlaces {
  const { REDIS_URLS, REDIS_STREAM_URLS } = settings
  if (REDIS_URLS === undefined) {
    const place = { kind: 'server', address: redisAddress(settings), text: stateText(settings) } as const
    return { places: [place], placeOf: () => 0 }
  }
  const urls = parseRedisUrls(REDIS_URLS).parts
  const rules = parseStreamRules(REDIS_STREAM_URLS ?? '', urls).parts.map(({ pattern, place }) => ({
    fits: textPattern(pattern),
    place
  }))
  return {
    places: urls.map(url => placeAt(url, settings)),
    placeOf: stream => rules.find(({ fits }) => fits(stream))?.place ?? rendezvousPlace(stream, urls.length)
  }
}

/** The server that keeps the state. @throws AppError `config/invalid` when REDIS_TLS_CA_FILE cannot be read. */
export function redisAddress(settings: Settings): RedisAddress {
  const { REDIS_HOST, REDIS_SENTINELS, REDIS_URLS } = settings
  const [first] = REDIS_URLS === undefined ? [] : parseRedisUrls(REDIS_URLS).parts
  if (REDIS_HOST === undefined && REDIS_SENTINELS === undefined && first !== undefined) {
    return serverAddress(first, settings)
  }
  const username = settings.REDIS_USERNAME ?? null
  const password = settings.REDIS_PASSWORD ?? null
  const access = accessOf({ username, password, tls: settings.REDIS_TLS }, settings)
  const server = { ...access, host: REDIS_HOST ?? '127.0.0.1', port: settings.REDIS_PORT, db: settings.REDIS_DB }
  if (REDIS_SENTINELS === undefined) return server
  const group = { hosts: parseHosts(REDIS_SENTINELS).parts, name: settings.REDIS_SENTINEL_NAME }
  return { ...server, ...behindSentinels(group, settings) }
}

/** How the server that keeps the state is called in messages, without user and password. */
export function stateText(settings: Settings): string {
  const { REDIS_HOST, REDIS_PORT, REDIS_DB, REDIS_TLS, REDIS_SENTINELS, REDIS_SENTINEL_NAME } = settings
  const scheme = REDIS_TLS ? 'rediss' : 'redis'
  if (REDIS_SENTINELS !== undefined) {
    return `${scheme}+sentinel://${REDIS_SENTINELS}/${REDIS_SENTINEL_NAME}/${REDIS_DB}`
  }
  if (REDIS_HOST !== undefined) return `${scheme}://${REDIS_HOST}:${REDIS_PORT}/${REDIS_DB}`
  return settings.REDIS_URLS === undefined ? 'none' : (frameTexts(settings)[0] ?? 'none')
}

/** How the places that frames lie in are called in messages, without user and password. */
export function frameTexts(settings: Settings): readonly string[] {
  const { REDIS_URLS } = settings
  return REDIS_URLS === undefined ? [stateText(settings)] : parseRedisUrls(REDIS_URLS).parts.map(({ text }) => text)
}

function placeAt(url: RedisUrl, settings: Settings): FramePlace {
  const { kind, hosts, text } = url
  if (kind === 'cluster') return { kind, address: { ...accessOf(url, settings), seeds: hosts }, text }
  return { kind: 'server', address: serverAddress(url, settings), text }
}

function serverAddress(url: RedisUrl, settings: Settings): RedisAddress {
  const { hosts, db, group } = url
  const { host = '127.0.0.1', port = 6379 } = hosts[0] ?? {}
  const server = { ...accessOf(url, settings), host, port, db }
  return group === null ? server : { ...server, ...behindSentinels({ hosts, name: group }, settings) }
}

function behindSentinels(
  { hosts, name }: { readonly hosts: RedisUrl['hosts']; readonly name: string },
  settings: Settings
): Pick<RedisAddress, 'host' | 'port'> & Required<Pick<RedisAddress, 'sentinel'>> {
  const username = settings.REDIS_SENTINEL_USERNAME ?? null
  const password = settings.REDIS_SENTINEL_PASSWORD ?? null
  const { host = '127.0.0.1', port = 26_379 } = hosts[0] ?? {}
  return { host, port, sentinel: { hosts, name, username, password } }
}

function accessOf({ username, password, tls }: RedisAccess, settings: Settings): RedisAccess {
  const access = { username, password, tls }
  if (!tls) return access
  const { REDIS_TLS_CA_FILE, REDIS_TLS_SERVERNAME } = settings
  const ca = REDIS_TLS_CA_FILE === undefined ? null : readAuthorities('REDIS_TLS_CA_FILE', REDIS_TLS_CA_FILE)
  return { ...access, trust: { ca, servername: REDIS_TLS_SERVERNAME ?? null } }
}
