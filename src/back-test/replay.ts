import type { CameraSettings } from '../model/camera.ts'
import type { FaultKind } from '../model/fault.ts'
import { concludeFrame } from '../pipeline/conclude-frame.ts'
import { FAULT_TIMINGS } from '../pipeline/detect/registry.ts'
import type { KeptFrameEvidence } from '../pipeline/evidence-reader.ts'
import { explain } from '../pipeline/incidents/causes.ts'
import { FaultBoard } from '../pipeline/incidents/fault-board.ts'
import { withOwnTimings } from '../pipeline/own-timings.ts'
import type { Spell } from './spell.ts'
import { SpellList } from './spell-list.ts'

/** Of two frames nobody counts a longer time as shown than this, ms: the frames between them are put in so far apart. */
const STEP_MS = 2000

/** Judges kept frames by other settings: the same decision and the same hysteresis as the live judge, on the same evidence. */
export class Replay {
  readonly #settings: CameraSettings
  readonly #spells: SpellList
  #board = new FaultBoard(FAULT_TIMINGS)

  constructor(settings: CameraSettings, reopenWindowMs: number) {
    this.#settings = settings
    this.#spells = new SpellList(reopenWindowMs)
  }

  /** Kinds that are raised after the last frame. */
  get raised(): ReadonlySet<FaultKind> {
    return this.#board.raised
  }

  take(frame: KeptFrameEvidence, atMs: number): void {
    this.#spells.take(this.#told(frame, atMs), atMs)
  }

  /**
   * Frames that were not kept, since they showed the same as the kept one before them.
   *
   * @param before The kept one. @param toMs When the last of them was taken.
   */
  bridge(before: KeptFrameEvidence, fromMs: number, toMs: number): void {
    for (let atMs = fromMs; atMs < toMs; ) {
      const isNext = atMs === fromMs
      // While nothing is suspected, nothing changes until the last of them.
      atMs = this.#board.isQuiet && !isNext ? toMs : Math.min(toMs, atMs + STEP_MS)
      this.take(before, atMs)
    }
  }

  /** The camera was not judged for a while, or by a session that knew nothing of before. */
  breakOff(atMs: number): void {
    this.#spells.stop(atMs)
    this.#board = new FaultBoard(FAULT_TIMINGS)
  }

  spells(): readonly Spell[] {
    return this.#spells.all()
  }

  #told({ evidence, missed }: KeptFrameEvidence, atMs: number): readonly FaultKind[] {
    const { faults } =
      evidence === null
        ? explain(this.#board.updateUnseen(withOwnTimings(missed, this.#settings), atMs))
        : concludeFrame(evidence, this.#settings, this.#board, atMs).verdict
    return faults.map(({ kind }) => kind)
  }
}
