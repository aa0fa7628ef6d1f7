import sharp from 'sharp'

/** @typedef {{ name: string, width: number, height: number, quality: number, grainLevels: number }} PictureSize */

/**
 * What the producer pushes. The grain is chosen so that a picture has about as many bytes as a camera's: 30 KB and 250 KB. The tiny
 * one is for scenarios in which judging should cost little; the lean one has the largest working picture that
 * there is, 476 x 268, so that a camera's memory is the most that it can be, and few bytes, so that thousands of streams fit into Redis.
 *
 * @type {Record<'tiny' | 'small' | 'large' | 'lean', PictureSize>}
 */
export const SIZES = {
  tiny: { name: '160x90', width: 160, height: 90, quality: 80, grainLevels: 8 },
  small: { name: '640x360', width: 640, height: 360, quality: 80, grainLevels: 11 },
  lean: { name: '1904x1072, few bytes', width: 1904, height: 1072, quality: 50, grainLevels: 5 },
  large: { name: '1920x1080', width: 1920, height: 1080, quality: 85, grainLevels: 8 }
}

const VARIANTS = 8
/** Vertical steps between light and dark, so that there are edges to find and nothing counts as covered. */
const CELLS_ACROSS = 40

/**
 * Pictures of one scene: the same blocks under other grain, as a still camera with a noisy sensor gives them.
 *
 * @param {PictureSize} size
 * @returns {Promise<Buffer[]>} JPEGs.
 */
export async function makePictures({ width, height, quality, grainLevels }) {
  const cell = Math.round(width / CELLS_ACROSS)
  const jpegs = []
  for (let variant = 0; variant < VARIANTS; variant++) {
    const rgb = drawBlocks(width, height, cell, grainLevels, variant + 1)
    jpegs.push(
      await sharp(rgb, { raw: { width, height, channels: 3 } })
        .jpeg({ quality })
        .toBuffer()
    )
  }
  return jpegs
}

function drawBlocks(width, height, cell, grainLevels, seed) {
  const rgb = Buffer.alloc(width * height * 3)
  let state = seed
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const level = 40 + ((Math.floor(x / cell) * 5 + Math.floor(y / cell) * 3) % 8) * 22
      state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff
      const grain = (state >> 16) % (grainLevels * 2)
      for (let channel = 0; channel < 3; channel++) rgb[at++] = level + grain + channel * 6
    }
  }
  return rgb
}
