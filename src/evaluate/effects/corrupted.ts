import { scanStart } from './jpeg-scan.ts'
import { decodeDamaged, encodeJpeg } from '../pictures/jpeg.ts'
import { copyImage, type RgbImage } from '../pictures/rgb-image.ts'
import type { Random } from '../random.ts'
import { graded, type Variant } from './effect.ts'

const MACROBLOCK_PX = 16

/** Flips bits of the entropy-coded data, each place chosen by chance. */
export function flipBits(jpeg: Uint8Array, count: number, random: Random): Uint8Array {
  const damaged = Uint8Array.from(jpeg)
  const from = scanStart(jpeg)
  for (let i = 0; i < count; i++) {
    const place = random.whole(from, damaged.length - 3)
    damaged[place] = damaged[place]! ^ (1 << random.whole(0, 7))
  }
  return damaged
}

/** Bit errors between the camera and a recorder, which decodes what it can and encodes it anew: whole bytes, broken picture. */
const recodedBitErrors: Variant = {
  id: 'recoded-bit-errors',
  create(setup) {
    const count = Math.round(graded(setup, 3, 14))
    return {
      async signal(image, at) {
        const damaged = flipBits(await encodeJpeg(image, { quality: 75 }), count, at.random)
        await decodeDamaged(damaged, image)
      }
    }
  }
}

/** Bit errors in the very bytes that arrive. */
const bitErrors: Variant = {
  id: 'bit-errors',
  alsoAccepts: ['undecodable'],
  create(setup) {
    const count = Math.round(graded(setup, 6, 30))
    return { bytes: (jpeg, at) => flipBits(jpeg, count, at.random) }
  }
}

/** Slices of the picture that never came: each stays flat from a macroblock on to the end of its rows. */
const lostSlices: Variant = {
  id: 'lost-slices',
  create(setup) {
    const share = graded(setup, 0.35, 0.75)
    const fill = setup.random.pick([
      [128, 128, 128],
      [70, 135, 78],
      [0, 135, 0]
    ] as const)
    return {
      signal(image, at) {
        const from = image.height * (1 - share * at.random.between(0.85, 1.1))
        const top = Math.max(0, Math.floor(from / MACROBLOCK_PX) * MACROBLOCK_PX)
        const firstLeft = at.random.whole(0, Math.floor(image.width / MACROBLOCK_PX)) * MACROBLOCK_PX
        for (let y = top; y < image.height; y++) {
          const left = y < top + MACROBLOCK_PX ? Math.min(image.width, firstLeft) : 0
          for (let x = left; x < image.width; x++) image.data.set(fill, (y * image.width + x) * 3)
        }
      }
    }
  }
}

/** The last whole row is drawn down over the rest: what many decoders do with a picture that is cut off. */
const smear: Variant = {
  id: 'smear',
  create(setup) {
    const share = graded(setup, 0.35, 0.7)
    return {
      signal(image, at) {
        const top = Math.floor((image.height * (1 - share * at.random.between(0.85, 1.1))) / 8) * 8
        const row = image.data.slice(top * image.width * 3, (top + 1) * image.width * 3)
        for (let y = top + 1; y < image.height; y++) image.data.set(row, y * image.width * 3)
      }
    }
  }
}

/** A missing key picture: only what changes is drawn, over grey, and piles up into ghosts. */
const missingKeyPicture: Variant = {
  id: 'missing-key-picture',
  create() {
    let before: RgbImage | null = null
    let shown: RgbImage | null = null
    return {
      signal(image) {
        const now = copyImage(image)
        if (shown === null || before === null) {
          shown = copyImage(image)
          shown.data.fill(128)
        } else {
          for (let i = 0; i < now.data.length; i++) {
            shown.data[i] = shown.data[i]! + 1.3 * (now.data[i]! - before.data[i]!)
          }
        }
        before = now
        image.data.set(shown.data)
      }
    }
  }
}

/** Macroblocks predicted from the wrong place, anew in each frame. */
const wrongVectors: Variant = {
  id: 'wrong-vectors',
  create(setup) {
    const share = graded(setup, 0.3, 0.65)
    return {
      signal(image, at) {
        const source = copyImage(image)
        for (let top = 0; top + MACROBLOCK_PX <= image.height; top += MACROBLOCK_PX) {
          // Errors come in runs along a row of blocks.
          let broken = at.random.chance(share)
          for (let left = 0; left + MACROBLOCK_PX <= image.width; left += MACROBLOCK_PX) {
            if (at.random.chance(0.25)) broken = at.random.chance(share)
            if (broken) moveBlock(source, image, left, top, at.random)
          }
        }
      }
    }
  }
}

function moveBlock(source: RgbImage, image: RgbImage, left: number, top: number, random: Random): void {
  const { width, height } = image
  const fromX = Math.min(width - MACROBLOCK_PX, Math.max(0, left + random.whole(-60, 60)))
  const fromY = Math.min(height - MACROBLOCK_PX, Math.max(0, top + random.whole(-40, 40)))
  const tint = random.chance(0.3) ? random.whole(-40, 40) : 0
  for (let y = 0; y < MACROBLOCK_PX; y++) {
    for (let x = 0; x < MACROBLOCK_PX; x++) {
      const from = ((fromY + y) * width + fromX + x) * 3
      const to = ((top + y) * width + left + x) * 3
      image.data[to] = source.data[from]! + tint
      image.data[to + 1] = source.data[from + 1]!
      image.data[to + 2] = source.data[from + 2]! - tint
    }
  }
}

export const corrupted: readonly Variant[] = [
  lostSlices,
  recodedBitErrors,
  wrongVectors,
  smear,
  bitErrors,
  missingKeyPicture
]
