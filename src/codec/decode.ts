import type { DecodeLimits } from './decode-limits.ts'
import { type DecodeResult, decodeWithLibrary } from './fallback-decoder.ts'

/**
 * The door of the codec: JPEG bytes in, the small working picture or a named problem out.
 *
 * @param jpeg Any bytes. Not written, and not kept once the promise has settled.
 * @returns Never rejects because of what the bytes are.
 */
export function decodeJpeg(jpeg: Uint8Array, limits: DecodeLimits): Promise<DecodeResult> {
  return decodeWithLibrary(jpeg, limits)
}
