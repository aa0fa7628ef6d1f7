import type { SceneView } from './detect/detector.ts'

/**
 * What is kept over time of one judged frame, in the order of MEASURE_SERIES; the frame rate is not known here.
 *
 * @param view Of the frame just judged: it is overwritten by the next frame of any camera.
 * @param meanLumaLevels Null without a picture.
 * @param out Written; NaN where nothing can be told.
 */
export function measureValues(view: SceneView | null, meanLumaLevels: number | null, out: Float64Array): void {
  out.fill(Number.NaN)
  out[0] = meanLumaLevels ?? Number.NaN
  if (view === null || !view.against.known) return
  const { against } = view
  if (against.testifying > 0) {
    out[1] = 1 - against.deadRatio
    out[3] = against.contrast
  }
  out[2] = against.sharpness ?? Number.NaN
  out[4] = Math.max(0, against.grainRiseLevels)
  out[5] = against.castLevels
  out[6] = against.agreement ?? Number.NaN
}
