import type { KernelMemory } from '../../../../kernels/kernel-memory.ts'
import { type GlobalShift, phaseCorrelation } from '../../../../kernels/phase-correlation.ts'
import type { SceneReference } from '../learned/scene-reference.ts'

const WIDTH = 128
const HEIGHT = 64

/** How far a picture as a whole has moved against its background: shares of its width and height, and how sure that is, 0..1. */
export interface ShiftFinding {
  acrossRatio: number
  downRatio: number
  confidence: number
}

/**
 * Finds the one shift that brings most of the picture back onto the background. A camera that is turned or shaken has one;
 * a picture whose parts are damaged, covered or driven over has not.
 */
export class WholeShift {
  readonly #now = new Float32Array(WIDTH * HEIGHT)
  readonly #usual = new Float32Array(WIDTH * HEIGHT)
  readonly #shift: GlobalShift = { shiftX: 0, shiftY: 0, confidence: 0 }

  /** The small picture lies in the kernels' memory. @param out Written. */
  find(kernels: KernelMemory, { background, size }: SceneReference, out: ShiftFinding): void {
    const now = kernels.bytesAt(kernels.layout.look, size.width * size.height)
    for (let y = 0, at = 0; y < HEIGHT; y++) {
      const row = Math.floor(((y + 0.5) * size.height) / HEIGHT) * size.width
      for (let x = 0; x < WIDTH; x++, at++) {
        const from = row + Math.floor(((x + 0.5) * size.width) / WIDTH)
        this.#now[at] = now[from]!
        this.#usual[at] = background[from]!
      }
    }
    phaseCorrelation(kernels, this.#usual, this.#now, WIDTH, HEIGHT, this.#shift)
    out.acrossRatio = this.#shift.shiftX / WIDTH
    out.downRatio = this.#shift.shiftY / HEIGHT
    out.confidence = this.#shift.confidence
  }
}
