/** What one frame shows, and how it differs from the camera's frame before. Ratios are 0..1, levels are grey levels 0..255. */
export interface Measures {
  /** Mean luma, levels. */
  readonly meanLumaLevels: number
  /**
   * Share of Canny edge pixels that the full-size picture would have, 0..1, estimated from the working picture; null
   * when the picture is too small to judge.
   */
  readonly edgeRatio: number | null
  /** Change against the frame before; null on the first frame and when the picture's size changed. */
  readonly change: ChangeMeasures | null
  /** The frame has the very bytes of the camera's frame before: its measures are that frame's, and nothing changed. */
  readonly identical: boolean
  /** Why `edgeRatio` or `change` is null; a measure that is there has no reason here. */
  readonly missing: { readonly edgeRatio?: string; readonly change?: string }
}

/** The absolute luma difference to the frame before, smoothed 5x5 at full size. */
export interface ChangeMeasures {
  /** Its mean, levels. */
  readonly meanLevels: number
  /** Share of pixels over 25 levels, 0..1. */
  readonly highRatio: number
  /** Mean of each of the 3x3 regions, row-major, levels. */
  readonly regionMeanLevels: readonly number[]
}
