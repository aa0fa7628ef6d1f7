/** The small working picture that is judged: 8-bit planes, row-major, no padding. */
export interface Picture {
  /** Luma plane, `width * height` values, 0..255 (BT.601 full range, as JPEG defines it). */
  readonly luma: Uint8Array
  /** Pixels per row and rows of the luma plane. */
  readonly width: number
  readonly height: number
  /** Size of the received picture, pixels. */
  readonly sourceWidth: number
  readonly sourceHeight: number
  /** Colour channels of the received picture: 1, 3 or 4. */
  readonly channels: number
  /** Source pixels per working pixel along a side: 1, 2, 4, 8, or more for huge pictures. */
  readonly scale: number
}
