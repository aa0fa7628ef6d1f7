import type { CameraReport } from '../../model/camera-state.ts'

/** Whether the incidents of a camera are meant; null stands for those of groups and of the service. */
export type Chosen = (stream: string | null) => boolean

/** Incidents that are to be taken up from the store, and what their cameras report until that is done. */
export class Adoption {
  readonly isTaken: Chosen
  readonly #early = new Map<string, CameraReport>()

  constructor(isTaken: Chosen) {
    this.isTaken = isTaken
  }

  /** The newest report of each camera. */
  get early(): Iterable<CameraReport> {
    return this.#early.values()
  }

  /** @returns Whether the camera is one of these: its report waits. */
  holds(report: CameraReport): boolean {
    if (!this.isTaken(report.stream)) return false
    this.#early.set(report.stream, report)
    return true
  }

  forget(isLost: Chosen): void {
    for (const stream of this.#early.keys()) if (isLost(stream)) this.#early.delete(stream)
  }
}
