/** The small working picture that is judged: 8-bit planes, row-major, no padding. */
export interface Picture {
  /** Luma plane, `width * height` values, 0..255 (BT.601 full range, as JPEG defines it). */
  readonly luma: Uint8Array
  /** Pixels per row and rows of the luma plane. */
  readonly width: number
  readonly height: number
  /** Colour planes, or null for a grey picture and where the decoder in use gives none. */
  readonly chroma: ChromaPlanes | null
  /** How the picture was coded, block by block, or null where the decoder in use does not tell. */
  readonly blocks: BlockPlanes | null
  /** Size of the received picture, pixels. */
  readonly sourceWidth: number
  readonly sourceHeight: number
  /** Colour channels of the received picture: 1, 3 or 4. */
  readonly channels: number
  /** Source pixels per working pixel along a side: 1, 2, 4, 8, or more for huge pictures. */
  readonly scale: number
  /** Share of the received picture's rows that could not be decoded and are mid-grey, 0..1; 0 for a whole picture. */
  readonly missingRowShare: number
}

/** Cb and Cr of the same size, `width * height` values each, 0..255, 128 for no colour. They cover the whole picture. */
export interface ChromaPlanes {
  readonly cb: Uint8Array
  readonly cr: Uint8Array
  readonly width: number
  readonly height: number
}

/** Figures of each luma block of 8 x 8 received pixels, row-major, blocks cut by the right and lower edge included. */
export interface BlockPlanes {
  readonly columns: number
  readonly rows: number
  /** Bits that the block takes in the file, 65,535 at most. */
  readonly codedBits: Uint16Array
  /**
   * Energy of the block's higher frequencies, all but its mean: the sum of |coefficient| over its 63 AC coefficients, where
   * each counts as the middle of its magnitude class (1, 2.5, 5.5, 11.5 ...) times the mean quantiser step, which costs no
   * time and is the same at every scale. 65,535 at most; 8 units are one grey level.
   */
  readonly energy: Uint16Array
}
