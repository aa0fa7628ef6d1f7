import type { RedisAccess } from '../clients/redis-address.ts'
import { type Environment, loadSettings } from '../config/load.ts'
import { parseRedisUrls, type RedisUrl } from '../config/redis-urls.ts'
import { AppError } from '../errors.ts'
import { readAuthorities } from '../lib/read-authorities.ts'
import type { FrameSink } from '../push/frame-sink.ts'
import { HttpSink } from '../push/http-sink.ts'
import { PlacedSink } from '../push/placed-sink.ts'
import { TARGET_BUILT_IN, type TargetEntry } from '../push/push-schema.ts'
import { RedisSink, type RedisSinkOptions } from '../push/redis-sink.ts'
import { framePlaces } from '../redis-places.ts'

/** Where frames go, and how that is called in messages. */
export interface OpenedSink {
  readonly sink: FrameSink
  readonly text: string
}

/**
 * @param target Null takes the Redis of the settings.
 * @throws AppError `push/config-invalid`, `config/invalid`
 */
export function openSink(target: TargetEntry | null, env: Environment, clock: () => number): OpenedSink {
  if (target === null) return sinkOfSettings(env, clock)
  if (target.http !== undefined) return httpSink(target, target.http, env, clock)
  return redisSink(target, target.redis ?? '', clock)
}

function httpSink(target: TargetEntry, url: string, env: Environment, clock: () => number): OpenedSink {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new AppError(
      'push/config-invalid',
      `http: expected an address such as http://127.0.0.1:5020, got ${JSON.stringify(url)}`
    )
  }
  const { origin, pathname, username } = new URL(url)
  if (username !== '') throw new AppError('push/config-invalid', 'http: expected no user in the address, but a token')
  const ca = target.caFile === undefined ? null : readAuthorities('caFile', target.caFile)
  const address = origin + pathname
  return {
    sink: new HttpSink({ url: address, token: target.token ?? env.PUSH_TOKEN ?? null, ca, clock }),
    text: address
  }
}

function redisSink(target: TargetEntry, text: string, clock: () => number): OpenedSink {
  const { parts, problems } = parseRedisUrls(text)
  const [url] = parts
  if (url === undefined || parts.length > 1 || problems.length > 0) {
    throw new AppError('push/config-invalid', `redis: ${problems[0] ?? 'expected one address'}`)
  }
  const { maxlen, keyPrefix } = { ...TARGET_BUILT_IN, ...target }
  return { sink: new RedisSink({ place: placeOf(url, target), maxlen, keyPrefix, clock }), text: url.text }
}

function placeOf(url: RedisUrl, { caFile, servername }: TargetEntry): RedisSinkOptions['place'] {
  const { username, password, tls, hosts, group, db } = url
  const trust = { ca: caFile === undefined ? null : readAuthorities('caFile', caFile), servername: servername ?? null }
  const access: RedisAccess = { username, password, tls, ...(tls ? { trust } : {}) }
  if (url.kind === 'cluster') return { kind: 'cluster', address: { ...access, seeds: hosts } }
  const { host = '127.0.0.1', port = 6379 } = hosts[0] ?? {}
  const sentinel = group === null ? {} : { sentinel: { hosts, name: group, username: null, password: null } }
  return { kind: 'server', address: { ...access, host, port, db, ...sentinel } }
}

/** The places in which the service itself looks, so that each stream lies where it is looked for. */
function sinkOfSettings(env: Environment, clock: () => number): OpenedSink {
  const { settings } = loadSettings(env)
  if (
    settings.REDIS_HOST === undefined &&
    settings.REDIS_URLS === undefined &&
    settings.REDIS_SENTINELS === undefined
  ) {
    throw new AppError(
      'push/config-invalid',
      'Nobody says where frames go: expected --redis, --http, "to" in the list, or REDIS_HOST'
    )
  }
  const { places, placeOf } = framePlaces(settings)
  const options = { maxlen: settings.REDIS_STREAM_MAXLEN, keyPrefix: TARGET_BUILT_IN.keyPrefix, clock }
  const sinks = places.map(place => new RedisSink({ place, ...options }))
  return { sink: new PlacedSink(sinks, placeOf), text: places.map(({ text }) => text).join(', ') }
}
