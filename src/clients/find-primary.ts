import { errorText } from '../errors.ts'
import type { HostAndPort, RedisAddress } from './redis-address.ts'
import { RespConnection } from './resp-connection.ts'
import type { Allocate } from './resp-parser.ts'

/** The next Sentinel is asked when one does not answer for so long. */
const SENTINEL_DEADLINE_MS = 1500

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
  const connection = new RespConnection({ ...server, ...(await findPrimary(address)) }, name, allocate)
  await connection.open()
  // The Sentinels may not know yet that it was made a replica, whose writes come from elsewhere.
  const role = await connection.command(['ROLE']).catch(() => null)
  if (Array.isArray(role) && String(role[0]) === 'master') return connection
  connection.close()
  throw new Error(`The server that Sentinel names for ${sentinel.name} is no primary`)
}

/** Asks one Sentinel after the other. @throws Error what each of them said. */
export async function findPrimary({ sentinel, ...address }: RedisAddress): Promise<HostAndPort> {
  if (sentinel === undefined) return address
  const { name, username, password } = sentinel
  const failures: string[] = []
  for (const { host, port } of sentinel.hosts) {
    const asked = new RespConnection({ ...address, host, port, username, password, db: 0 }, 'sentinel')
    try {
      await asked.open(SENTINEL_DEADLINE_MS)
      const answer = await asked.command(['SENTINEL', 'GET-MASTER-ADDR-BY-NAME', name])
      if (Array.isArray(answer)) return { host: String(answer[0]), port: Number(answer[1]) }
      failures.push(`${host}:${port} knows no group of this name`)
    } catch (cause) {
      failures.push(`${host}:${port}: ${errorText(cause)}`)
    } finally {
      asked.close()
    }
  }
  throw new Error(`No Sentinel names a primary for ${name}: ${failures.join('; ')}`)
}
