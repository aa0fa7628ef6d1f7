/** A picture at full size: RGB, `width * height * 3` bytes, row-major. Writes outside 0..255 stop at the end of the range. */
export interface RgbImage {
  readonly width: number
  readonly height: number
  readonly data: Uint8ClampedArray
}

export function createImage(width: number, height: number): RgbImage {
  return { width, height, data: new Uint8ClampedArray(width * height * 3) }
}

export function copyImage(image: RgbImage): RgbImage {
  return { width: image.width, height: image.height, data: image.data.slice() }
}

/** The same bytes for code that asks for a Uint8Array. */
export function bytesOf({ data }: RgbImage): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.length)
}

/** Luma of a pixel (BT.601), 0..255, from the index of its red byte. */
export function lumaAt(data: Uint8ClampedArray, i: number): number {
  return 0.299 * data[i]! + 0.587 * data[i + 1]! + 0.114 * data[i + 2]!
}
