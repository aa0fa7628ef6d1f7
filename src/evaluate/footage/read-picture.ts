import sharp from 'sharp'
import { AppError, errorText } from '../../errors.ts'

/** A path, or the bytes themselves. */
export type PictureSource = string | Uint8Array

/** Pixels across and down. @throws {AppError} `footage/unreadable` */
export async function readSize(source: PictureSource): Promise<{ readonly width: number; readonly height: number }> {
  const { width = 0, height = 0 } = await reading(source, () => sharp(source).metadata())
  return { width, height }
}

/** A picture as RGB in the size that is asked for. @throws {AppError} `footage/unreadable` */
export async function readPicture(source: PictureSource, width: number, height: number): Promise<Uint8ClampedArray> {
  const pixels = await reading(source, () =>
    sharp(source).toColourspace('srgb').removeAlpha().resize(width, height, { fit: 'fill' }).raw().toBuffer()
  )
  return new Uint8ClampedArray(pixels)
}

/** Runs what reads a picture. @throws {AppError} `footage/unreadable` */
export async function reading<Result>(source: PictureSource, read: () => Promise<Result>): Promise<Result> {
  try {
    return await read()
  } catch (cause) {
    const name = typeof source === 'string' ? source : 'the picture'
    throw new AppError('footage/unreadable', `Cannot read ${name}: ${errorText(cause)}`, { cause })
  }
}
