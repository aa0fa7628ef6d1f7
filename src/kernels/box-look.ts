import type { KernelMemory } from './kernel-memory.ts'
import type { LookSize } from './look-size.ts'

/**
 * Shrinks `picture` to the small picture (`layout.look`: means of boxes, rounded) and takes the response of its finest
 * band with it (`layout.details`: per box the sum of the absolute 4-neighbour Laplacian, each at most 255).
 *
 * @param size From `lookSize` of the picture.
 * @throws RangeError when the picture has not been put or is too small.
 */
export function boxLook(memory: KernelMemory, size: LookSize): void {
  const { address, width, height } = memory.plane('picture', 3)
  const { look, details, rows } = memory.layout
  if (size.width * size.boxPx > width || size.height * size.boxPx > height) {
    throw new RangeError(
      `Cannot shrink picture: ${size.width} x ${size.height} boxes of ${size.boxPx} px do not fit ${width} x ${height}`
    )
  }
  memory.run.boxLook(address, width, height, size.boxPx, look, details, rows)
}
