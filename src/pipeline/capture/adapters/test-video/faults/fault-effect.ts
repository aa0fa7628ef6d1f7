/** A picture that a fault changes in place: RGB, `width * height * 3` bytes, row-major. */
export interface RgbFrame {
  readonly data: Uint8Array
  readonly width: number
  readonly height: number
}

/**
 * Changes a picture.
 *
 * @param progress How much of the fault has passed, 0..1.
 * @param moment Whole number; the same moment gives the same change.
 */
export type PictureFault = (frame: RgbFrame, progress: number, moment: number) => void

/** Where on its way a frame is spoilt. */
export type FaultEffect =
  /** Before the lens or in the camera: the clock is burnt in over it. */
  | { readonly stage: 'lens'; readonly apply: PictureFault }
  /** On the way to the recorder: the clock suffers too. */
  | { readonly stage: 'signal'; readonly apply: PictureFault }
  /** In the encoded bytes. */
  | { readonly stage: 'bytes'; readonly damage: (jpeg: Uint8Array, moment: number) => Uint8Array }
  /** Time stands still, or no frame comes at all. */
  | { readonly stage: 'time' }
  | { readonly stage: 'gap' }
