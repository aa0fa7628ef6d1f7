import { BLACK_LEVEL, WHITE_LEVEL } from './render/tone.ts'
import { hash2 } from './render/value-noise.ts'
import { HEIGHT, WIDTH } from './render/view.ts'

/** Most that noise adds or takes: so no byte of a picture in BLACK_LEVEL..WHITE_LEVEL can run over. */
const MAX_NOISE = Math.min(BLACK_LEVEL, 255 - WHITE_LEVEL) - 1
/** Four times MAX_NOISE as the bytes of one word. */
const BIAS = MAX_NOISE * 0x01010101
/** Four pixels fill three words; a row of noise starts at any such group of the table. */
const PIXELS_PER_GROUP = 4
const WORDS_PER_GROUP = 3
const GROUPS = 1 << 14
const WORDS_PER_ROW = (WIDTH / PIXELS_PER_GROUP) * WORDS_PER_GROUP

const tables = new Map<number, Int32Array>()

/**
 * Adds luma noise in place, four bytes at a time.
 *
 * @param rgb `WIDTH * HEIGHT * 3` bytes at an offset that is a multiple of four, each BLACK_LEVEL..WHITE_LEVEL.
 * @param noiseLevels Standard deviation, grey levels.
 * @param moment Whole number; the same moment gives the same noise.
 */
export function addSensorNoise(rgb: Uint8Array, noiseLevels: number, moment: number): void {
  const noise = noiseTable(noiseLevels)
  const words = new Int32Array(rgb.buffer, rgb.byteOffset, WORDS_PER_ROW * HEIGHT)
  for (let row = 0; row < HEIGHT; row++) {
    let n = Math.floor(hash2(row, moment, 17) * GROUPS) * WORDS_PER_GROUP
    for (let i = row * WORDS_PER_ROW, end = i + WORDS_PER_ROW; i < end; i++) {
      // Whole numbers of 32 bits all the way: the sums wrap, which the bytes do not notice.
      words[i] = ((words[i]! - BIAS) | 0) + noise[n++]!
    }
  }
}

/** Bell-shaped noise, each value leaning on its neighbour as after a camera's own filter; the same for the three colours. */
function noiseTable(deviation: number): Int32Array {
  const known = tables.get(deviation)
  if (known !== undefined) return known
  const table = new Int32Array(GROUPS * WORDS_PER_GROUP + WORDS_PER_ROW)
  const bytes = new Uint8Array(table.buffer)
  let before = 0
  for (let i = 0; i < bytes.length; i += 3) {
    let sum = -2
    for (let k = 0; k < 4; k++) sum += hash2(i, k, 23)
    // The sum of four even chances has a deviation of 0.577.
    const fresh = sum / 0.577
    const value = Math.round((fresh * 0.9 + before * 0.44) * deviation)
    bytes.fill(MAX_NOISE + Math.max(-MAX_NOISE, Math.min(MAX_NOISE, value)), i, i + 3)
    before = fresh
  }
  tables.set(deviation, table)
  return table
}
