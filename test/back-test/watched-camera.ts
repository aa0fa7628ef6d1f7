import type { CameraSettings } from '../../src/model/camera.ts'
import type { EvidenceRun } from '../../src/model/evidence.ts'
import { concludeFrame, type FrameEvidence } from '../../src/pipeline/conclude-frame.ts'
import { FAULT_TIMINGS } from '../../src/pipeline/detect/registry.ts'
import { EvidenceRecorder } from '../../src/pipeline/evidence-recorder.ts'
import { FaultBoard } from '../../src/pipeline/incidents/fault-board.ts'
import type { Spell } from '../../src/back-test/spell.ts'
import { SpellList } from '../../src/back-test/spell-list.ts'

export const WINDOW_MS = 10_000

/** A camera as the service judges it: every frame live, and what is kept of them. */
export class WatchedCamera {
  readonly #recorder = new EvidenceRecorder()
  readonly #board = new FaultBoard(FAULT_TIMINGS)
  readonly #live = new SpellList(WINDOW_MS)
  readonly #settings: CameraSettings
  frames = 0

  constructor(settings: CameraSettings) {
    this.#settings = settings
  }

  see(evidence: FrameEvidence, atMs: number): void {
    this.frames++
    const { causes, verdict } = concludeFrame(evidence, this.#settings, this.#board, atMs)
    this.#recorder.saw(evidence, causes, this.#board.raised, this.#settings, atMs)
    this.#live.take(
      verdict.faults.map(({ kind }) => kind),
      atMs
    )
  }

  /** The same picture for a while, five times a second. @returns When it ends. */
  show(evidence: FrameEvidence, fromMs: number, lastsMs: number): number {
    for (let atMs = fromMs; atMs < fromMs + lastsMs; atMs += 200) this.see(evidence, atMs)
    return fromMs + lastsMs
  }

  takeEvidence(): readonly EvidenceRun[] {
    return this.#recorder.take('gate-1')
  }

  live(): readonly Spell[] {
    return this.#live.all()
  }
}
