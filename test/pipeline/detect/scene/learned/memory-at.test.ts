import { expect, it } from 'vitest'
import { lookSize } from '../../../../../src/kernels/look-size.ts'
import { memoryAt } from '../../../../../src/pipeline/detect/scene/learned/memory-at.ts'
import { SceneMemory } from '../../../../../src/pipeline/detect/scene/learned/scene-memory.ts'
import { createSceneReference } from '../../../../../src/pipeline/detect/scene/learned/scene-reference.ts'

const small = lookSize(240, 135)!
const large = lookSize(480, 270)!
const square = lookSize(300, 300)!

it('keeps a memory that has the size', () => {
  const memory = SceneMemory.restored(createSceneReference(small), 7000)
  expect(memoryAt(memory, { ...small })).toBe(memory)
})

it('brings what is known to another size of the same shape', () => {
  const reference = createSceneReference(small)
  reference.background.fill(77)
  const resized = memoryAt(SceneMemory.restored(reference, 7000), large)
  expect([resized.known, resized.learnedMs]).toEqual([true, 7000])
  expect(resized.reference.size).toEqual(large)
  expect(new Set(resized.reference.background)).toEqual(new Set([77]))
})

it.each([
  ['there is none', null, small],
  ['it is not known yet', new SceneMemory(small), large],
  ['the shape is another one', SceneMemory.restored(createSceneReference(small), 7000), square]
] as const)('begins anew when %s', (_, memory, size) => {
  const begun = memoryAt(memory, size)
  expect([begun.known, begun.learnedMs, begun.hasPictures]).toEqual([false, 0, false])
  expect(begun.reference.size).toEqual(size)
})
