/** A picture as it comes from a source. */
export interface SourceFrame {
  readonly jpeg: Buffer
  /** When it was taken, as well as that is known, epoch ms. */
  readonly capturedAtMs: number
}

/** Why a frame never became one to deliver. */
export type LostFrame = 'too-large' | 'not-jpeg'
