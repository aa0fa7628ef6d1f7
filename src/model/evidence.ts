import type { CameraSettings } from './camera.ts'

/**
 * What the frames of one camera were judged by, one after the other, as far as it is kept: of a calm camera a frame in ten
 * minutes, near a limit every change. See `evidence-recorder.ts`.
 */
export interface EvidenceRun {
  readonly stream: string
  /** What the camera was judged by then. */
  readonly settings: CameraSettings
  /** When each frame was taken, epoch ms by the frames' clock. */
  readonly times: readonly number[]
  /** `EVIDENCE_COLUMNS` numbers of 16 bits for each frame. */
  readonly values: Uint16Array
}
