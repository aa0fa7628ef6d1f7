import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { FLEET_KEYS } from '../../src/fleet/fleet-keys.ts'
import { slotOf } from '../../src/fleet/slot.ts'
import type { ResultMessage } from '../../src/model/result-message.ts'
import { startRedis } from './redis-server.ts'
import { type ResultListener, RunningService } from './running-service.ts'
import type { RunningServer } from './server-script.ts'
import { PATIENT, redisEnvironment } from './service-environment.ts'

/** Leases of a test, ms. */
export const LEASE_TTL_MS = 2000
const LEASE_RENEW_MS = 500

/** Members of a fleet, each in a process of its own, on a Redis of their own. */
export class FleetRun {
  readonly redis: Redis
  readonly #members = new Map<string, RunningService>()
  readonly #listeners = new Map<string, ResultListener>()
  readonly #server: RunningServer
  readonly #folder: string

  private constructor(server: RunningServer, folder: string) {
    this.#server = server
    this.#folder = folder
    this.redis = new Redis(server.url)
  }

  static async start(count: number, env: Readonly<Record<string, string>> = {}): Promise<FleetRun> {
    const run = new FleetRun(await startRedis(), await mkdtemp(join(tmpdir(), 'camera-check-fleet-')))
    await Promise.all(Array.from({ length: count }, (_, i) => run.add(`member-${i + 1}`, env)))
    return run
  }

  get redisUrl(): string {
    return this.#server.url
  }

  /** Starts one more member. */
  async add(id: string, env: Readonly<Record<string, string>> = {}): Promise<RunningService> {
    const member = await RunningService.start({
      ...PATIENT,
      ...redisEnvironment(this.#server.url),
      MINIO_SAVE_MODE: 'none',
      DATA_DIR: this.#folder,
      FLEET: '1',
      FLEET_ID: id,
      // Every frame is counted, however busy the machine is.
      OVERLOAD_MIN_FPS: '1000',
      LEASE_TTL_MS: String(LEASE_TTL_MS),
      LEASE_RENEW_MS: String(LEASE_RENEW_MS),
      ...env
    })
    this.#members.set(id, member)
    this.#listeners.set(id, await member.listen())
    return member
  }

  /** @param number 1 for the first. */
  member(number: number): RunningService {
    const found = this.#members.get(`member-${number}`)
    if (found === undefined) throw new Error(`There is no member ${number}`)
    return found
  }

  /** What a client of one member has heard. */
  heardAt(number: number): ResultListener {
    const found = this.#listeners.get(`member-${number}`)
    if (found === undefined) throw new Error(`There is no member ${number}`)
    return found
  }

  /** Everything that was told, once, whichever member's client heard of it. */
  get messages(): ResultMessage[] {
    const texts = new Set(
      [...this.#listeners.values()].flatMap(({ messages }) => messages.map(message => JSON.stringify(message)))
    )
    return [...texts]
      .map(text => JSON.parse(text) as ResultMessage)
      .sort((one, other) => Date.parse(one.data.timing.ts4 ?? '') - Date.parse(other.data.timing.ts4 ?? ''))
  }

  /** Id of each stream's owner, by the leases in Redis; null while there is none that lives. */
  async ownersOf(streams: readonly string[]): Promise<(string | null)[]> {
    const [owners, cards, sessions] = await Promise.all([
      this.redis.hgetall(FLEET_KEYS.owners),
      this.redis.hgetall(FLEET_KEYS.members),
      this.redis.zrangebyscore(FLEET_KEYS.sessions, Date.now(), '+inf')
    ])
    return streams.map(stream => {
      const session = owners[slotOf(stream)]?.split(':')[0] ?? ''
      const card = cards[session]
      if (card === undefined || !sessions.includes(session)) return null
      return (JSON.parse(card.slice(card.indexOf(' ') + 1)) as { id: string }).id
    })
  }

  async dispose(): Promise<void> {
    for (const listener of this.#listeners.values()) listener.close()
    await Promise.all([...this.#members.values()].map(member => member.stop('SIGKILL')))
    this.redis.disconnect()
    await this.#server.stop()
    await rm(this.#folder, { recursive: true, force: true })
  }
}
