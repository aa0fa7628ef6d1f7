import { errorText } from '../../errors.ts'
import type { Log } from '../../lib/log.ts'
import type { EndedSession } from '../../model/access.ts'

/** Where ended sessions are kept. */
export interface EndedSessionKeeper {
  /** Others end sessions there too, and their word has to be asked for. */
  readonly isShared: boolean
  /** @param nowMs Epoch ms. @throws AppError `access/store-failed` */
  keep(ended: EndedSession, nowMs: number): Promise<void>
  /** Those that would not have ended by themselves. @param nowMs Epoch ms. @throws AppError `access/store-failed` */
  kept(nowMs: number): Promise<readonly EndedSession[]>
}

export interface EndedSessionsOptions {
  readonly keeper: EndedSessionKeeper
  readonly log: Log
  /** Epoch ms. */
  readonly clock: () => number
  /** How often others are asked, and what could not be kept is tried again, ms. */
  readonly periodMs?: number
}

const PERIOD_MS = 5000
/** Who may sign in can end as many sessions as they like; past this the one that ends first is forgotten. */
const MOST_KNOWN = 50_000

/**
 * The sessions that people have ended. Every request that shows a session looks here, so it looks into memory alone: what
 * another member was told is known here a period later, and only while somebody shows sessions is anybody asked.
 */
export class EndedSessions {
  readonly #options: EndedSessionsOptions
  readonly #untilMs = new Map<string, number>()
  readonly #unkept = new Map<string, EndedSession>()
  readonly #watchers = new Map<string, Set<() => void>>()
  #timer: NodeJS.Timeout | null = null
  #asked: Promise<void> | null = null
  #isInUse = false

  constructor(options: EndedSessionsOptions) {
    this.#options = options
  }

  /** Whether a session was ended. While its keeper does not answer, what is known holds. */
  async has(id: string): Promise<boolean> {
    this.#isInUse = true
    this.#watch()
    await this.#asked
    return this.#untilMs.has(id)
  }

  /** Ends a session, here at once; when its keeper does not answer it is told later. */
  async end(ended: EndedSession): Promise<void> {
    this.#watch()
    this.#learn(ended)
    this.#unkept.set(ended.id, ended)
    await this.#keepUnkept()
  }

  /** @returns Ends the watch. */
  onEnd(id: string, listener: () => void): () => void {
    const listeners = this.#watchers.get(id) ?? new Set()
    this.#watchers.set(id, listeners.add(listener))
    this.#watch()
    return () => {
      listeners.delete(listener)
      if (listeners.size === 0) this.#watchers.delete(id)
    }
  }

  async close(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer)
    this.#timer = null
    await this.#asked
    if (this.#unkept.size > 0) await this.#keepUnkept()
  }

  /** Begins to ask, when nobody did: the first who shows a session waits for the answer. */
  #watch(): void {
    if (this.#timer !== null) return
    this.#timer = setInterval(() => void this.#tick(), this.#options.periodMs ?? PERIOD_MS).unref()
    this.#asked = this.#ask().finally(() => {
      this.#asked = null
    })
  }

  async #tick(): Promise<void> {
    if (!this.#isInUse && this.#watchers.size === 0 && this.#unkept.size === 0) {
      // Whoever comes next asks anew, and waits for it.
      if (this.#timer !== null && this.#options.keeper.isShared) {
        clearInterval(this.#timer)
        this.#timer = null
      }
      return
    }
    this.#isInUse = false
    await this.#keepUnkept()
    if (this.#options.keeper.isShared) await this.#ask()
    this.#forgetPast()
  }

  async #ask(): Promise<void> {
    const { keeper, clock, log } = this.#options
    try {
      for (const ended of await keeper.kept(clock())) this.#learn(ended)
    } catch (cause) {
      log.warn({ error: errorText(cause) }, 'Cannot read which sessions were ended, those known here hold')
    }
  }

  async #keepUnkept(): Promise<void> {
    const { keeper, clock, log } = this.#options
    try {
      for (const ended of [...this.#unkept.values()]) {
        await keeper.keep(ended, clock())
        this.#unkept.delete(ended.id)
      }
    } catch (cause) {
      log.warn(
        { error: errorText(cause), unkept: this.#unkept.size },
        'Sessions that were ended are ended here, but that cannot be kept, trying again'
      )
    }
  }

  #learn({ id, untilMs }: EndedSession): void {
    if (this.#untilMs.has(id)) return
    this.#untilMs.set(id, untilMs)
    if (this.#untilMs.size > MOST_KNOWN) this.#forgetFirst()
    for (const listener of [...(this.#watchers.get(id) ?? [])]) listener()
  }

  #forgetPast(): void {
    const nowMs = this.#options.clock()
    for (const [id, untilMs] of this.#untilMs) if (untilMs <= nowMs) this.#untilMs.delete(id)
  }

  #forgetFirst(): void {
    const [first] = [...this.#untilMs].sort(([, a], [, b]) => a - b)
    if (first !== undefined) this.#untilMs.delete(first[0])
  }
}
