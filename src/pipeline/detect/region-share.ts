import type { ChangeMeasures } from '../../model/measures.ts'

/** Share of the 3x3 regions whose mean change is over a level, 0..1 (`roi_ratio` on the wire). */
export function regionShare(change: ChangeMeasures, levels: number): number {
  let over = 0
  for (const mean of change.regionMeanLevels) if (mean > levels) over++
  return over / change.regionMeanLevels.length
}
