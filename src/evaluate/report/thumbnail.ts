import sharp from 'sharp'

const QUALITY = 70

/** A small JPEG as base64; null when the bytes give no picture. */
export async function thumbnail(jpeg: Uint8Array, widthPx: number): Promise<string | null> {
  try {
    const small = sharp(jpeg, { failOn: 'none' }).resize(widthPx)
    return (await small.jpeg({ quality: QUALITY }).toBuffer()).toString('base64')
  } catch {
    return null
  }
}
