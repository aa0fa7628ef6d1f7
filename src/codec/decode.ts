import type { Picture } from '../model/picture.ts'
import { AssemblyDecoder } from './assembly-decoder.ts'
import { cutOffProblem, hasEndMarker } from './cut-off-problem.ts'
import { checkBytes, checkHeader, type DecodeLimits } from './decode-limits.ts'
import type { DecodeResult } from './decode-result.ts'
import { decodeWithLibrary } from './fallback-decoder.ts'
import { type JpegHeader, readJpegHeader } from './jpeg-header.ts'
import { PlanePool } from './plane-pool.ts'
import { planScan } from './scan-plan.ts'
import { type WorkingSize, workingSize } from './working-size.ts'

/** Keeps nothing: every picture gets new memory. */
const NO_POOL = new PlanePool(0)
/** One for a thread: frames are decoded one after the other, each in one go. */
const ownDecoder = new AssemblyDecoder()

/**
 * The door of the codec: JPEG bytes in, the small working picture or a named problem out.
 *
 * @param jpeg Any bytes. Not written, and not kept once the promise has settled.
 * @param pool Where the memory of the picture comes from. The picture belongs to the caller, who may give it back
 *   (`givePicture`) and must not look at it after that.
 * @returns A whole picture, or why there is none: `frame/empty`, `frame/too-large`, `frame/not-jpeg`, `frame/damaged`,
 *   `frame/unsupported`, `frame/too-many-pixels`. Never rejects because of what the bytes are.
 */
export async function decodeJpeg(jpeg: Uint8Array, limits: DecodeLimits, pool = NO_POOL): Promise<DecodeResult> {
  const result = await decodeAnyRows(jpeg, limits, pool)
  if ('error' in result || result.picture.missingRowShare === 0) return result
  const read = readJpegHeader(jpeg)
  const scanOffset = 'header' in read ? read.header.scanOffset : 0
  const share = 1 - result.picture.missingRowShare
  return { error: cutOffProblem(jpeg, hasEndMarker(jpeg, scanOffset), share), decoder: result.decoder }
}

/**
 * The same, but a picture that is cut off or damaged comes as far as it could be decoded, and says which share of its rows
 * is missing. A picture that only the library takes is whole or a problem here too.
 */
export async function decodeAnyRows(jpeg: Uint8Array, limits: DecodeLimits, pool = NO_POOL): Promise<DecodeResult> {
  const tooLarge = checkBytes(jpeg, limits)
  if (tooLarge !== null) return { error: tooLarge, decoder: 'none' }
  const read = readJpegHeader(jpeg)
  if ('problem' in read) return { error: read.problem, decoder: 'none' }
  const { header } = read
  const refused = checkHeader(jpeg, header, limits)
  if (refused !== null) return { error: refused, decoder: 'none' }
  const size = workingSize(header.width, header.height)
  const picture = decodeOwn(jpeg, header, size, pool)
  return picture === null ? decodeWithLibrary(jpeg, header, size) : { picture, decoder: 'own' }
}

function decodeOwn(jpeg: Uint8Array, header: JpegHeader, size: WorkingSize, pool: PlanePool): Picture | null {
  const plan = planScan(jpeg, header)
  if (plan === null) return null
  try {
    return ownDecoder.decode(jpeg, header, plan, size, pool)
  } catch {
    // Memory ran out, or a mistake of ours that the fuzz run did not find: one frame, and the library can still take it.
    return null
  }
}
