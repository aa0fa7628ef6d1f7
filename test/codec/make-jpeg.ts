import sharp, { type JpegOptions } from 'sharp'

/** A colour picture with edges, gradients and grain, the same on every run. */
export function scenePixels(width: number, height: number): Buffer {
  const pixels = Buffer.alloc(width * height * 3)
  let seed = 1
  for (let i = 0; i < pixels.length; i++) {
    const x = Math.floor(i / 3) % width
    const y = Math.floor(i / 3 / width)
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff
    const wall = ((x >> 5) + (y >> 5)) % 2 === 0 ? 60 : 170
    pixels[i] = wall + (i % 3) * 10 + ((seed >> 16) % 12)
  }
  return pixels
}

export function sceneJpeg(width: number, height: number, options: JpegOptions = {}): Promise<Buffer> {
  return sharp(scenePixels(width, height), { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 85, ...options })
    .toBuffer()
}

export function flatJpeg(width: number, height: number, level: number): Promise<Buffer> {
  const background = { r: level, g: level, b: level }
  return sharp({ create: { width, height, channels: 3, background } })
    .jpeg({ quality: 85 })
    .toBuffer()
}

/** The same JPEG with another size in its frame header. */
export function withHeaderSize(jpeg: Buffer, width: number, height: number): Buffer {
  const copy = Buffer.from(jpeg)
  const at = frameHeaderAt(copy)
  copy.writeUInt16BE(height, at + 5)
  copy.writeUInt16BE(width, at + 7)
  return copy
}

/** Offset of the frame header's marker (SOF0, SOF1 or SOF2). */
export function frameHeaderAt(jpeg: Buffer): number {
  for (let at = 2; at < jpeg.length; at += 2 + jpeg.readUInt16BE(at + 2)) {
    const code = jpeg[at + 1]!
    if (code >= 0xc0 && code <= 0xc2) return at
  }
  throw new Error('Cannot find a frame header')
}
