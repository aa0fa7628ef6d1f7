/** How the light has changed: block means = slope * remembered + offset, and how well that holds; see `SceneEvidence`. */
export interface LightChange {
  slope: number
  offset: number
  layoutCorrelation: number
  usualSpreadLevels: number
  meanChangeLevels: number
  meanRatio: number
  rangeRatio: number
  blackRiseLevels: number
}

/** The same shift of colour everywhere, levels, and in which share of the blocks. */
export interface ColourShift {
  castLevels: number
  castBlueLevels: number
  castRedLevels: number
  castRatio: number
}
