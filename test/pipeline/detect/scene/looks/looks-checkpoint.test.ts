import { deflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { lookSize } from '../../../../../src/kernels/look-size.ts'
import { packScene } from '../../../../../src/pipeline/detect/scene/learned/packed-scene.ts'
import { createSceneReference } from '../../../../../src/pipeline/detect/scene/learned/scene-reference.ts'
import { looksFromBytes, looksToBytes } from '../../../../../src/pipeline/detect/scene/looks/looks-checkpoint.ts'
import { MOST_OTHER_LOOKS, SceneAlbum } from '../../../../../src/pipeline/detect/scene/looks/scene-album.ts'
import { seeded } from '../drawn-scene.ts'

/** A scene of so much detail: 256 is noise that nothing can pack. */
function someScene(seed: number, detail = 8) {
  const random = seeded(seed)
  const reference = createSceneReference(lookSize(320, 180)!)
  for (let i = 0; i < reference.background.length; i++) reference.background[i] = (i % 160) + random() * detail
  for (let block = 0; block < 144; block++) reference.meanLevels[block] = Math.fround(random() * 200)
  return { reference, learnedMs: 1000 * seed }
}

const checkpointOf = (others: number, detail?: number) =>
  looksToBytes({
    present: someScene(1, detail),
    others: Array.from({ length: others }, (_, i) => packScene(someScene(2 + i, detail))),
    longestTurnMs: 1400
  })

describe('looks checkpoint', () => {
  it('gives back the present look as it was, the others, and how long the camera turns', () => {
    const kept = looksFromBytes(checkpointOf(3))
    expect(kept?.present).toEqual(someScene(1))
    expect(kept?.others).toHaveLength(3)
    expect(kept?.longestTurnMs).toBe(1400)
    const still = { present: someScene(1), others: [], longestTurnMs: null }
    expect(looksFromBytes(looksToBytes(still))).toEqual(still)
  })

  it('leaves out what does not fit 64 KB, the one that was not used for longest first', () => {
    const bytes = checkpointOf(MOST_OTHER_LOOKS, 256)
    expect(bytes.length).toBeLessThanOrEqual(64 * 1024)
    const kept = looksFromBytes(bytes)
    expect(kept?.others.length).toBeLessThan(MOST_OTHER_LOOKS)
    expect(Buffer.from(kept!.others[0]!).equals(packScene(someScene(2, 256)))).toBe(true)
  })

  it('refuses bytes that are cut off or longer, at every length', () => {
    const bytes = checkpointOf(2)
    for (let length = 0; length < bytes.length; length += 41)
      expect(looksFromBytes(bytes.subarray(0, length))).toBeNull()
    expect(looksFromBytes(Uint8Array.of(...bytes, 0))).toBeNull()
    expect(looksFromBytes(new Uint8Array(64 * 1024 + 1))).toBeNull()
  })

  it.each([
    ['another version', 4, 9],
    ['no look', 6, 0],
    ['too many looks', 6, 200],
    ['a look that goes past the end', 15, 0xff]
  ])('refuses %s', (_name, at, value) => {
    const bytes = checkpointOf(1)
    bytes[at] = value
    expect(looksFromBytes(bytes)).toBeNull()
  })

  it('refuses a look that unpacks to more than a scene can be', () => {
    const bomb = deflateRawSync(new Uint8Array(20_000_000))
    const bytes = looksToBytes({ present: someScene(1), others: [bomb], longestTurnMs: null })
    const { others } = looksFromBytes(bytes)!
    const album = new SceneAlbum()
    expect(album.restore(others)).toBe(false)
    expect(album.size).toBe(0)
  })

  it('refuses a present look with one byte changed, wherever it is', () => {
    const bytes = checkpointOf(0)
    for (let at = 16; at < bytes.length; at += 37) {
      const changed = bytes.slice()
      changed[at]! ^= 0x41
      expect(looksFromBytes(changed)?.present ?? null).toBeNull()
    }
  })
})

describe('scene album', () => {
  it('keeps the looks that were used last, each in under 12 KB, and ranks them by likeness', () => {
    const album = new SceneAlbum()
    for (let seed = 1; seed <= MOST_OTHER_LOOKS + 2; seed++) album.keep(someScene(seed))
    expect(album.size).toBe(MOST_OTHER_LOOKS)
    for (const bytes of album.packed()) expect(bytes.length).toBeLessThan(12 * 1024)
    const { meanLevels } = someScene(4).reference
    const zeros = new Float64Array(144)
    const look = { meanLevels: Float64Array.from(meanLevels), blueLevels: zeros, redLevels: zeros }
    const [first] = album.ranked(look)
    expect(first?.bytes).toBe(album.packed()[2])
  })
})
