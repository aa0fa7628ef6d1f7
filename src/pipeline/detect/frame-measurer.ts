import { halvePicture } from '../../kernels/band-energy.ts'
import type { CameraSettings } from '../../model/camera.ts'
import type { Measures } from '../../model/measures.ts'
import type { Picture } from '../../model/picture.ts'
import { MIN_SIDE_PX, measure, NO_FRAME_BEFORE } from './measure.ts'
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

  /** Whether the measures of the last picture are those that are asked for now. */
  canRepeat(settings: CameraSettings, isSceneKnown: boolean): boolean {
    return this.#last?.settings === settings && this.#last.isSceneKnown === isSceneKnown
  }

  /** The measures of a frame with the bytes of the one before. Only while `canRepeat`. */
  again(): Measures {
    const last = this.#last
    if (last === null) throw new TypeError('Cannot repeat measures: expected a picture before')
    const measures = measuresAgain(last.measures)
    this.#last = { ...last, measures }
    return measures
  }

  /**
   * Leaves the picture in the kernels' memory.
   *
   * @param isIdentical True when the frame has the bytes of the one before: it shows no change then.
   */
  measure(
    picture: Picture,
    isIdentical: boolean,
    settings: CameraSettings,
    isSceneKnown: boolean,
    nowMs: number,
    scratch: MeasureScratch
  ): Measures {
    const now = this.#measure(picture, settings, isSceneKnown, nowMs, scratch)
    const measures = isIdentical ? measuresAgain(now) : now
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
    const isFromBlack = isDefaultTamper(settings) && this.#wasBlack(settings)
    const previous = needsChange && !isFromBlack ? this.#previous : null
    const taken = measure(picture, previous, needsEdges ? settings.edge : null, scratch)
    const measures = isFromBlack ? { ...taken, missing: fromBlack(taken.missing) } : taken
    this.#previous = needsChange ? this.#copied(picture, isDefaultTamper(settings), scratch) : null
    if (!needsEdges) return { ...measures, edgeRatio: this.#edgeRatio }
    this.#edgeRatio = measures.edgeRatio
    this.#edgeRatioMs = nowMs
    this.#edgeWidth = picture.sourceWidth
    this.#edgeHeight = picture.sourceHeight
    return measures
  }

  /** A picture that comes out of black is another one all over, and that is no violence. */
  #wasBlack({ blackMeanLevels }: CameraSettings): boolean {
    return this.#last !== null && this.#last.measures.meanLumaLevels < blackMeanLevels
  }

  /**
   * Change is measured on luma alone; a camera keeps no more of its last picture than that, only where it is asked for, and
   * at half its size where no client's limits are held against it. A picture at its full size is kept whole: its change is
   * measured, where others are estimated.
   */
  #copied(picture: Picture, mayHalve: boolean, { kernels }: MeasureScratch): Picture {
    const isHalf = mayHalve && picture.scale > 1 && Math.min(picture.width, picture.height) >= 2 * MIN_SIDE_PX
    if (isHalf) halvePicture(kernels)
    const { address, width, height } = kernels.plane(isHalf ? 'half' : 'picture')
    const old = this.#previous?.luma
    const luma = old?.length === width * height ? old : new Uint8Array(width * height)
    luma.set(kernels.bytes.subarray(address, address + width * height))
    const scale = isHalf ? 2 * picture.scale : picture.scale
    return { ...picture, luma, width, height, scale, chroma: null, blocks: null }
  }
}

function fromBlack(missing: Measures['missing']): Measures['missing'] {
  return missing.change === NO_FRAME_BEFORE ? { ...missing, change: 'the frame before was black' } : missing
}
