import type { Incident } from '../model/incident.ts'

/** Is told what happens to the cameras and incidents of this process, as it happens. Nothing may be thrown. */
export interface OverviewObserver {
  /** How these cameras are has changed. */
  changed(streams: readonly string[]): void
  /** The camera has left the subscription. */
  removed(stream: string): void
  /** It was opened, has changed, or was closed. */
  incident(incident: Incident): void
}
