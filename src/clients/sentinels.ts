import { errorText } from '../errors.ts'
import { withDeadline } from '../lib/deadline.ts'
import type { HostAndPort, RedisAddress } from './redis-address.ts'
import { RespConnection } from './resp-connection.ts'

/** The next Sentinel is asked when one does not answer for so long. */
const SENTINEL_DEADLINE_MS = 1500

/** The Sentinels of one group: asks one of them, over a connection that stays, and the next one when it fails. */
export class Sentinels {
  readonly #address: RedisAddress
  #connection: RespConnection | null = null
  #closed = false

  constructor(address: RedisAddress) {
    this.#address = address
  }

  /** Where the group's primary is now. @throws Error what each of them said. */
  async primary(): Promise<HostAndPort> {
    const { sentinel, ...access } = this.#address
    if (sentinel === undefined) return this.#address
    const { name, username, password } = sentinel
    const failures: string[] = []
    // The one that was asked before comes first, while its connection holds.
    for (const at of [null, ...sentinel.hosts]) {
      if (at === null && this.#connection?.isOpen !== true) continue
      const where = at === null ? 'The one that was asked before' : `${at.host}:${at.port}`
      try {
        if (at !== null) await this.#open({ ...access, ...at, username, password, db: 0 })
        const answer = await this.#ask(name)
        if (answer !== null) return answer
        failures.push(`${where} knows no group of this name`)
      } catch (cause) {
        failures.push(`${where}: ${errorText(cause)}`)
      }
      this.#connection?.close()
    }
    throw new Error(`No Sentinel names a primary for ${name}: ${failures.join('; ')}`)
  }

  close(): void {
    this.#closed = true
    this.#connection?.close()
  }

  async #open(address: RedisAddress): Promise<void> {
    this.#connection = new RespConnection(address, 'sentinel')
    await this.#connection.open(SENTINEL_DEADLINE_MS)
    if (this.#closed) this.#connection.close()
  }

  async #ask(name: string): Promise<HostAndPort | null> {
    const connection = this.#connection
    const question = connection?.command(['SENTINEL', 'GET-MASTER-ADDR-BY-NAME', name]) ?? Promise.resolve(null)
    const answer = await withDeadline(question, SENTINEL_DEADLINE_MS, 'Asking a Sentinel', () => connection?.close())
    return Array.isArray(answer) ? { host: String(answer[0]), port: Number(answer[1]) } : null
  }
}
