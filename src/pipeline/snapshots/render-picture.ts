import sharp from 'sharp'

/** The grid of regions and masks. */
const COLUMNS = 16
const ROWS = 9

export interface RenderOptions {
  /** Most pixels across; null leaves the size as it is. */
  readonly width: number | null
  /** Cells of the faulty region, 144 characters of `0`/`1`, or null. */
  readonly region: string | null
  /** Cells that are not judged: 1 for each, or null. */
  readonly ignored: Uint8Array | null
  /** A picture of more pixels is not decoded. */
  readonly maxPixels: number
}

const QUALITY = 80
/** Vermilion for what is wrong, light grey for what is not looked at; each also by its pattern, for who sees no colours. */
const FAULTY = [229, 72, 33] as const
const IGNORED = [208, 212, 218] as const
/** Stripes of the hatching, as a share of a cell's height. */
const STRIPE_SHARE = 0.16
const BORDER = 0.95

/**
 * Makes a picture smaller, and draws the faulty region (outlined, hatched one way) and what is not judged (hatched the
 * other way) on it.
 *
 * @returns The bytes as they are when nothing is to be done, or when they cannot be decoded.
 */
export async function renderPicture(jpeg: Uint8Array, options: RenderOptions): Promise<Uint8Array> {
  const { width, region, ignored, maxPixels } = options
  if (width === null && region === null && ignored === null) return jpeg
  try {
    // What is left of a damaged picture is worth seeing.
    const image = sharp(jpeg, { failOn: 'none', limitInputPixels: maxPixels }).autoOrient()
    const resized = width === null ? image : image.resize({ width, withoutEnlargement: true })
    if (region === null && ignored === null) return await resized.jpeg({ quality: QUALITY }).toBuffer()
    const { data, info } = await resized.toColourspace('srgb').removeAlpha().raw().toBuffer({ resolveWithObject: true })
    drawCells(data, info.width, info.height, info.channels, region, ignored)
    const raw = { width: info.width, height: info.height, channels: info.channels }
    return await sharp(data, { raw }).jpeg({ quality: QUALITY }).toBuffer()
  } catch {
    return jpeg
  }
}

function drawCells(
  data: Buffer,
  width: number,
  height: number,
  channels: number,
  region: string | null,
  ignored: Uint8Array | null
): void {
  const stripe = Math.max(4, Math.round((height / ROWS) * STRIPE_SHARE))
  const edge = Math.max(1, Math.round(height / 360))
  const faultyAt = (column: number, row: number) =>
    column >= 0 && column < COLUMNS && row >= 0 && row < ROWS && region?.[row * COLUMNS + column] === '1'
  for (let y = 0; y < height; y++) {
    const row = Math.floor((y * ROWS) / height)
    for (let x = 0; x < width; x++) {
      const column = Math.floor((x * COLUMNS) / width)
      const at = (y * width + x) * channels
      if (faultyAt(column, row)) {
        const isBorder = isOutline(x, y, width, height, edge, faultyAt)
        blend(data, at, channels, FAULTY, isBorder ? BORDER : hatched(x + y, stripe, 0.55, 0.16))
      } else if (ignored?.[row * COLUMNS + column] === 1) {
        blend(data, at, channels, IGNORED, hatched(x - y + height, stripe, 0.5, 0.25))
      }
    }
  }
}

/** How strongly a pixel is tinted: more on a stripe than between two. */
function hatched(along: number, stripe: number, onStripe: number, between: number): number {
  return along % stripe < stripe / 4 ? onStripe : between
}

/** Whether a pixel of the region lies at its border. */
function isOutline(
  x: number,
  y: number,
  width: number,
  height: number,
  edge: number,
  faultyAt: (column: number, row: number) => boolean
): boolean {
  const cellAt = (px: number, py: number) =>
    faultyAt(Math.floor((px * COLUMNS) / width), Math.floor((py * ROWS) / height))
  return !cellAt(x - edge, y) || !cellAt(x + edge, y) || !cellAt(x, y - edge) || !cellAt(x, y + edge)
}

function blend(data: Buffer, at: number, channels: number, colour: readonly number[], strength: number): void {
  if (channels === 1) {
    data[at] = Math.round((data[at] ?? 0) * (1 - strength) + 230 * strength)
    return
  }
  for (let i = 0; i < 3; i++) {
    data[at + i] = Math.round((data[at + i] ?? 0) * (1 - strength) + (colour[i] ?? 0) * strength)
  }
}
