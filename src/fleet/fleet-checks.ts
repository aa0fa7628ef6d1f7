import type { FleetChannels } from './fleet-channels.ts'

/** What a member depends on, and how that is; one sentence of detail. */
interface Check {
  readonly name: string
  readonly ok: boolean
  readonly detail: string
}

export interface FleetChecksOptions {
  readonly channels: FleetChannels
  /** Name of this member. */
  readonly id: () => string
  readonly isCoordinator: () => boolean
  /** Monotonic ms. */
  readonly clock: () => number
}

interface Report {
  readonly failing: readonly Check[]
  readonly atMs: number
}

/** While something fails, it is told this often, ms. */
const TELL_EVERY_MS = 3000
/** What a member told counts for so long: one that died needs no incident of its own, its cameras go on elsewhere. */
const COUNTS_FOR_MS = 3 * TELL_EVERY_MS + 1000
const MOST_MESSAGE_BYTES = 64 * 1024

/** How what the members depend on is, all of them together: what fails at several for one reason is one failure. */
export class FleetChecks {
  readonly #options: FleetChecksOptions
  readonly #reports = new Map<string, Report>()
  #told = '[]'
  #toldMs = Number.NEGATIVE_INFINITY
  #leadsSinceMs: number | null = null
  #stop: () => void = () => undefined

  constructor(options: FleetChecksOptions) {
    this.#options = options
  }

  start(): void {
    this.#stop = this.#options.channels.listen('checks', message => this.#hear(message))
  }

  close(): void {
    this.#stop()
  }

  /**
   * Tells the others what fails here. About every second.
   *
   * @returns What fails anywhere, for the coordinator; null while nobody can say yet, and for everybody else.
   */
  merge(own: readonly Check[]): readonly Check[] | null {
    const { clock, id, isCoordinator } = this.#options
    const nowMs = clock()
    const failing = own.filter(({ ok }) => !ok)
    this.#tell(failing, nowMs)
    this.#reports.set(id(), { failing, atMs: nowMs })
    for (const [member, { atMs }] of this.#reports) if (nowMs - atMs > COUNTS_FOR_MS) this.#reports.delete(member)
    if (!isCoordinator()) {
      this.#leadsSinceMs = null
      return null
    }
    this.#leadsSinceMs ??= nowMs
    const all = mergedFailures(this.#reports)
    // What the coordinator before had heard has not been told here yet: nothing is over because nothing is known.
    return all.length === 0 && nowMs - this.#leadsSinceMs < COUNTS_FOR_MS ? null : all
  }

  #tell(failing: readonly Check[], nowMs: number): void {
    const text = JSON.stringify(failing)
    const isNews = text !== this.#told
    if (!isNews && (failing.length === 0 || nowMs - this.#toldMs < TELL_EVERY_MS)) return
    this.#told = text
    this.#toldMs = nowMs
    const { channels, id } = this.#options
    channels.send('checks', Buffer.from(JSON.stringify({ id: id(), failing }))).catch(() => {
      // It is told again with the next second.
      this.#told = ''
    })
  }

  #hear(message: Buffer): void {
    if (message.length > MOST_MESSAGE_BYTES) return
    try {
      const { id, failing } = JSON.parse(message.toString('utf8')) as { id?: unknown; failing?: unknown }
      if (typeof id !== 'string' || !Array.isArray(failing) || !failing.every(isCheck)) return
      if (id !== this.#options.id()) this.#reports.set(id, { failing, atMs: this.#options.clock() })
    } catch {
      // Not of this service.
    }
  }
}

/** One entry for each cause, with the members that it hits. */
function mergedFailures(reports: ReadonlyMap<string, Report>): Check[] {
  const hit = new Map<string, { readonly check: Check; readonly members: string[] }>()
  for (const [member, { failing }] of reports) {
    for (const check of failing) {
      const key = JSON.stringify([check.name, check.detail])
      const known = hit.get(key)
      if (known === undefined) hit.set(key, { check, members: [member] })
      else known.members.push(member)
    }
  }
  return [...hit.values()].map(({ check: { name, detail }, members }) => ({
    name,
    ok: false,
    detail: `${detail} (${members.sort().join(', ')})`
  }))
}

function isCheck(value: unknown): value is Check {
  const { name, ok, detail } = (value ?? {}) as Partial<Check>
  return typeof name === 'string' && ok === false && typeof detail === 'string'
}
