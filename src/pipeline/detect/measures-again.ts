import type { Measures } from '../../model/measures.ts'

const NO_CHANGE = { meanLevels: 0, highRatio: 0, regionMeanLevels: Array<number>(9).fill(0) }

/**
 * The measures of a frame that has the very bytes of the frame before: the same, without change.
 *
 * @param measures Of the frame before.
 */
export function measuresAgain(measures: Measures): Measures {
  // Change was not measured because there was no other frame, which there is now; or because the picture is too small.
  const { edgeRatio, missing } = measures
  if (edgeRatio === null) return { ...measures, identical: true }
  const { change: _, ...rest } = missing
  return { ...measures, change: NO_CHANGE, missing: rest, identical: true }
}
