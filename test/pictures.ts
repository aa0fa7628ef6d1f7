import sharp from 'sharp'

/**
 * JPEG pictures made in code, for tests. Sizes in pixels, levels are grey levels 0..255.
 */
export async function checkedJpeg(width: number, height: number, level = 200, shiftPx = 0): Promise<Buffer> {
  const grey = Buffer.alloc(width * height)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      grey[y * width + x] = ((x + shiftPx) >> 4) % 2 === (y >> 4) % 2 ? level : level >> 3
    }
  }
  return greyToJpeg(grey, width, height)
}

/** A picture drawn point by point. @param levelAt Grey level 0..255 at a point; areas on a grid of 8 px keep their level exactly. */
export function drawnJpeg(width: number, height: number, levelAt: (x: number, y: number) => number): Promise<Buffer> {
  const grey = Buffer.alloc(width * height)
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) grey[y * width + x] = levelAt(x, y)
  return greyToJpeg(grey, width, height)
}

/** One level everywhere: black when low, covered when in between. */
export function flatJpeg(width: number, height: number, level: number): Promise<Buffer> {
  return greyToJpeg(Buffer.alloc(width * height, level), width, height)
}

/** A colour JPEG (three components) of a grey plane. */
function greyToJpeg(grey: Buffer, width: number, height: number): Promise<Buffer> {
  const rgb = Buffer.alloc(width * height * 3)
  for (let i = 0; i < grey.length; i++) rgb.fill(grey[i]!, i * 3, i * 3 + 3)
  return sharp(rgb, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 85 })
    .toBuffer()
}
