import type { CameraProfile } from '../model/camera-profile.ts'
import { maskOf } from './detect/mask-of.ts'
import { isOffSchedule, localTime } from './incidents/schedule.ts'

/** A schedule goes by minutes. */
const CHECK_MS = 5000

/** When and where one camera is judged, by what people have set for it. */
export class CameraDuty {
  readonly #timeZone: string
  #profile: CameraProfile | null = null
  #masked: Uint8Array | null = null
  #isOff = false
  #isSilent = false
  #checkedMs = Number.NEGATIVE_INFINITY

  /** @param timeZone TIME_ZONE, in which schedules are meant. */
  constructor(timeZone: string) {
    this.#timeZone = timeZone
  }

  /** What people have set; null when nothing. */
  get profile(): CameraProfile | null {
    return this.#profile
  }

  /** Blocks that are not judged: 1 for each of the 16 x 9, or null. */
  get masked(): Uint8Array | null {
    return this.#masked
  }

  /** It is not judged at this hour. */
  get isOff(): boolean {
    return this.#isOff
  }

  /** It is in maintenance: judged, and nobody is to be told. */
  get isSilent(): boolean {
    return this.#isSilent
  }

  /** After how long without a frame it is silent, ms; null when that was not set. */
  get gapLimitMs(): number | null {
    const gapLimitS = this.#profile?.gapLimitS ?? null
    return gapLimitS === null ? null : gapLimitS * 1000
  }

  /** @returns Whether other parts of the picture are masked than before. The next check is due at once. */
  setProfile(profile: CameraProfile | null): boolean {
    const masked = maskOf(profile?.masks ?? [])
    const isOther = String(masked) !== String(this.#masked)
    this.#masked = masked
    this.#profile = profile
    this.#checkedMs = Number.NEGATIVE_INFINITY
    return isOther
  }

  /** Looks at the clock, now and then. @returns Whether its hours have just ended. */
  check(nowMs: number): boolean {
    if (Math.abs(nowMs - this.#checkedMs) < CHECK_MS) return false
    this.#checkedMs = nowMs
    const { schedule = [], maintenanceUntilMs = null } = this.#profile ?? {}
    this.#isSilent = maintenanceUntilMs !== null && nowMs < maintenanceUntilMs
    const wasOff = this.#isOff
    this.#isOff = schedule.length > 0 && isOffSchedule(schedule, localTime(nowMs, this.#timeZone))
    return this.#isOff && !wasOff
  }
}
