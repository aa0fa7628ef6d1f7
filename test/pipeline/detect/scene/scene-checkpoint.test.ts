import { describe, expect, it } from 'vitest'
import { lookSize } from '../../../../src/kernels/look-size.ts'
import { sceneFromBytes, sceneToBytes } from '../../../../src/pipeline/detect/scene/scene-checkpoint.ts'
import { createSceneReference } from '../../../../src/pipeline/detect/scene/scene-reference.ts'
import { seeded } from './drawn-scene.ts'

function someScene(width = 320, height = 180) {
  const random = seeded(5)
  const reference = createSceneReference(lookSize(width, height)!)
  for (let i = 0; i < reference.background.length; i++) {
    reference.background[i] = random() * 256
    reference.edges[i] = random() < 0.1 ? 255 : 0
  }
  for (let block = 0; block < 144; block++) reference.fineLevels[block] = Math.fround(random() * 20)
  reference.wholeMeanLevels = 101.5
  return { reference, learnedMs: 65_536 }
}

describe('scene checkpoint', () => {
  it.each([
    [320, 180],
    [479, 270],
    [240, 427],
    [160, 120]
  ])('gives back what was kept of a picture of %i x %i, in under 64 KB', (width, height) => {
    const scene = someScene(width, height)
    const bytes = sceneToBytes(scene)
    expect(bytes.length).toBeLessThan(64 * 1024)
    expect(sceneFromBytes(bytes)).toEqual(scene)
    // Out of a larger buffer, at an odd place, as clients hand bytes out.
    const odd = new Uint8Array(bytes.length + 3)
    odd.set(bytes, 3)
    expect(sceneFromBytes(odd.subarray(3))).toEqual(scene)
  })

  it('refuses bytes that are cut off, at every length', () => {
    const bytes = sceneToBytes(someScene(160, 120))
    for (let length = 0; length < bytes.length; length += 97)
      expect(sceneFromBytes(bytes.subarray(0, length))).toBeNull()
  })

  it('refuses bytes with one changed, wherever it is', () => {
    const bytes = sceneToBytes(someScene(160, 120))
    for (let at = 0; at < bytes.length; at += 61) {
      const changed = bytes.slice()
      changed[at]! ^= 0x41
      expect(sceneFromBytes(changed)).toBeNull()
    }
  })

  it.each([
    ['another version', 4],
    ['another shape', 8],
    ['a shape of 0', 10]
  ])('refuses %s', (_name, at) => {
    const bytes = sceneToBytes(someScene())
    bytes[at] = at === 10 ? 0 : 99
    expect(sceneFromBytes(bytes)).toBeNull()
  })

  it('refuses what is no checkpoint at all', () => {
    const random = seeded(9)
    for (const length of [0, 3, 24, 5000, 100_000]) {
      expect(sceneFromBytes(Uint8Array.from({ length }, () => random() * 256))).toBeNull()
    }
  })
})
