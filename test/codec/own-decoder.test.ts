import { describe, expect, it } from 'vitest'
import { decodeAnyRows } from '../../src/codec/decode.ts'
import { boxShrink } from '../../src/kernels/box-shrink.ts'
import { decodeShrunkLuma } from '../../src/codec/shrunk-luma.ts'
import type { Picture } from '../../src/model/picture.ts'
import sharp from 'sharp'
import { type CoefficientPicture, encodeCoefficients } from './encode-coefficients.ts'
import { scenePixels } from './make-jpeg.ts'
import { ownDecode, tryOwnDecode } from './own-decode.ts'
import { slowBlock } from './slow-transform.ts'

const DENOMINATORS = [1, 2, 4, 8]
/** Levels: a half for rounding, and what 16-bit arithmetic adds. */
const MOST_ERROR = 0.75
const LIMITS = { maxBytes: 16 * 1024 * 1024, maxPixels: 100_000_000 }

type Block = (component: number, column: number, row: number) => readonly number[]

/** Numbers that look random and are the same on every run. */
function generator(seed: number): (below: number) => number {
  let state = seed
  return below => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff
    return (state >> 8) % below
  }
}

/** Blocks of any content, kept so that a second look gives the same. @param density Coefficients of 64 that are not 0. */
function randomBlocks(seed: number, density: number, most: number): Block {
  const next = generator(seed)
  const made = new Map<string, number[]>()
  return (component, column, row) => {
    const key = `${component} ${column} ${row}`
    let block = made.get(key)
    if (block === undefined) {
      block = Array.from({ length: 64 }, () => (next(64) < density ? next(2 * most + 1) - most : 0))
      made.set(key, block)
    }
    return block
  }
}

const steps = (step: number) => new Array<number>(64).fill(step)
const rising = Array.from({ length: 64 }, (_, k) => 3 + k)

/** Largest difference between a plane and the blocks that it was made of, by the definition of the transform. */
function worstDifference(picture: Picture, source: CoefficientPicture, pixels: number): number {
  const quantiser = source.quantisers[0]!
  let worst = 0
  for (let row = 0; row * pixels < picture.height; row++) {
    for (let column = 0; column * pixels < picture.width; column++) {
      const levels = source.block(0, column, row).map((value, k) => value * quantiser[k]!)
      const expected = slowBlock(levels, pixels)
      for (let i = 0; i < expected.length; i++) {
        const [x, y] = [column * pixels + (i % pixels), row * pixels + Math.floor(i / pixels)]
        if (x >= picture.width || y >= picture.height) continue
        const exact = Math.max(0, Math.min(255, expected[i]!))
        worst = Math.max(worst, Math.abs(picture.luma[y * picture.width + x]! - exact))
      }
    }
  }
  return worst
}

const COLOUR: Omit<CoefficientPicture, 'sampling' | 'block'> = {
  width: 75,
  height: 61,
  quantisers: [rising, steps(4), steps(9)]
}

