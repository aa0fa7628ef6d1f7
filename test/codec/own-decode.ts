import { AssemblyDecoder } from '../../src/codec/assembly-decoder.ts'
import { checkHeader } from '../../src/codec/decode-limits.ts'
import { readJpegHeader } from '../../src/codec/jpeg-header.ts'
import { PlanePool } from '../../src/codec/plane-pool.ts'
import { planScan } from '../../src/codec/scan-plan.ts'
import type { Picture } from '../../src/model/picture.ts'

/** As the service has them. */
const LIMITS = { maxBytes: 16 * 1024 * 1024, maxPixels: 100_000_000 }
const decoder = new AssemblyDecoder()

/** Decodes with the service's own decoder at a scale that the test chooses. @throws When it does not take the bytes. */
export function ownDecode(jpeg: Uint8Array, denominator: number, pool = new PlanePool(0)): Picture {
  const picture = tryOwnDecode(jpeg, denominator, pool)
  if (picture === null) throw new Error('The own decoder does not take this JPEG')
  return picture
}

/** The same, null for what the decoder does not take. */
export function tryOwnDecode(jpeg: Uint8Array, denominator: number, pool = new PlanePool(0)): Picture | null {
  const read = readJpegHeader(jpeg)
  if ('problem' in read) return null
  if (checkHeader(jpeg, read.header, LIMITS) !== null) return null
  const plan = planScan(jpeg, read.header)
  if (plan === null) return null
  const decodedWidth = Math.max(1, Math.floor(read.header.width / denominator))
  const decodedHeight = Math.max(1, Math.floor(read.header.height / denominator))
  return decoder.decode(jpeg, read.header, plan, { denominator, boxPx: 1, decodedWidth, decodedHeight }, pool)
}
