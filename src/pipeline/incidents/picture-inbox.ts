import type { FaultKind } from '../../model/fault.ts'
import type { Incident, PictureRole } from '../../model/incident.ts'
import { withPicture } from './incident-change.ts'

/** A picture that lies in the store and belongs to an incident. */
export interface StoredPicture {
  readonly stream: string
  readonly kind: FaultKind
  readonly role: PictureRole
  /** 0..1 */
  readonly severity: number
  readonly key: string
  readonly atMs: number
}

/** A picture may lie in the store before the incident is opened, ms. */
const WAITS_MS = 60_000
const MOST_WAITING = 5000

/** Pictures that have no incident yet: their uploads and the reports of faults take different ways. */
export class PictureInbox {
  /** By key: a picture that was written again counts as the newer one. */
  readonly #waiting = new Map<string, { readonly picture: StoredPicture; readonly sinceMs: number }>()

  add(picture: StoredPicture, nowMs: number): void {
    this.#waiting.delete(picture.key)
    this.#waiting.set(picture.key, { picture, sinceMs: nowMs })
  }

  /** Takes out what waits for incidents of one camera. */
  takeOf(stream: string): readonly StoredPicture[] {
    const found = [...this.#waiting.values()].map(({ picture }) => picture).filter(picture => picture.stream === stream)
    for (const { key } of found) this.#waiting.delete(key)
    return found
  }

  /** Takes out what nobody has asked for: to be deleted. */
  takeOld(nowMs: number): readonly StoredPicture[] {
    const old: StoredPicture[] = []
    for (const { picture, sinceMs } of this.#waiting.values()) {
      const isOld = Math.abs(nowMs - sinceMs) > WAITS_MS || this.#waiting.size - old.length > MOST_WAITING
      if (isOld) old.push(picture)
    }
    for (const { key } of old) this.#waiting.delete(key)
    return old
  }

  get size(): number {
    return this.#waiting.size
  }
}

/**
 * The incident that a picture belongs to, with the picture in it.
 *
 * @param incidents Of the camera; those that go on first.
 * @returns null when none takes it; `kept` false when the incident has a better one already.
 */
export function placePicture(
  picture: StoredPicture,
  incidents: readonly Incident[]
): { readonly incident: Incident; readonly kept: boolean; readonly replaced: string | null } | null {
  const incident =
    incidents.find(({ kind }) => kind === picture.kind) ??
    incidents.find(({ explained }) => explained.includes(picture.kind))
  if (incident === undefined) return null
  const { key, atMs, role, severity } = picture
  const present = incident.pictures[role]
  const isBetter = role === 'worst' ? severity >= incident.peakSeverity - 0.01 : present === null || role === 'after'
  if (!isBetter) return { incident, kept: present?.key === key, replaced: null }
  const replaced = present === null || present.key === key ? null : present.key
  return { incident: withPicture(incident, role, { key, atMs }), kept: true, replaced }
}
