import { expect, it } from 'vitest'
import { bitBytes, isEdge, packEdges, spreadEdges } from '../../../../src/pipeline/detect/scene/edge-bits.ts'
import { seeded } from './drawn-scene.ts'

it.each([1, 8, 13, 576, 14_311])('edges of %i pixels survive as bits', count => {
  const random = seeded(count)
  const edges = Uint8Array.from({ length: count }, () => (random() < 0.3 ? 255 : 0))
  const bits = packEdges(edges)
  expect(bits.length).toBe(bitBytes(count))
  const words = new Uint32Array(4 + 2 * bits.length)
  spreadEdges(bits, words, 2)
  expect(new Uint8Array(words.buffer).subarray(8, 8 + count)).toEqual(edges)
  for (let i = 0; i < count; i += 7) expect(isEdge(bits, i)).toBe(edges[i] === 255)
})
