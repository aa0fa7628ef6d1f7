import type { LookSize } from '../../../../kernels/look-size.ts'
import { isEdge } from './edge-bits.ts'
import { createSceneReference, type SceneReference } from './scene-reference.ts'

/** Shapes that differ more than this show another part of the view. */
const MAX_ASPECT_CHANGE = 0.03

/**
 * What is known of a scene, at the size that is present.
 *
 * @returns The same when it has that size; null when the two are not of the same shape: then the scene has to be
 * learned anew.
 */
export function referenceAt(reference: SceneReference, size: LookSize): SceneReference | null {
  return isSameSize(reference.size, size) ? reference : resizeReference(reference, size)
}

/** Whether two small pictures have as many pixels, made of boxes of the same side. */
function isSameSize(one: LookSize, other: LookSize): boolean {
  return one.width === other.width && one.height === other.height && one.boxPx === other.boxPx
}

/**
 * What is known of a scene, at another size of the small picture. Blocks are parts of the view, so their figures stay.
 *
 * @returns null when the two sizes are not of the same shape.
 */
function resizeReference(old: SceneReference, size: LookSize): SceneReference | null {
  const aspect = old.size.width / old.size.height
  if (Math.abs(size.width / size.height / aspect - 1) > MAX_ASPECT_CHANGE) return null
  const { background, edges } = createSceneReference(size)
  const stepX = old.size.width / size.width
  const stepY = old.size.height / size.height
  for (let y = 0, at = 0; y < size.height; y++) {
    const fromY = clamp((y + 0.5) * stepY - 0.5, old.size.height - 1)
    for (let x = 0; x < size.width; x++, at++) {
      const fromX = clamp((x + 0.5) * stepX - 0.5, old.size.width - 1)
      background[at] = Math.round(mixed(old.background, old.size.width, old.size.height, fromX, fromY))
      const from = Math.round(fromY) * old.size.width + Math.round(fromX)
      if (isEdge(old.edges, from)) edges[at >> 3]! |= 1 << (at & 7)
    }
  }
  const edgePixels = old.edgePixels.map(count => count / (stepX * stepY))
  // Noise of a pixel is another one at another size.
  return { ...old, size, background, edges, edgePixels, stillnessLevels: null }
}

function mixed(plane: Uint8Array, width: number, height: number, x: number, y: number): number {
  const left = Math.floor(x)
  const top = Math.floor(y)
  const right = Math.min(width - 1, left + 1)
  const bottom = Math.min(height - 1, top + 1)
  const upper = plane[top * width + left]! * (1 - x + left) + plane[top * width + right]! * (x - left)
  const lower = plane[bottom * width + left]! * (1 - x + left) + plane[bottom * width + right]! * (x - left)
  return upper * (1 - y + top) + lower * (y - top)
}

function clamp(value: number, most: number): number {
  return Math.min(most, Math.max(0, value))
}
