import sharp from 'sharp'
import { boxShrink } from '../kernels/box-shrink.ts'
import { lumaFromRgb } from '../kernels/luma-from-rgb.ts'
import type { WorkingSize } from './working-size.ts'

// Every frame is seen once: a cache of decoded pictures would only hold memory.
sharp.cache(false)
// One thread per decode. There are as many shards as cores, and more threads would only wait for each other.
sharp.concurrency(1)

/** The library's threads are those of the whole process: a few pictures that never end would take its disk and names away. */
const LONGEST_DECODE_S = 8

/**
 * What the decoder holds against the bytes. `end of data` fails only where the data stops before the last row: CCTV
 * pictures carry harmless warnings, such as stray bytes before a marker. `any warning` is for a second look at a picture
 * that is suspected already. `nothing` gives what there is of a picture that is known to be cut.
 */
export type Strictness = 'nothing' | 'end of data' | 'any warning'

const FAIL_ON = { nothing: 'none', 'end of data': 'truncated', 'any warning': 'warning' } as const

export interface LumaPlane {
  readonly luma: Uint8Array
  readonly width: number
  readonly height: number
}

/**
 * Decodes a JPEG straight to a small luma plane: DCT scaling first, then whole boxes where that is not small enough.
 * Pixels are taken as stored: neither EXIF rotation nor a colour profile is applied.
 *
 * @throws What the decoder throws; the caller names it.
 */
export async function decodeShrunkLuma(
  jpeg: Uint8Array,
  size: WorkingSize,
  strictness: Strictness
): Promise<LumaPlane> {
  const { denominator, boxPx, decodedWidth, decodedHeight } = size
  const image = sharp(jpeg, {
    failOn: FAIL_ON[strictness],
    // The caller has checked the header against its own limit.
    limitInputPixels: false,
    ignoreIcc: true,
    sequentialRead: true,
    autoOrient: false
  }).timeout({ seconds: LONGEST_DECODE_S })
  // Exactly the size that DCT scaling gives, so that nothing is resampled behind it.
  if (denominator > 1) image.resize(decodedWidth, decodedHeight, { fit: 'fill' })
  const { data, info } = await image.raw().toBuffer({ resolveWithObject: true })
  const luma = new Uint8Array(info.width * info.height)
  lumaFromRgb(data, info.channels, luma)
  if (boxPx === 1) return { luma, width: info.width, height: info.height }
  const width = Math.max(1, Math.floor(info.width / boxPx))
  const height = Math.max(1, Math.floor(info.height / boxPx))
  const small = new Uint8Array(width * height)
  boxShrink(luma, info.width, info.height, boxPx, small)
  return { luma: small, width, height }
}