describe('AssemblyDecoder, luma', () => {
  it.each([
    ['4:4:4', [1, 1], [1, 1]],
    ['4:2:2', [2, 1], [1, 1]],
    ['4:4:0', [1, 2], [1, 1]],
    ['4:2:0', [2, 2], [1, 1]],
    ['4:1:1', [4, 1], [1, 1]],
    ['4:1:0', [4, 2], [1, 1]],
    ['3 to 1', [3, 1], [1, 1]],
    ['3 to 2', [3, 2], [2, 1]],
    ['finer chroma', [2, 2], [1, 2]]
  ] as const)('is that of the coefficients with %s', (_name, luma, chroma) => {
    for (const codes of ['flat', 'skewed'] as const) {
      const source = { ...COLOUR, sampling: [luma, chroma, chroma], block: randomBlocks(3, 9, 6), codes }
      const { jpeg } = encodeCoefficients(source)
      for (const denominator of DENOMINATORS) {
        const picture = ownDecode(jpeg, denominator)
        expect(picture.missingRowShare).toBe(0)
        expect(worstDifference(picture, source, 8 / denominator), `1/${denominator}`).toBeLessThanOrEqual(MOST_ERROR)
      }
    }
  })

  it.each([
    ['nothing but DC', 0, 0, steps(16)],
    ['every coefficient', 64, 20, steps(2)],
    ['values far beyond the range', 20, 300, steps(5)],
    ['the largest values', 6, 1023, steps(1)],
    ['a step of 255', 5, 6, steps(255)],
    ['steps of 16 bits', 3, 2, steps(300)]
  ])('is that of the coefficients with %s', (_name, density, most, quantiser) => {
    for (const codes of ['flat', 'skewed'] as const) {
      const source = {
        width: 41,
        height: 23,
        sampling: [[1, 1]] as const,
        quantisers: [quantiser],
        block: randomBlocks(11, density, most),
        codes
      }
      const { jpeg } = encodeCoefficients(source)
      for (const denominator of DENOMINATORS) {
        const worst = worstDifference(ownDecode(jpeg, denominator), source, 8 / denominator)
        expect(worst, `1/${denominator} ${codes}`).toBeLessThanOrEqual(MOST_ERROR)
      }
    }
  })

  it('at 1/8 is the DC value, rounded as libjpeg does', () => {
    const block = randomBlocks(9, 20, 60)
    const { jpeg } = encodeCoefficients({ ...COLOUR, sampling: [[1, 1]], quantisers: [steps(7)], block })
    const { luma, width, height } = ownDecode(jpeg, 8)
    const expected = Array.from({ length: width * height }, (_, i) => {
      const dc = block(0, i % width, Math.floor(i / width))[0]! * 7
      return Math.max(0, Math.min(255, ((dc + 4) >> 3) + 128))
    })
    expect(Array.from(luma)).toEqual(expected)
  })

  it('is that of libjpeg at full size, and the mean of it at the other scales', async () => {
    for (const [width, height, quality] of [
      [640, 480, 85],
      [200, 104, 30],
      [16, 16, 95],
      [1288, 728, 97]
    ] as const) {
      const jpeg = await sharp(scenePixels(width, height), { raw: { width, height, channels: 3 } })
        .toColourspace('b-w')
        .jpeg({ quality, optimiseCoding: quality === 30 })
        .toBuffer()
      // The library resamples when it scales, so its full decode is what there is to compare with.
      const size = { denominator: 1, boxPx: 1, decodedWidth: width, decodedHeight: height }
      const full = await decodeShrunkLuma(jpeg, size, 'end of data')
      for (const denominator of DENOMINATORS) {
        const expected = new Uint8Array((width / denominator) * (height / denominator))
        boxShrink(full.luma, width, height, denominator, expected)
        const own = ownDecode(jpeg, denominator).luma
        expect(own.length).toBe(expected.length)
        const worst = own.reduce((most, level, i) => Math.max(most, Math.abs(level - expected[i]!)), 0)
        expect(worst, `${width} x ${height} at 1/${denominator}`).toBeLessThanOrEqual(1)
      }
    }
  })

  it.each([
    [1, 1],
    [1, 65_535],
    [65_535, 1],
    [7, 9],
    [8, 8],
    [17, 15]
  ])('has the right size for %i x %i', (width, height) => {
    const block = () => [40, ...new Array<number>(63).fill(0)]
    const { jpeg } = encodeCoefficients({
      ...COLOUR,
      width,
      height,
      sampling: [
        [2, 2],
        [1, 1],
        [1, 1]
      ],
      block
    })
    for (const denominator of DENOMINATORS) {
      const picture = ownDecode(jpeg, denominator)
      expect(picture.width).toBe(Math.max(1, Math.floor(width / denominator)))
      expect(picture.height).toBe(Math.max(1, Math.floor(height / denominator)))
      expect(picture.luma.length).toBe(picture.width * picture.height)
      expect(new Set(picture.luma)).toEqual(new Set([143]))
    }
  })
})

