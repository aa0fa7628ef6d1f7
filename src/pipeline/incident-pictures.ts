import type { FaultKind } from '../model/fault.ts'
import type { RaisedFault, Verdict } from '../model/finding.ts'
import type { PictureRole } from '../model/incident.ts'
import type { KeptFrame } from './frame-shelf.ts'

/** A picture that is to be kept with an incident. */
export interface PictureOffer {
  readonly role: PictureRole
  readonly kind: FaultKind
  /** 0..1, of the fault on this picture; 0 on a healthy one. */
  readonly severity: number
  readonly jpeg: Uint8Array
  /** When the frame was received, epoch ms. */
  readonly atMs: number
  /** What the picture is named after: another worst one takes the place of the one before. */
  readonly nameMs: number
}

/** A worse picture is worth keeping when it is so much worse and so much later. */
const WORSE_BY = 0.1
const WORSE_AFTER_MS = 3000

interface Shown {
  /** Names the pictures of this spell. */
  readonly firstMs: number
  worst: number
  worstAtMs: number
  /** When it ended, or null. */
  clearedMs: number | null
  /** The first healthy picture after it has been kept. */
  isAfterTold: boolean
}

/** Chooses the pictures of one camera's incidents: the last healthy one, the first and the worst faulty one, the first healthy one again. */
export class IncidentPictures {
  readonly #reopenWindowMs: number
  readonly #shown = new Map<FaultKind, Shown>()

  /** @param reopenWindowMs A fault that comes back within it has its pictures already. */
  constructor(reopenWindowMs: number) {
    this.#reopenWindowMs = reopenWindowMs
  }

  /**
   * @param frame The frame that was judged; its bytes are used before this returns. Null when no frame came.
   * @param healthy The last one in which nothing was found.
   * @returns What is to be kept now, nearly always nothing.
   */
  judged(verdict: Verdict, frame: KeptFrame | null, healthy: KeptFrame | null, nowMs: number): readonly PictureOffer[] {
    if (verdict.faults.length === 0) return frame === null ? [] : this.#well(frame, nowMs)
    const offers = verdict.faults.flatMap(fault => this.#faulty(fault, frame, healthy, nowMs))
    const up = new Set([...verdict.faults.map(({ kind }) => kind), ...verdict.explained])
    for (const [kind, shown] of this.#shown) if (!up.has(kind)) shown.clearedMs ??= nowMs
    return offers
  }

  /** Nothing is kept of what comes until the next fault is raised. */
  forget(): void {
    this.#shown.clear()
  }

  #faulty(
    { kind, severity }: RaisedFault,
    frame: KeptFrame | null,
    healthy: KeptFrame | null,
    nowMs: number
  ): PictureOffer[] {
    const known = this.#shown.get(kind)
    const isBack = known !== undefined && (known.clearedMs === null || nowMs - known.clearedMs <= this.#reopenWindowMs)
    if (isBack) {
      known.clearedMs = null
      known.isAfterTold = false
      if (frame === null || severity < known.worst + WORSE_BY || Math.abs(nowMs - known.worstAtMs) < WORSE_AFTER_MS)
        return []
      known.worst = severity
      known.worstAtMs = nowMs
      return [{ role: 'worst', kind, severity, ...frame, nameMs: known.firstMs }]
    }
    this.#shown.set(kind, { firstMs: nowMs, worst: severity, worstAtMs: nowMs, clearedMs: null, isAfterTold: false })
    return [
      ...(healthy === null ? [] : [{ role: 'before' as const, kind, severity: 0, ...healthy, nameMs: nowMs }]),
      ...(frame === null ? [] : [{ role: 'first' as const, kind, severity, ...frame, nameMs: nowMs }])
    ]
  }

  #well(frame: KeptFrame, nowMs: number): PictureOffer[] {
    const offers: PictureOffer[] = []
    for (const [kind, shown] of this.#shown) {
      shown.clearedMs ??= nowMs
      if (!shown.isAfterTold) offers.push({ role: 'after', kind, severity: 0, ...frame, nameMs: shown.firstMs })
      shown.isAfterTold = true
      if (nowMs - shown.clearedMs > this.#reopenWindowMs) this.#shown.delete(kind)
    }
    return offers
  }
}
