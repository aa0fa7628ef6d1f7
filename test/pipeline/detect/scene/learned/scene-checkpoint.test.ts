import { describe, expect, it } from 'vitest'
import { lookSize } from '../../../../../src/kernels/look-size.ts'
import { sceneFromBytes, sceneToBytes } from '../../../../../src/pipeline/detect/scene/learned/scene-checkpoint.ts'
import { createSceneReference } from '../../../../../src/pipeline/detect/scene/learned/scene-reference.ts'
import { seeded } from '../drawn-scene.ts'

function someScene(width = 320, height = 180) {
  const random = seeded(5)
  const reference = createSceneReference(lookSize(width, height)!)
  for (let i = 0; i < reference.background.length; i++) {
    reference.background[i] = random() * 256
    reference.edges[i] = random() < 0.1 ? 255 : 0
  }
  for (let block = 0; block < 144; block++) reference.fineLevels[block] = Math.fround(random() * 20)
  reference.wholeMeanLevels = 101.5
  // As exact as 16 bits are.
  for (let block = 0; block < 144; block++) {
    reference.anchor.sharpness[block] = Math.floor(random() * 256) / 64
    reference.anchor.blueLevels[block] = Math.floor(random() * 256) / 2 - 64
  }
  reference.anchor.learnedMs = 60_000
  return { reference, learnedMs: 65_536 }
}

/** Puts the checksum right: FNV-1a over everything but its own place. */
function seal(bytes: Uint8Array): void {
  let sum = 0x811c9dc5
  bytes.forEach((byte, i) => {
    if (i < 16 || i >= 20) sum = Math.imul(sum ^ byte, 0x01000193)
  })
  new DataView(bytes.buffer, bytes.byteOffset).setUint32(16, sum >>> 0, true)
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

  it.each([
    ['no number', 0x7fc0],
    ['infinite', 0x7f80],
    ['under zero', 0xbf80]
  ])('refuses an anchor whose detail is %s', (_name, half) => {
    const bytes = sceneToBytes(someScene())
    new DataView(bytes.buffer).setUint16(bytes.length - 16 - 2 * 5 * 144, half, true)
    seal(bytes)
    expect(sceneFromBytes(bytes)).toBeNull()
  })

  it('keeps every figure of an anchor to within half a hundredth of it', () => {
    const scene = someScene()
    const { gradientLevels2 } = scene.reference.anchor
    for (let block = 0; block < 144; block++) gradientLevels2[block] = 1.137 ** block / 1000
    const kept = sceneFromBytes(sceneToBytes(scene))?.reference.anchor.gradientLevels2
    gradientLevels2.forEach((value, block) => {
      expect(Math.abs((kept?.[block] ?? 0) / value - 1)).toBeLessThan(0.005)
    })
  })

  it('refuses what is no checkpoint at all', () => {
    const random = seeded(9)
    for (const length of [0, 3, 24, 5000, 100_000]) {
      expect(sceneFromBytes(Uint8Array.from({ length }, () => random() * 256))).toBeNull()
    }
  })
})
