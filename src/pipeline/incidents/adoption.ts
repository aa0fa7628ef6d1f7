import type { CameraReport } from '../../model/camera-state.ts'
import type { Incident } from '../../model/incident.ts'
import type { Told } from './incident-writer.ts'

/** Whether the incidents of a camera are meant; null stands for those of groups and of the service. */
export type Chosen = (stream: string | null) => boolean

/** More than this is not remembered while the store is asked: what is lost shows with the next look into it. */
const MOST_HEARD = 5000

/** What another member told of an incident. */
export interface Heard {
  readonly told: Told
  readonly incident: Incident
}

/** Incidents that are to be taken up from the store, and what their cameras report until that is done. */
export class Adoption {
  readonly isTaken: Chosen
  readonly #early = new Map<string, CameraReport>()
  readonly #heard: Heard[] = []
  #leads: boolean

  constructor(isTaken: Chosen) {
    this.isTaken = isTaken
    this.#leads = isTaken(null)
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

  /** Remembers what another member told meanwhile, of which the store's answer may not know. */
  hears(heard: Heard): void {
    if (this.#leads && this.#heard.length < MOST_HEARD) this.#heard.push(heard)
  }

  /** In the order in which it was told. */
  get heard(): Iterable<Heard> {
    return this.#heard
  }

  /** Whether incidents of groups and of the service are among them, and still ours. */
  get leads(): boolean {
    return this.#leads
  }

  forget(isLost: Chosen): void {
    if (isLost(null)) this.#leads = false
    for (const stream of this.#early.keys()) if (isLost(stream)) this.#early.delete(stream)
  }
}
