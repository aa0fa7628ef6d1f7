import type { KernelMemory, PlaneName } from './kernel-memory.ts'

/** Gradients of a plane, row-major, at least as many values as it has pixels. */
export interface SobelGradients {
  /** Sobel 3x3 derivatives, -1020..1020; x to the right, y down. */
  readonly gradientX: Int16Array
  readonly gradientY: Int16Array
  /** L1 magnitude, 0..2040. */
  readonly magnitude: Int16Array
  /**
   * Direction of the gradient modulo 180 degrees in eighths: `k` for an angle from 22.5 k up to 22.5 (k + 1) degrees, from
   * the x axis towards the y axis; 0 where it is flat. 22.5 and 67.5 degrees lie where OpenCV's Canny has them (their tangents
   * rounded to 15 bits).
   */
  readonly directions: Uint8Array
}

export function createSobelGradients(pixels: number): SobelGradients {
  return {
    gradientX: new Int16Array(pixels),
    gradientY: new Int16Array(pixels),
    magnitude: new Int16Array(pixels),
    directions: new Uint8Array(pixels)
  }
}

/**
 * Sobel 3x3 gradients; the picture's border repeats. Of the output only as many values are written as there are pixels.
 *
 * @throws RangeError when the plane has not been put or an output is too small.
 */
export function sobelGradients(memory: KernelMemory, name: PlaneName, out: SobelGradients): void {
  const { address, width, height } = memory.plane(name)
  const count = width * height
  const least = Math.min(out.gradientX.length, out.gradientY.length, out.magnitude.length, out.directions.length)
  if (least < count) {
    throw new RangeError(`Cannot take gradients: expected outputs of ${width} x ${height} values, received ${least}`)
  }
  const { gradientX, gradientY, magnitude, directions } = memory.layout
  memory.run.sobelPlanes(address, width, height, gradientX, gradientY, magnitude, directions)
  out.gradientX.set(memory.wordsAt(gradientX, count))
  out.gradientY.set(memory.wordsAt(gradientY, count))
  out.magnitude.set(memory.wordsAt(magnitude, count))
  out.directions.set(memory.bytesAt(directions, count))
}
