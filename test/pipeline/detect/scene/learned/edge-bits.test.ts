import { expect, it } from 'vitest'
import { KernelMemory } from '../../../../../src/kernels/kernel-memory.ts'
import { bitBytes, isEdge, packEdges } from '../../../../../src/pipeline/detect/scene/learned/edge-bits.ts'
import { seeded } from '../drawn-scene.ts'

const memory = new KernelMemory()
memory.reserve(480, 270)

it.each([1, 8, 13, 576, 14_311])('edges of %i pixels survive as bits', count => {
  const random = seeded(count)
  const edges = Uint8Array.from({ length: count }, () => (random() < 0.3 ? 255 : 0))
  const bits = packEdges(edges)
  expect(bits.length).toBe(bitBytes(count))
  const { run, bytes, layout } = memory
  bytes.set(bits, layout.rows)
  bytes.fill(7, layout.usualEdges, layout.usualEdges + 8 * bits.length + 64)
  run.spreadBits(layout.rows, bits.length, layout.usualEdges)
  expect(bytes.slice(layout.usualEdges, layout.usualEdges + count)).toEqual(edges)
  expect(bytes[layout.usualEdges + 8 * bits.length + 8]).toBe(7)
  for (let i = 0; i < count; i += 7) expect(isEdge(bits, i)).toBe(edges[i] === 255)
})
