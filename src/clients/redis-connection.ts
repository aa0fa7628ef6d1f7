import { Cluster, Redis, type RedisOptions } from 'ioredis'
import { withDeadline } from '../lib/deadline.ts'
import { followPrimary } from './follow-primary.ts'
import type { ClusterAddress, RedisAccess, RedisAddress, RedisServerOrCluster } from './redis-address.ts'
import { tlsOptions } from './tls-options.ts'

const CONNECT_TIMEOUT_MS = 5000
const LONGEST_RETRY_MS = 2000

/**
 * A connection that never gives up and never throws on its own: the caller sees rejected commands and `status`.
 *
 * Commands fail at once while the connection is down (no offline queue), and an interrupted command is not sent again:
 * a client that silently repeats a blocking read after a reconnection can leave it pending for ever (see
 * docs/decisions/0001-redis-client.md).
 */
export function openRedis(address: RedisAddress, name: string, commandTimeoutMs: number | null): Redis {
  const options = {
    ...commonOptions(address, name, commandTimeoutMs),
    db: address.db,
    // 0 and not null: with null, ioredis neither repeats nor rejects what was in flight, and a read would hang for ever.
    maxRetriesPerRequest: 0,
    retryStrategy: retryMs,
    ...(address.tls ? { tls: tlsOptions(address, address.sentinel === undefined ? address.host : null) } : {}),
    ...placeOptions(address)
  } satisfies RedisOptions
  const redis = new Redis(options)
  keepTrouble(redis)
  // While the server is away, each command that wants to be sent listens for its return, until its deadline.
  redis.setMaxListeners(0)
  if (address.sentinel !== undefined) followPrimary(redis, address)
  return redis
}

/** The same for a cluster: each command goes to the node that has its key. */
export function openCluster(address: ClusterAddress, name: string, commandTimeoutMs: number): Cluster {
  const cluster = new Cluster([...address.seeds], {
    lazyConnect: true,
    enableOfflineQueue: false,
    clusterRetryStrategy: retryMs,
    slotsRefreshTimeout: CONNECT_TIMEOUT_MS,
    // Certificates carry names, and a cluster may announce names: they are not to be made addresses of.
    dnsLookup: (host, done) => done(null, host),
    redisOptions: {
      ...commonOptions(address, name, commandTimeoutMs),
      ...(address.tls ? { tls: tlsOptions(address, null) } : {})
    }
  })
  keepTrouble(cluster)
  return cluster
}

/** For commands that both take alike. */
export function openServerOrCluster(
  place: RedisServerOrCluster,
  name: string,
  commandTimeoutMs: number
): Redis | Cluster {
  return place.kind === 'cluster'
    ? openCluster(place.address, name, commandTimeoutMs)
    : openRedis(place.address, name, commandTimeoutMs)
}

/** Why each connection that is not ready is not. */
const troubles = new WeakMap<Redis | Cluster, string>()

/** Without a listener ioredis would write to the console; what matters shows in the status and in rejected commands. */
function keepTrouble(redis: Redis | Cluster): void {
  redis.on('error', (error: Error) => troubles.set(redis, error.message))
  redis.on('ready', () => troubles.delete(redis))
}

/** Why a connection is not ready, as far as its last attempt has told; null when it has told nothing. */
export function troubleOf(redis: Redis | Cluster): string | null {
  return troubles.get(redis) ?? null
}

function commonOptions({ username, password }: RedisAccess, name: string, commandTimeoutMs: number | null) {
  return {
    // RESP2 on purpose: the shape of a binary XREAD reply is the same on every server and fork.
    protocol: 2 as const,
    connectionName: `camera-check:${name}`,
    lazyConnect: true,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    connectTimeout: CONNECT_TIMEOUT_MS,
    keepAlive: 10_000,
    noDelay: true,
    // A server that is loading its data or was made a replica refuses for a while: reconnect and try again.
    reconnectOnError: (error: Error) => /^(READONLY|LOADING|MASTERDOWN)/.test(error.message),
    ...(username === null ? {} : { username }),
    ...(password === null ? {} : { password }),
    ...(commandTimeoutMs === null ? {} : { commandTimeout: commandTimeoutMs })
  } satisfies RedisOptions
}

function placeOptions({ host, port, sentinel, ...access }: RedisAddress): Omit<RedisOptions, 'replyMapping'> {
  if (sentinel === undefined) return { host, port }
  const { hosts, name, username, password } = sentinel
  return {
    sentinels: [...hosts],
    name,
    sentinelRetryStrategy: retryMs,
    sentinelCommandTimeout: CONNECT_TIMEOUT_MS,
    ...(username === null ? {} : { sentinelUsername: username }),
    ...(password === null ? {} : { sentinelPassword: password }),
    ...(access.tls ? { enableTLSForSentinelMode: true, sentinelTLS: tlsOptions(access, null) } : {})
  }
}

function retryMs(attempt: number): number {
  return Math.min(50 * 2 ** Math.min(attempt, 6), LONGEST_RETRY_MS)
}

/**
 * Waits until commands can be sent.
 *
 * @param deadlineMs Longest wait, ms.
 * @throws Error why it could not connect, DeadlineError when nothing is known but that it took too long.
 */
export async function whenReady(redis: Redis | Cluster, deadlineMs: number): Promise<void> {
  if (redis.status === 'ready') return
  // A first attempt that fails is not the last one: ioredis goes on by itself.
  if (redis.status === 'wait') redis.connect().catch(() => {})
  let onReady: (() => void) | undefined
  const ready = new Promise<void>(resolve => {
    onReady = resolve
    redis.once('ready', resolve)
  })
  try {
    await withDeadline(ready, deadlineMs, 'Connecting to Redis')
  } catch (cause) {
    const trouble = troubleOf(redis)
    throw trouble === null ? cause : new Error(trouble, { cause })
  } finally {
    if (onReady !== undefined) redis.off('ready', onReady)
  }
}
