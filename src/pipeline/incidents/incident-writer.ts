import { AppError, errorText } from '../../errors.ts'
import { backoffMs } from '../../lib/backoff.ts'
import { withDeadline } from '../../lib/deadline.ts'
import type { Log } from '../../lib/log.ts'
import type { Fence } from '../../model/fence.ts'
import type { Incident } from '../../model/incident.ts'
import type { FencedIncidents, ToldChange } from './fenced-incidents.ts'
import type { IncidentStore } from './incident-store.ts'
import { VouchedChanges } from './vouched-changes.ts'

/** What is told of an incident; null: nothing but times and figures has changed. */
export type Told = ToldChange['what']

/** In a fleet: whose incidents may be written, and where the right to it is checked. */
export interface WritersFence {
  readonly store: FencedIncidents
  /** Right to write an incident; null when it is not ours (any more). */
  readonly of: (incident: Incident) => Fence | null
  /** Told of writes that were refused, here or by the store. */
  readonly onRefused: (count: number) => void
}

export interface IncidentWriterOptions {
  readonly store: Pick<IncidentStore, 'save'>
  readonly log: Log
  /** 0..1, as Math.random. */
  readonly random: () => number
  /**
   * Told of each change once it is kept, or once keeping it has failed. In a fleet only once it is kept: who owns the
   * incident by then says what has become of it.
   */
  readonly onTold: (told: Told, incident: Incident) => void
  /** Left out: no fleet. */
  readonly fence?: WritersFence | undefined
}

/** Changes gather for so long, ms: a fleet that fails at once is written in a few transactions. */
const GATHER_MS = 50
/** Times and figures alone may wait this long, ms. */
const QUIET_MS = 15_000
/** One transaction holds the thread for about 20 ms. */
const MOST_AT_ONCE = 200
/** More than this is not kept in memory while the store is down; the oldest closed ones are given up. */
const MOST_WAITING = 20_000
/** Whoever waits for a change to be kept does so no longer than this, ms. */
const KEEP_MS = 8000
/** A store that takes long to answer, or not to, must not keep people from hearing of an incident, ms. */
const TOLD_WITHIN_MS = 1000
/** One small write: trying often costs little, and /readyz is not well before one has gone through. */
const BACKOFF = { firstMs: 500, mostMs: 3000 }

interface Waiting {
  incident: Incident
  /** Of when it changed: one that was lost and taken again since is another. */
  readonly fence: Fence | null
  readonly told: ToldChange[]
  /** Of those, the ones up to this number were sent, and perhaps told. */
  triedUpTo: number
  isQuiet: boolean
}

/** Brings changed incidents into the store, and tells of them once they are there. Survives a store that is down. */
export class IncidentWriter {
  readonly #options: IncidentWriterOptions
  readonly #waiting = new Map<string, Waiting>()
  readonly #vouched = new VouchedChanges()
  #timer: NodeJS.Timeout | undefined
  #dueMs = Number.POSITIVE_INFINITY
  #writing: Promise<void> | null = null
  #underWay = 0
  #failures = 0
  #trouble: string | null = null
  #lost = 0
  /** Of the change that was told last. */
  #number = 0
  #closed = false

  constructor(options: IncidentWriterOptions) {
    this.#options = options
  }

  /** Whether the store did not take what was written last. */
  get isFailing(): boolean {
    return this.#failures > 0
  }

  /** Why the store did not take what was written last, null when it did. */
  get trouble(): string | null {
    return this.#trouble
  }

  /** Incidents that wait to be written, or are being written. */
  get waiting(): number {
    return this.#waiting.size + this.#underWay
  }

  /** Incidents that were given up because the store was down for too long. */
  get lost(): number {
    return this.#lost
  }

  /** The newest form of an incident that is not in the store yet. */
  get(id: string): Incident | undefined {
    return this.#waiting.get(id)?.incident
  }

