import type { LookSize } from '../../../../kernels/look-size.ts'
import { referenceAt } from './resize-reference.ts'
import { SceneMemory } from './scene-memory.ts'

/**
 * What is remembered of a scene, at the size that is present.
 *
 * @returns The same when it has that size; an empty one when nothing of it can be used at another.
 */
export function memoryAt(memory: SceneMemory | null, size: LookSize): SceneMemory {
  if (memory === null) return new SceneMemory(size)
  const { reference, known, learnedMs } = memory
  const resized = referenceAt(reference, size)
  if (resized === reference) return memory
  return resized === null || !known ? new SceneMemory(size) : SceneMemory.restored(resized, learnedMs)
}
