import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { makePictures } from '../throughput/pictures.mjs'

/** Small, so that a service, or a fleet of four, fits on one machine together with its servers and its cameras. */
const SIZE = { name: '320x180', width: 320, height: 180, quality: 80, grainLevels: 8 }
const BLACK_VARIANTS = 4

/**
 * Writes the pictures that the cameras show, as files for the producer.
 *
 * @param {string} folder
 * @returns {Promise<{ normal: string[], black: string[] }>} JPEG files.
 */
export async function writePictures(folder) {
  mkdirSync(folder, { recursive: true })
  const save = (name, jpegs) =>
    jpegs.map((jpeg, i) => {
      const file = join(folder, `${name}-${i}.jpg`)
      writeFileSync(file, jpeg)
      return file
    })
  return { normal: save('normal', await makePictures(SIZE)), black: save('black', await blackPictures()) }
}

/** A covered lens: hardly any light, and the sensor's noise. */
async function blackPictures() {
  const { width, height, quality } = SIZE
  const pictures = []
  for (let variant = 0; variant < BLACK_VARIANTS; variant++) {
    const raw = Buffer.alloc(width * height * 3)
    let state = variant + 1
    for (let i = 0; i < raw.length; i++) {
      state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff
      raw[i] = (state >> 16) % 4
    }
    const input = { raw: { width, height, channels: 3 } }
    pictures.push(await sharp(raw, input).jpeg({ quality }).toBuffer())
  }
  return pictures
}
