import sharp from 'sharp'
import { bytesOf, type RgbImage } from './rgb-image.ts'

export interface JpegOptions {
  /** 1..100 */
  readonly quality: number
}

/** Encodes as cameras do: baseline, 4:2:0, standard Huffman tables. */
export async function encodeJpeg(image: RgbImage, { quality }: JpegOptions): Promise<Uint8Array> {
  const { width, height } = image
  return await sharp(bytesOf(image), { raw: { width, height, channels: 3 } })
    .jpeg({ quality: Math.round(quality), chromaSubsampling: '4:2:0', optimiseCoding: false })
    .toBuffer()
}

/**
 * Decodes whatever can be decoded of a damaged JPEG, as the recorder between a camera and this service may.
 *
 * @returns False when nothing could be; then `into` is unchanged.
 */
export async function decodeDamaged(jpeg: Uint8Array, into: RgbImage): Promise<boolean> {
  try {
    const { data, info } = await sharp(jpeg, { failOn: 'none' })
      .toColourspace('srgb')
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true })
    if (info.width !== into.width || info.height !== into.height || info.channels !== 3) return false
    into.data.set(data)
    return true
  } catch {
    return false
  }
}
