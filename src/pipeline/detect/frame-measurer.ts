import type { CameraSettings } from '../../model/camera.ts'
import type { Measures } from '../../model/measures.ts'
import type { Picture } from '../../model/picture.ts'
import { measure } from './measure.ts'
import { measuresAgain } from './measures-again.ts'
import type { MeasureScratch } from './measure-scratch.ts'
import { isDefaultEdge, isDefaultTamper } from './old-rules.ts'

// Clients read the edge ratio on every Normal result, and nothing is judged by it unless they have set its limit: then it
// may be two seconds old.
const EDGE_RATIO_EVERY_MS = 2000

/**
 * Takes the measures of the old service from a camera's frames: all of them where the client has set their limits, or
 * while the scene is not known; else none but the edge ratio, every two seconds.
 */
export class FrameMeasurer {
  #previous: Picture | null = null
  /** Of the last picture, and what they were asked with. */
  #last: { readonly measures: Measures; readonly settings: CameraSettings; readonly isSceneKnown: boolean } | null =
    null
  #edgeRatio: number | null = null
  #edgeRatioMs = Number.NEGATIVE_INFINITY
  #edgeWidth = 0
  #edgeHeight = 0

  forgetLast(): void {
    this.#previous = null
    this.#last = null
  }

  /**
   * Leaves the picture in the kernels' memory.
   *
   * @param isIdentical True when the frame has the bytes of the one before: what was measured is so still.
   */
  measure(
    picture: Picture,
    isIdentical: boolean,
    settings: CameraSettings,
    isSceneKnown: boolean,
    nowMs: number,
    scratch: MeasureScratch
  ): Measures {
    const last = this.#last
    const isAgain = isIdentical && last !== null && last.settings === settings && last.isSceneKnown === isSceneKnown
    // The scene is looked at all the same, and the picture of another camera may lie there.
    if (isAgain) scratch.kernels.put('picture', picture.luma, picture.width, picture.height)
    const measures = isAgain
      ? measuresAgain(last.measures)
      : this.#measure(picture, settings, isSceneKnown, nowMs, scratch)
    this.#last = { measures, settings, isSceneKnown }
    return measures
  }

  #measure(
    picture: Picture,
    settings: CameraSettings,
    isSceneKnown: boolean,
    nowMs: number,
    scratch: MeasureScratch
  ): Measures {
    const needsChange = !isSceneKnown || !isDefaultTamper(settings)
    const isSameSize = picture.sourceWidth === this.#edgeWidth && picture.sourceHeight === this.#edgeHeight
    const isOld = Math.abs(nowMs - this.#edgeRatioMs) >= EDGE_RATIO_EVERY_MS || !isSameSize
    const needsEdges = !isSceneKnown || !isDefaultEdge(settings) || isOld
    const previous = needsChange ? this.#previous : null
    const measures = measure(picture, previous, needsEdges ? settings.edge : null, scratch)
    // Change is measured on luma alone; a camera keeps no more of its last picture than that, and only where it is asked for.
    this.#previous = needsChange ? { ...picture, chroma: null, blocks: null } : null
    if (!needsEdges) return { ...measures, edgeRatio: this.#edgeRatio }
    this.#edgeRatio = measures.edgeRatio
    this.#edgeRatioMs = nowMs
    this.#edgeWidth = picture.sourceWidth
    this.#edgeHeight = picture.sourceHeight
    return measures
  }
}
