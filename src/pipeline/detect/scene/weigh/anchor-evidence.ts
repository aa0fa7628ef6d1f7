import type { ColourShift, LightChange } from './view-change.ts'

/** The present held against what the look was like at first, see `SceneAnchor`. Named as in `SceneEvidence`. */
export interface AnchorEvidence extends LightChange, ColourShift {
  /** Detail over contrast on the edges, over that at first; null when too few blocks have enough of it. */
  sharpness: number | null
  fineRatio: number
  /** Gradients over those at first: median of the testifying blocks, and share of them under 0.6. */
  contrast: number
  faintRatio: number
  /** True while the light falls as it did at first: only then can a shift of the colours not come from another light. */
  isSameLight: boolean
}

export function createAnchorEvidence(): AnchorEvidence {
  return {
    sharpness: null,
    fineRatio: 1,
    contrast: 1,
    faintRatio: 0,
    isSameLight: false,
    slope: 1,
    offset: 0,
    layoutCorrelation: 1,
    usualSpreadLevels: 0,
    meanChangeLevels: 0,
    meanRatio: 1,
    rangeRatio: 1,
    blackRiseLevels: 0,
    castLevels: 0,
    castBlueLevels: 0,
    castRedLevels: 0,
    castRatio: 0
  }
}
