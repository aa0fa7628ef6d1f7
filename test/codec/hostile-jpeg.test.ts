import { describe, expect, it } from 'vitest'
import { mutateJpeg } from '../../bench/fuzz/mutate-jpeg.mjs'
import type { Picture } from '../../src/model/picture.ts'
import { encodeCoefficients } from './encode-coefficients.ts'
import { sceneJpeg } from './make-jpeg.ts'
import { ownDecode, tryOwnDecode } from './own-decode.ts'

const FILES = 4000
const DENOMINATORS = [1, 2, 4, 8]
const HEADER_BYTES = 700

function generator(seed: number): (below: number) => number {
  let state = seed
  return below => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

async function seeds(): Promise<Buffer[]> {
  const block = (component: number, column: number, row: number) =>
    Array.from({ length: 64 }, (_, k) => (k % (3 + component) === 0 ? ((column * 7 + row * 3 + k) % 31) - 15 : 0))
  const quantisers = [1, 2, 3].map(step => new Array<number>(64).fill(step))
  const base = { width: 120, height: 90, quantisers, block, codes: 'skewed' } as const
  return [
    await sceneJpeg(160, 120),
    await sceneJpeg(64, 64, { chromaSubsampling: '4:4:4', optimiseCoding: true }),
    encodeCoefficients({
      ...base,
      sampling: [
        [4, 1],
        [1, 1],
        [1, 1]
      ],
      restartInterval: 3
    }).jpeg,
    encodeCoefficients({ ...base, sampling: [[1, 1]], quantisers: [new Array<number>(64).fill(400)] }).jpeg
  ]
}

/** All that a decoder gives, in one text. */
function fingerprint({ luma, chroma, blocks }: Picture): string {
  const planes = [luma, chroma?.cb, chroma?.cr, blocks?.codedBits, blocks?.energy]
  return planes
    .map(plane =>
      plane === undefined ? '' : Buffer.from(plane.buffer, plane.byteOffset, plane.byteLength).toString('base64')
    )
    .join()
}

describe('AssemblyDecoder, hostile input', () => {
  it(`neither traps nor poisons the next frame, in ${FILES} damaged files`, async () => {
    const next = generator(20_261_122)
    const files = await seeds()
    const expected = files.map(file => fingerprint(ownDecode(file, 4)))
    let decoded = 0
    for (let i = 0; i < FILES; i++) {
      const file = files[i % files.length]!
      const picture = tryOwnDecode(mutateJpeg(file, HEADER_BYTES, next), DENOMINATORS[next(4)]!)
      if (picture !== null) {
        decoded++
        expect(picture.luma.length).toBe(picture.width * picture.height)
        expect(picture.missingRowShare).toBeGreaterThanOrEqual(0)
        expect(picture.missingRowShare).toBeLessThanOrEqual(1)
      }
      if (i % 16 < files.length) expect(fingerprint(ownDecode(files[i % 16]!, 4))).toBe(expected[i % 16])
    }
    // A run in which hardly anything reaches the decoder would prove nothing.
    expect(decoded).toBeGreaterThan(FILES / 4)
  })

  it('gives a picture for each way to cut a file, down to nothing of its scan', async () => {
    for (const file of await seeds()) {
      const whole = ownDecode(file, 8)
      for (let length = file.length; length > 0; length -= 7) {
        const picture = tryOwnDecode(file.subarray(0, length), 8)
        if (picture !== null) expect(picture.luma.length).toBe(whole.luma.length)
      }
    }
  })
})
