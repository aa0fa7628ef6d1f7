/** What a camera is doing. */
export type PushState = 'connecting' | 'running' | 'waiting' | 'finished' | 'stopped'

/** What is told of one camera. */
export interface CameraFigures {
  readonly stream: string
  /** Where it comes from, without secrets. */
  readonly source: string
  readonly state: PushState
  /** Frames that the source gave. */
  readonly frames: number
  /** Frames that were taken at the other end, and their bytes. */
  readonly delivered: number
  readonly deliveredBytes: number
  /** Delivered frames a second, over the last seconds. */
  readonly fps: number
  /** Frames that are gone: newer ones took their place, they were too large, no JPEG, or refused at the other end. */
  readonly dropped: {
    readonly queue: number
    readonly tooLarge: number
    readonly notJpeg: number
    readonly refused: number
  }
  /** How often the source was opened anew. */
  readonly reconnects: number
  /** Failed attempts to deliver that were made again. */
  readonly retries: number
  /** The last thing that went wrong, and when; null while nothing has. */
  readonly lastError: { readonly at: string; readonly text: string } | null
  /** When the last delivered frame was taken; null before the first. */
  readonly lastFrameAt: string | null
}
