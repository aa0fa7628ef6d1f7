import sharp from 'sharp'

const WIDTH = 320
const HEIGHT = 180
const CELL_PX = 20
const VARIANTS = 8
const QUALITY = 80
/** What of an undecodable frame is left: its header and hardly a row. */
const CUT_BYTES = 700

type Level = (x: number, y: number) => number

/**
 * Draws what the synthetic camera shows, some variants of each, which differ by their noise as frames of a camera do.
 * Lists of JPEGs.
 */
export async function drawCheckPictures(): Promise<
  Record<'well' | 'black' | 'occluded' | 'undecodable', Uint8Array[]>
> {
  const well = await draw(blocks, 6)
  return {
    well,
    black: await draw(() => 3, 1),
    // A hand before the lens: light comes through, edges do not.
    occluded: await draw((x, y) => 95 + (x * 10) / WIDTH + (y * 6) / HEIGHT, 1),
    undecodable: well.map(jpeg => jpeg.slice(0, CUT_BYTES))
  }
}

/** A scene full of edges. */
function blocks(x: number, y: number): number {
  return 40 + ((Math.floor(x / CELL_PX) * 5 + Math.floor(y / CELL_PX) * 3) % 8) * 22
}

async function draw(level: Level, noiseLevels: number): Promise<Uint8Array[]> {
  const jpegs: Uint8Array[] = []
  for (let variant = 1; variant <= VARIANTS; variant++) jpegs.push(await encode(level, noiseLevels, variant))
  return jpegs
}

async function encode(level: Level, noiseLevels: number, seed: number): Promise<Uint8Array> {
  const grey = new Uint8Array(WIDTH * HEIGHT)
  let state = seed
  for (let y = 0, i = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++, i++) {
      state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
      grey[i] = level(x, y) + ((state >> 16) % (2 * noiseLevels + 1)) - noiseLevels
    }
  }
  const image = sharp(grey, { raw: { width: WIDTH, height: HEIGHT, channels: 1 } })
  return await image.toColourspace('srgb').jpeg({ quality: QUALITY, optimiseCoding: false }).toBuffer()
}
