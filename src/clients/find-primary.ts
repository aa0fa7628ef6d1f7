import type { RedisAddress } from './redis-address.ts'
import { RespConnection } from './resp-connection.ts'
import type { Allocate } from './resp-parser.ts'
import { Sentinels } from './sentinels.ts'

/**
 * Opens a connection to the server, or to the primary that the Sentinels name.
 *
 * @param name Shown by CLIENT LIST.
 * @throws Error why there is none.
 */
export async function openPrimary(address: RedisAddress, name: string, allocate?: Allocate): Promise<RespConnection> {
  const { sentinel, ...server } = address
  if (sentinel === undefined) {
    const connection = new RespConnection(address, name, allocate)
    await connection.open()
    return connection
  }
  const sentinels = new Sentinels(address)
  const primary = await sentinels.primary().finally(() => sentinels.close())
  const connection = new RespConnection({ ...server, ...primary }, name, allocate)
  await connection.open()
  // The Sentinels may not know yet that it was made a replica, whose writes come from elsewhere.
  const role = await connection.command(['ROLE']).catch(() => null)
  if (Array.isArray(role) && String(role[0]) === 'master') return connection
  connection.close()
  throw new Error(`The server that Sentinel names for ${sentinel.name} is no primary`)
}
