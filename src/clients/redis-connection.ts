import { Redis, type RedisOptions } from 'ioredis'
import { withDeadline } from '../lib/deadline.ts'
import type { RedisAddress } from './redis-address.ts'

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
    // RESP2 on purpose: the shape of a binary XREAD reply is the same on every server and fork.
    protocol: 2 as const,
    host: address.host,
    port: address.port,
    db: address.db,
    connectionName: `camera-check:${name}`,
    lazyConnect: true,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    // 0 and not null: with null, ioredis neither repeats nor rejects what was in flight, and a read would hang for ever.
    maxRetriesPerRequest: 0,
    connectTimeout: CONNECT_TIMEOUT_MS,
    keepAlive: 10_000,
    noDelay: true,
    retryStrategy: (attempt: number) => Math.min(50 * 2 ** Math.min(attempt, 6), LONGEST_RETRY_MS),
    // A server that is loading its data or was made a replica refuses for a while: reconnect and try again.
    reconnectOnError: (error: Error) => /^(READONLY|LOADING|MASTERDOWN)/.test(error.message),
    ...(address.username === null ? {} : { username: address.username }),
    ...(address.password === null ? {} : { password: address.password }),
    ...(address.tls ? { tls: {} } : {}),
    ...(commandTimeoutMs === null ? {} : { commandTimeout: commandTimeoutMs })
  } satisfies RedisOptions
  const redis = new Redis(options)
  // Without a listener ioredis writes to the console; what matters shows in the status and in rejected commands.
  redis.on('error', () => {})
  return redis
}

/**
 * Waits until commands can be sent.
 *
 * @param deadlineMs Longest wait, ms.
 * @throws DeadlineError
 */
export async function whenReady(redis: Redis, deadlineMs: number): Promise<void> {
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
  } finally {
    if (onReady !== undefined) redis.off('ready', onReady)
  }
}
