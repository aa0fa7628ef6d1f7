import { AppError, errorText } from '../errors.ts'
import type { Log } from '../lib/log.ts'
import type { AuditEntry } from '../model/audit-entry.ts'
import { type CameraProfile, EMPTY_PROFILE } from '../model/camera-profile.ts'
import type { IncidentStore } from '../pipeline/incidents/incident-store.ts'

export interface CameraProfilesOptions {
  readonly store: Pick<IncidentStore, 'open' | 'profiles' | 'saveProfile'>
  readonly newId: (nowMs: number) => string
  readonly clock: () => number
  /** Told of each change, and of every profile when they have been read. @param isSetHere Somebody has just set it, here. */
  readonly onChange: (stream: string, profile: CameraProfile, isSetHere: boolean) => void
  readonly log: Log
}

const RETRY_MS = 1000

/** What people have set for cameras: read once, kept in memory, every change written with who made it. */
export class CameraProfiles {
  readonly #options: CameraProfilesOptions
  #profiles = new Map<string, CameraProfile>()
  #turn: Promise<unknown> = Promise.resolve()
  #isLoaded = false
  #timer: NodeJS.Timeout | undefined
  #closed = false

  constructor(options: CameraProfilesOptions) {
    this.#options = options
  }

  /** Reads what was set; goes on trying while the store is down. */
  async start(): Promise<void> {
    const { store, onChange, log } = this.#options
    try {
      await store.open()
      this.#profiles = new Map(await store.profiles())
      this.#isLoaded = true
      for (const [stream, profile] of this.#profiles) onChange(stream, profile, false)
    } catch (cause) {
      log.error({ error: errorText(cause) }, 'Cannot read what was set for cameras, trying again')
      if (!this.#closed) this.#timer = setTimeout(() => void this.start(), RETRY_MS).unref()
    }
  }

  /** Cameras are ours from now on: reads anew what is set for them; goes on trying while the store is down. */
  async adopt(streams: readonly string[]): Promise<void> {
    try {
      const profiles = await this.#options.store.profiles(streams)
      for (const stream of streams) this.#replace(stream, profiles.get(stream) ?? EMPTY_PROFILE)
    } catch (cause) {
      this.#options.log.error({ error: errorText(cause) }, 'Cannot read what was set for cameras, trying again')
      await new Promise(resolve => setTimeout(resolve, RETRY_MS).unref())
      if (!this.#closed) await this.adopt(streams)
    }
  }

  /** What was set for a camera; the same object until it is changed. */
  get(stream: string): CameraProfile {
    return this.#profiles.get(stream) ?? EMPTY_PROFILE
  }

  /**
   * Changes what is set for a camera, one change after the other.
   *
   * @param action For the audit list: `settings`, `maintenance`.
   * @throws AppError `incident/store-failed`: then nothing has changed.
   */
  change(
    stream: string,
    action: string,
    by: string,
    edit: (profile: CameraProfile) => CameraProfile
  ): Promise<CameraProfile> {
    const result = this.#turn.then(async () => {
      // Written over what was not read, it would be lost.
      if (!this.#isLoaded) throw new AppError('incident/store-failed', 'Settings of cameras have not been read yet')
      const before = this.get(stream)
      const profile = edit(before)
      const change = differences(before, profile)
      if (Object.keys(change).length === 0) return before
      const atMs = this.#options.clock()
      const entry: AuditEntry = { id: this.#options.newId(atMs), atMs, by, action, stream, change }
      await this.#options.store.saveProfile(stream, profile, entry)
      this.#profiles.set(stream, profile)
      this.#options.onChange(stream, profile, true)
      return profile
    })
    this.#turn = result.catch(() => undefined)
    return result
  }

  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#timer)
    await this.#turn
  }

  #replace(stream: string, profile: CameraProfile): void {
    const before = this.get(stream)
    if (Object.keys(differences(before, profile)).length === 0) return
    if (profile === EMPTY_PROFILE) this.#profiles.delete(stream)
    else this.#profiles.set(stream, profile)
    this.#options.onChange(stream, profile, false)
  }
}

/** `{field: [before, after]}` of the fields that differ. */
function differences(before: CameraProfile, after: CameraProfile): Record<string, readonly [unknown, unknown]> {
  const fields = Object.keys(EMPTY_PROFILE) as (keyof CameraProfile)[]
  return Object.fromEntries(
    fields
      .filter(field => JSON.stringify(before[field]) !== JSON.stringify(after[field]))
      .map(field => [field, [before[field], after[field]] as const])
  )
}
