import type { CameraReport } from '../../model/camera-state.ts'
import type { Incident } from '../../model/incident.ts'

/** Frames from before a crash come for so long after what they led to at most, ms: a lease, and the age of a cursor. */
export const REPLAY_MS = 30_000
/** So long after the take-over a report is believed by whatever clock its frame goes, ms. */
const PATIENCE_MS = 10_000

interface Guarded {
  /** Up to then the incidents of the camera are known, epoch ms. */
  readonly knownUntilMs: number
  readonly impatientAtMs: number
  /** The newest report that said nothing new. */
  held: CameraReport | null
}

/**
 * After a crash the last frames before it are judged once more. What they show is known: without this, an incident that
 * was over would open again, and one that goes on would close for a moment.
 */
export class ReplayGuard {
  readonly #cameras = new Map<string, Guarded>()

  /** @param incidents Of cameras that are taken up: those that go on, and those that were closed a moment ago. */
  resume(incidents: readonly Incident[], nowMs: number): void {
    for (const { stream, openedAtMs, closedAtMs } of incidents) {
      const knownUntilMs = Math.max(openedAtMs, closedAtMs ?? 0, this.#cameras.get(stream ?? '')?.knownUntilMs ?? 0)
      if (stream === null || nowMs - knownUntilMs > REPLAY_MS) continue
      this.#cameras.set(stream, { knownUntilMs, impatientAtMs: nowMs + PATIENCE_MS, held: null })
    }
  }

  /** @returns Whether a report is of a frame from before what is known: it waits, until `due` or a newer one. */
  holds(report: CameraReport): boolean {
    const camera = this.#cameras.get(report.stream)
    if (camera === undefined) return false
    if (report.frameMs < camera.knownUntilMs && report.atMs < camera.impatientAtMs) {
      camera.held = report
      return true
    }
    this.#cameras.delete(report.stream)
    return false
  }

  /** @returns Reports that nothing newer came after: the camera is still as they say. */
  due(nowMs: number): readonly CameraReport[] {
    const reports: CameraReport[] = []
    for (const [stream, { impatientAtMs, held }] of this.#cameras) {
      if (nowMs < impatientAtMs) continue
      this.#cameras.delete(stream)
      if (held !== null) reports.push({ ...held, atMs: nowMs })
    }
    return reports
  }

  forget(isLost: (stream: string) => boolean): void {
    for (const stream of this.#cameras.keys()) if (isLost(stream)) this.#cameras.delete(stream)
  }
}
