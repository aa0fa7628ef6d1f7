import { MAX_LOOK_PIXELS } from './kernel-layout.ts'
import { smallKernels } from './small-kernels.ts'

/**
 * Planes of a scene, kept as their differences to its background. Values lie on a lattice: background + 3 k, pixel by pixel,
 * so each is at most one level off, and two beside black and white. The median of such values lies on the same lattice, and so does the next background:
 * however often planes are packed against a new one, nothing more is lost.
 */
export const LATTICE_LEVELS = 3

/**
 * Packs a plane: of each 16 values a byte with their width in bits, then their differences, folded to positive numbers.
 * Where nothing but the sensor's noise differs, 14,400 values take 4 to 6 KB; at the worst 15 KB.
 *
 * @param plane 8-bit levels. @param background As many, 19,200 at most; read only, both.
 * @returns A view that the next call writes anew.
 * @throws RangeError when there are more, or not as many of both.
 */
export function packPlane(plane: Uint8Array, background: Uint8Array): Uint8Array {
  const { run, bytes, planeAt, backgroundAt, packedAt } = smallKernels()
  assertSmall(background.length, plane.length)
  bytes.set(plane, planeAt)
  bytes.set(background, backgroundAt)
  const length = run.packPlane(planeAt, backgroundAt, background.length, packedAt)
  return bytes.subarray(packedAt, packedAt + length)
}

/**
 * Brings a packed plane back.
 *
 * @param packed As `packPlane` gave it; more may stand behind it. @param background What it was packed against.
 * @param out As many values, written.
 * @throws RangeError when there are more than 19,200, or not as many of both.
 */
export function unpackPlane(packed: Uint8Array, background: Uint8Array, out: Uint8Array): void {
  const { run, bytes, planeAt, backgroundAt, packedAt } = smallKernels()
  assertSmall(background.length, out.length)
  bytes.set(packed.length > MOST_PACKED_BYTES ? packed.subarray(0, MOST_PACKED_BYTES) : packed, packedAt)
  bytes.set(background, backgroundAt)
  run.unpackPlane(packedAt, backgroundAt, background.length, planeAt)
  out.set(bytes.subarray(planeAt, planeAt + background.length))
}

/** What the largest plane can take. */
const MOST_PACKED_BYTES = Math.ceil(MAX_LOOK_PIXELS / 16) * 17

function assertSmall(count: number, other: number): void {
  if (count <= MAX_LOOK_PIXELS && other === count) return
  throw new RangeError(
    `Cannot pack plane: expected two of one size, at most ${MAX_LOOK_PIXELS} values, received ${count} and ${other}`
  )
}
