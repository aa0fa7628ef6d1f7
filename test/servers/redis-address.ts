import type { RedisAddress } from '../../src/clients/redis-address.ts'

/** @param url As `startRedis` gives it. @param db In place of the URL's. */
export function addressOf(url: string, db?: number): RedisAddress {
  const { hostname, port, pathname } = new URL(url)
  return {
    host: hostname,
    port: Number(port),
    username: null,
    password: null,
    db: db ?? (Number(pathname.slice(1)) || 0),
    tls: false
  }
}