describe('AssemblyDecoder, chroma and blocks', () => {
  it('gives the mean of each chroma block, and none for a grey picture', () => {
    const block = randomBlocks(5, 8, 9)
    const { jpeg } = encodeCoefficients({
      ...COLOUR,
      sampling: [
        [2, 1],
        [1, 1],
        [1, 1]
      ],
      block
    })
    const { chroma } = ownDecode(jpeg, 4)
    expect(chroma).toMatchObject({ width: 5, height: 8 })
    for (const [component, plane, step] of [
      [1, chroma?.cb, 4],
      [2, chroma?.cr, 9]
    ] as const) {
      const expected = Array.from({ length: 40 }, (_, i) =>
        Math.max(0, Math.min(255, 128 + Math.floor((block(component, i % 5, Math.floor(i / 5))[0]! * step + 4) / 8)))
      )
      expect(Array.from(plane ?? [])).toEqual(expected)
    }
    const grey = encodeCoefficients({ ...COLOUR, sampling: [[1, 1]], quantisers: [rising], block })
    expect(ownDecode(grey.jpeg, 8).chroma).toBeNull()
  })

  it('tells the coded bits of each block', () => {
    for (const codes of ['flat', 'skewed'] as const) {
      const block = randomBlocks(6, 14, 40)
      const { jpeg, lumaBits, columns } = encodeCoefficients({
        ...COLOUR,
        sampling: [
          [2, 2],
          [1, 1],
          [1, 1]
        ],
        block,
        codes
      })
      for (const denominator of DENOMINATORS) {
        const { blocks } = ownDecode(jpeg, denominator)
        expect(blocks).toMatchObject({ columns: 10, rows: 8 })
        blocks?.codedBits.forEach((bits, i) => {
          expect(bits).toBe(lumaBits[Math.floor(i / 10) * columns + (i % 10)])
        })
      }
    }
  })

  it('tells the same energy of a block at every scale: classes of magnitude times the mean step', () => {
    const block = randomBlocks(8, 12, 700)
    const meanStep = rising.slice(1).reduce((sum, step) => sum + step, 0) / 63
    const middleOf = (value: number) => {
      if (value === 0) return 0
      const size = Math.floor(Math.log2(Math.abs(value))) + 1
      return size === 1 ? 1 : (3 * 2 ** (size - 1) - 1) / 2
    }
    for (const codes of ['flat', 'skewed'] as const) {
      const { jpeg } = encodeCoefficients({
        ...COLOUR,
        sampling: [
          [1, 1],
          [1, 1],
          [1, 1]
        ],
        block,
        codes
      })
      for (const denominator of DENOMINATORS) {
        const { blocks } = ownDecode(jpeg, denominator)
        expect(blocks?.energy).toHaveLength(80)
        blocks?.energy.forEach((energy, i) => {
          const values = block(0, i % 10, Math.floor(i / 10)).slice(1)
          const expected = Math.min(65_535, values.reduce((sum, value) => sum + middleOf(value), 0) * meanStep)
          expect(Math.abs(energy - expected), `block ${i} at 1/${denominator}`).toBeLessThan(1 + expected / 500)
        })
      }
    }
  })

  it('gives a picture of its own: a later frame does not change it', () => {
    const picture = ownDecode(
      encodeCoefficients({ ...COLOUR, sampling: [[1, 1]], quantisers: [rising], block: randomBlocks(1, 9, 9) }).jpeg,
      2
    )
    const kept = Uint8Array.from(picture.luma)
    ownDecode(
      encodeCoefficients({ ...COLOUR, sampling: [[1, 1]], quantisers: [steps(9)], block: randomBlocks(2, 9, 9) }).jpeg,
      2
    )
    expect(picture.luma).toEqual(kept)
  })
})

describe('decode', () => {
  it('leaves colour planes of two sizes to the library', async () => {
    const block = randomBlocks(3, 9, 6)
    for (const [cb, cr] of [
      [
        [2, 2],
        [1, 1]
      ],
      [
        [1, 1],
        [2, 1]
      ]
    ] as const) {
      const { jpeg } = encodeCoefficients({ ...COLOUR, sampling: [[2, 2], cb, cr], block })
      expect(tryOwnDecode(jpeg, 4)).toBeNull()
      const result = await decodeAnyRows(jpeg, LIMITS)
      if ('error' in result) throw new Error(result.error.message)
      expect(result.decoder).toBe('library')
      expect(result.picture.sourceWidth).toBe(COLOUR.width)
    }
  })
})

