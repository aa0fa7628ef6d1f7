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
const MOST_DRAWN_WIDTH = 1280
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
    // Loaded when somebody looks at a picture: a start need not wait for a native library.
    const { default: sharp } = await import('sharp')
    // What is left of a damaged picture is worth seeing.
    const image = sharp(jpeg, { failOn: 'none', limitInputPixels: maxPixels }).autoOrient()
    const isDrawn = region !== null || ignored !== null
    // Drawing is done by the thread that everything waits for: on nothing larger than a screen shows.
    const most = width ?? (isDrawn ? MOST_DRAWN_WIDTH : null)
    const resized = most === null ? image : image.resize({ width: most, withoutEnlargement: true })
    if (!isDrawn) return await resized.jpeg({ quality: QUALITY }).toBuffer()
    const { data, info } = await resized.toColourspace('srgb').removeAlpha().raw().toBuffer({ resolveWithObject: true })
    drawCells({ data, width: info.width, height: info.height, channels: info.channels }, region, ignored)
    const raw = { width: info.width, height: info.height, channels: info.channels }
    return await sharp(data, { raw }).jpeg({ quality: QUALITY }).toBuffer()
  } catch {
    return jpeg
  }
}

function drawCells(plane: Plane, region: string | null, ignored: Uint8Array | null): void {
  const { width, height } = plane
  const stripe = Math.max(4, Math.round((height / ROWS) * STRIPE_SHARE))
  const edge = Math.max(1, Math.round(height / 360))
  for (let row = 0; row < ROWS; row++) {
    for (let column = 0; column < COLUMNS; column++) {
      const cell = cellOf(column, row, width, height)
      if (isFaulty(region, column, row)) drawFaulty(plane, cell, innerOf(cell, region, column, row, edge), stripe)
      else if (ignored?.[row * COLUMNS + column] === 1) drawIgnored(plane, cell, stripe)
    }
  }
}

function isFaulty(region: string | null, column: number, row: number): boolean {
  const isInside = column >= 0 && column < COLUMNS && row >= 0 && row < ROWS
  return isInside && region?.[row * COLUMNS + column] === '1'
}

/** The cell without the edge that it shares with what is not faulty. */
function innerOf(cell: Area, region: string | null, column: number, row: number, edge: number): Area {
  return {
    left: cell.left + (isFaulty(region, column - 1, row) ? 0 : edge),
    right: cell.right - (isFaulty(region, column + 1, row) ? 0 : edge),
    top: cell.top + (isFaulty(region, column, row - 1) ? 0 : edge),
    bottom: cell.bottom - (isFaulty(region, column, row + 1) ? 0 : edge)
  }
}

/** Pixels of an area: right and bottom are the first beyond it. */
interface Area {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

interface Plane {
  readonly data: Buffer
  readonly width: number
  readonly height: number
  readonly channels: number
}

function cellOf(column: number, row: number, width: number, height: number): Area {
  return {
    left: Math.ceil((column * width) / COLUMNS),
    right: Math.ceil(((column + 1) * width) / COLUMNS),
    top: Math.ceil((row * height) / ROWS),
    bottom: Math.ceil(((row + 1) * height) / ROWS)
  }
}

/** Hatched, and outlined where the inner area does not reach. */
function drawFaulty({ data, width, channels }: Plane, cell: Area, inner: Area, stripe: number): void {
  for (let y = cell.top; y < cell.bottom; y++) {
    const isBorderRow = y < inner.top || y >= inner.bottom
    for (let x = cell.left; x < cell.right; x++) {
      const isBorder = isBorderRow || x < inner.left || x >= inner.right
      const strength = isBorder ? BORDER : (x + y) % stripe < stripe / 4 ? 0.55 : 0.16
      blend(data, (y * width + x) * channels, channels, FAULTY, strength)
    }
  }
}

function drawIgnored({ data, width, height, channels }: Plane, cell: Area, stripe: number): void {
  for (let y = cell.top; y < cell.bottom; y++) {
    for (let x = cell.left; x < cell.right; x++) {
      const strength = (x - y + height) % stripe < stripe / 4 ? 0.5 : 0.25
      blend(data, (y * width + x) * channels, channels, IGNORED, strength)
    }
  }
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