  /** Those that are not in the store yet, in their newest form. */
  unkept(): readonly Incident[] {
    return Array.from(this.#waiting.values(), ({ incident }) => incident)
  }

  /** @param told Null when there is nothing to tell. */
  put(incident: Incident, told: Told | null): void {
    const guard = this.#options.fence
    const fence = guard?.of(incident) ?? null
    if (guard !== undefined && fence === null) {
      guard.onRefused(1)
      this.#vouched.refuse([incident.id])
      return
    }
    const known = this.#waiting.get(incident.id)
    if (known === undefined) {
      const first = told === null ? [] : [{ what: told, number: ++this.#number }]
      this.#waiting.set(incident.id, { incident, fence, told: first, triedUpTo: 0, isQuiet: told === null })
      this.#bound()
    } else {
      known.incident = incident
      if (told !== null) this.#toTell(known, told)
      known.isQuiet = known.isQuiet && told === null
    }
    this.#later(told === null ? QUIET_MS : GATHER_MS)
  }

  #toTell({ told, triedUpTo }: Waiting, what: Told): void {
    const last = told.at(-1)
    // Whatever is told comes with the newest form, unless it was told already.
    if (what === 'updated' && last !== undefined && last.number > triedUpTo) return
    if (last?.what === what) told.pop()
    told.push({ what, number: ++this.#number })
  }

  /** Forgets what waits of incidents that are another member's by now. */
  drop(isLost: (incident: Incident) => boolean): void {
    let dropped = 0
    for (const [id, { incident }] of this.#waiting) {
      if (!isLost(incident)) continue
      this.#waiting.delete(id)
      this.#vouched.refuse([id])
      dropped++
    }
    if (dropped > 0) this.#options.fence?.onRefused(dropped)
  }

  /** Writes what waits. Resolves once it was tried; never rejects. */
  async flush(): Promise<void> {
    while (this.#writing !== null) await this.#writing
    if (this.#waiting.size === 0) return
    this.#writing = this.#writeAll().finally(() => {
      this.#writing = null
    })
    await this.#writing
  }

  /**
   * For changes that somebody is told are kept. To be called before they are `put`.
   *
   * @returns Writes them, and resolves once the store has them; rejects with AppError `incident/store-failed`: it has not
   *   taken them yet, and is asked again later; `fleet/not-owner`: they are another member's by now, who does not know of them.
   */
  vouchFor(ids: readonly string[]): () => Promise<void> {
    const isRefused = this.#vouched.watch(ids)
    const isWaiting = () => ids.some(id => this.#waiting.has(id))
    return async () => {
      try {
        await withDeadline(this.flush(), KEEP_MS, 'Keeping incidents')
        // Changed again, by its camera, after the write that took it along had looked for the last time.
        if (isWaiting() && !this.isFailing) await withDeadline(this.flush(), KEEP_MS, 'Keeping incidents')
      } catch (cause) {
        isRefused()
        throw new AppError('incident/store-failed', errorText(cause), { cause })
      }
      if (isRefused()) {
        throw new AppError('fleet/not-owner', `Incident ${ids.join(', ')} is another member's by now: do it again`)
      }
      if (isWaiting())
        throw new AppError('incident/store-failed', 'The change is not in the store yet: it is tried again')
    }
  }

  /** Tries a last time. */
  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#timer)
    await this.flush()
    const unkept = this.#waiting.size
    if (unkept > 0)
      this.#options.log.error({ incidents: unkept }, 'Ending with changed incidents that could not be kept')
  }

  async #writeAll(): Promise<void> {
    this.#dueMs = Number.POSITIVE_INFINITY
    while (this.#waiting.size > 0) {
      const batch = [...this.#waiting.values()].slice(0, MOST_AT_ONCE)
      for (const { incident } of batch) this.#waiting.delete(incident.id)
      this.#underWay = batch.length
      const overdue = this.#tellWhenOverdue(batch)
      const refused = await this.#trySave(batch)
      clearTimeout(overdue)
      this.#underWay = 0
      if (refused !== null) this.#tell(batch.filter(({ incident }) => !refused.includes(incident.id)))
      else if (this.#options.fence === undefined) this.#tell(batch)
      if (refused === null) return
    }
  }

  /** @returns As `#save`; null when it failed. */
  async #trySave(batch: readonly Waiting[]): Promise<readonly string[] | null> {
    try {
      const refused = await this.#save(batch)
      this.#vouched.refuse(refused)
      this.#failures = 0
      this.#trouble = null
      return refused
    } catch (cause) {
      this.#failed(batch, cause)
      return null
    }
  }

  /** In a fleet the write says whether the incident is ours to tell of. */
  #tellWhenOverdue(batch: readonly Waiting[]): NodeJS.Timeout | undefined {
    if (this.#options.fence !== undefined) return undefined
    return setTimeout(() => this.#tell(batch), TOLD_WITHIN_MS)
  }

  /** Tells of each once. */
  #tell(batch: readonly Waiting[]): void {
    for (const { told, incident } of batch) for (const { what } of told.splice(0)) this.#options.onTold(what, incident)
  }

  /** @returns Ids of those that belong to another member of the fleet by now: they are not tried again. */
  async #save(batch: readonly Waiting[]): Promise<readonly string[]> {
    const { store, fence } = this.#options
    if (fence === undefined) {
      await store.save(batch.map(({ incident }) => incident))
      return []
    }
    const refused = await fence.store.saveFenced(batch)
    if (refused.length > 0) fence.onRefused(refused.length)
    return refused
  }

  #failed(batch: readonly Waiting[], cause: unknown): void {
    for (const waiting of batch) {
      const { incident, fence } = waiting
      // Lost meanwhile: somebody else writes it now.
      if (this.#options.fence?.of(incident)?.token !== fence?.token) {
        this.#options.fence?.onRefused(1)
        this.#vouched.refuse([incident.id])
      } else this.#again(waiting)
    }
    this.#bound()
    this.#failures++
    this.#trouble = errorText(cause)
    const waitMs = backoffMs(this.#failures, BACKOFF, this.#options.random())
    if (this.#failures === 1 || this.#failures % 20 === 0) {
      const fields = { error: errorText(cause), waiting: this.#waiting.size, retryInMs: Math.round(waitMs) }
      this.#options.log.error(fields, 'Incidents cannot be kept, trying again')
    }
    this.#later(waitMs)
  }

  /** Without a fleet it has been told: what is tried again is tried in silence. In a fleet nobody knows whether it was. */
  #again({ incident, fence, told }: Waiting): void {
    const tried = this.#options.fence === undefined ? [] : told
    const triedUpTo = tried.at(-1)?.number ?? 0
    const newer = this.#waiting.get(incident.id)
    if (newer === undefined) {
      this.#waiting.set(incident.id, { incident, fence, told: [...tried], triedUpTo, isQuiet: false })
      return
    }
    // One change takes the place of the other, if the newer one is of its kind.
    newer.told.unshift(...(tried.at(-1)?.what === newer.told[0]?.what ? tried.slice(0, -1) : tried))
    newer.triedUpTo = Math.max(newer.triedUpTo, triedUpTo)
  }

  #later(afterMs: number): void {
    if (this.#closed) return
    const wait = this.#failures > 0 ? Math.max(afterMs, BACKOFF.firstMs) : afterMs
    const dueMs = performance.now() + wait
    if (dueMs >= this.#dueMs) return
    this.#dueMs = dueMs
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#isDue(), wait)
    this.#timer.unref()
  }

  #isDue(): void {
    // Also when nothing waits any more, since a write that went on has taken it along: the next change needs a timer of its own.
    this.#dueMs = Number.POSITIVE_INFINITY
    void this.flush()
  }

  #bound(): void {
    if (this.#waiting.size <= MOST_WAITING) return
    for (const [id, { incident }] of this.#waiting) {
      if (this.#waiting.size <= MOST_WAITING) return
      if (incident.state !== 'closed') continue
      this.#waiting.delete(id)
      this.#lost++
    }
  }
}
