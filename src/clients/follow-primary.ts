import { isIP } from 'node:net'
import type { Redis } from 'ioredis'
import type { RedisAddress } from './redis-address.ts'
import { Sentinels } from './sentinels.ts'

const CHECK_EVERY_MS = 1000

/**
 * Cuts a connection when the Sentinels name another primary than it leads to, so that it finds the new one: a primary that
 * hangs keeps its connections, and would be waited for. (ioredis can watch too, but writes each Sentinel that is down to
 * the console.)
 */
export function followPrimary(redis: Redis, address: RedisAddress): void {
  const sentinels = new Sentinels(address)
  let timer: NodeJS.Timeout | undefined
  let isAsking = false
  const check = async () => {
    if (isAsking) return
    isAsking = true
    try {
      const { host, port } = await sentinels.primary()
      const { remoteAddress, remotePort } = redis.stream as { remoteAddress?: string; remotePort?: number }
      const isOther = remotePort !== port || (isIP(host) !== 0 && remoteAddress?.replace(/^::ffff:/, '') !== host)
      if (remotePort !== undefined && isOther) redis.stream.destroy()
    } catch {
      // No Sentinel answers: the server may be well all the same.
    } finally {
      isAsking = false
    }
  }
  redis.on('ready', () => {
    clearInterval(timer)
    timer = setInterval(() => void check(), CHECK_EVERY_MS)
  })
  redis.on('close', () => clearInterval(timer))
  redis.on('end', () => sentinels.close())
}