describe('AssemblyDecoder, what is missing', () => {
  const source = {
    ...COLOUR,
    width: 320,
    height: 160,
    sampling: [
      [2, 2],
      [1, 1],
      [1, 1]
    ] as const,
    block: randomBlocks(4, 9, 6)
  }

  it('decodes a cut scan as far as it goes', () => {
    const { jpeg, scanOffset } = encodeCoefficients(source)
    for (const denominator of DENOMINATORS) {
      const whole = ownDecode(jpeg, denominator)
      let before = 1
      for (let tenth = 1; tenth < 10; tenth++) {
        const cut = jpeg.subarray(0, scanOffset + Math.floor(((jpeg.length - scanOffset) * tenth) / 10))
        const { luma, width, missingRowShare } = ownDecode(cut, denominator)
        expect(missingRowShare).toBeLessThan(before)
        expect(Math.abs(1 - missingRowShare - tenth / 10)).toBeLessThan(0.1)
        before = missingRowShare
        // Ten rows of units: those that are there are right, the last ones are mid-grey.
        const rowBytes = (width * 16) / denominator
        const goodRows = Math.floor((1 - missingRowShare) * 10)
        expect(luma.subarray(0, goodRows * rowBytes)).toEqual(whole.luma.subarray(0, goodRows * rowBytes))
        const lostFrom = Math.ceil((1 - missingRowShare) * 10) * rowBytes
        expect(luma.subarray(lostFrom).every(level => level === 128)).toBe(true)
      }
    }
  })

  it('needs every bit of the last block, and no byte behind it', () => {
    const { jpeg } = encodeCoefficients(source)
    expect(ownDecode(jpeg.subarray(0, jpeg.length - 2), 8).missingRowShare).toBe(0)
    expect(ownDecode(jpeg.subarray(0, jpeg.length - 4), 8).missingRowShare).toBe(1 / 200)
  })

  it('goes on at the next restart marker behind damage', () => {
    const { jpeg, scanOffset } = encodeCoefficients({ ...source, restartInterval: 20 })
    const restarts = [...jpeg.keys()].filter(
      at => at >= scanOffset && jpeg[at] === 0xff && (jpeg[at + 1]! & 0xf8) === 0xd0
    )
    expect(restarts.length).toBe(9)
    const whole = ownDecode(jpeg, 4)
    expect(whole.missingRowShare).toBe(0)
    // The third row of units loses its last bytes, as a camera's broken packet does.
    const damaged = Buffer.concat([jpeg.subarray(0, restarts[2]! - 60), jpeg.subarray(restarts[2]!)])
    const { luma, missingRowShare } = ownDecode(damaged, 4)
    expect(missingRowShare).toBeGreaterThan(0)
    expect(missingRowShare).toBeLessThan(0.1)
    expect(luma.subarray(0, 80 * 8)).toEqual(whole.luma.subarray(0, 80 * 8))
    expect(luma.subarray(80 * 12)).toEqual(whole.luma.subarray(80 * 12))
  })

  it('leaves out the intervals whose restart markers are lost', () => {
    const { jpeg, scanOffset } = encodeCoefficients({ ...source, restartInterval: 20 })
    const restarts = [...jpeg.keys()].filter(
      at => at >= scanOffset && jpeg[at] === 0xff && (jpeg[at + 1]! & 0xf8) === 0xd0
    )
    const whole = ownDecode(jpeg, 4)
    // Rows 3 and 4 are gone with their markers.
    const damaged = Buffer.concat([jpeg.subarray(0, restarts[2]!), jpeg.subarray(restarts[4]!)])
    const { luma, missingRowShare } = ownDecode(damaged, 4)
    expect(missingRowShare).toBeCloseTo(0.2, 5)
    expect(new Set(luma.subarray(80 * 12, 80 * 20))).toEqual(new Set([128]))
    expect(luma.subarray(80 * 20)).toEqual(whole.luma.subarray(80 * 20))
  })

  it('reaches the caller who asks for it, and says who decoded', async () => {
    const { jpeg } = encodeCoefficients(source)
    const result = await decodeAnyRows(jpeg.subarray(0, jpeg.length / 2), LIMITS)
    if ('error' in result) throw new Error(result.error.message)
    expect(result.decoder).toBe('own')
    expect(result.picture.missingRowShare).toBeGreaterThan(0.3)
  })
})
