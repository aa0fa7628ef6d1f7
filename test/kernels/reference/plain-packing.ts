/**
 * Planes of a scene, kept as their differences to its background. Values lie on a lattice: background + 3 k, pixel by pixel,
 * so each is at most one level off, and two beside black and white. The median of such values lies on the same lattice, and so does the next background:
 * however often planes are packed against a new one, nothing more is lost.
 */
export const LATTICE_LEVELS = 3

/** Values that share a width: 16 of w bits are 2 w bytes. */
const GROUP = 16
/** Folded differences need 8 bits at the most: |k| <= 85. */
const MOST_BYTES_A_GROUP = 1 + (GROUP / 8) * 8
const folded = new Uint8Array(GROUP)
let room = new Uint8Array(0)

/**
 * Packs a plane: of each 16 values a byte with their width in bits, then their differences, folded to positive numbers.
 * Where nothing but the sensor's noise differs, 14,400 values take 4 to 6 KB; at the worst 15 KB.
 *
 * @param plane 8-bit levels. @param background As many; read only, both.
 * @returns A view that the next call writes anew.
 */
export function packPlane(plane: Uint8Array, background: Uint8Array): Uint8Array {
  const count = background.length
  const most = Math.ceil(count / GROUP) * MOST_BYTES_A_GROUP
  if (room.length < most) room = new Uint8Array(most)
  let at = 0
  for (let from = 0; from < count; from += GROUP) {
    const bits = fold(plane, background, from, Math.min(count, from + GROUP))
    room[at++] = bits
    let word = 0
    let filled = 0
    for (let i = 0; i < GROUP; i++) {
      word |= folded[i]! << filled
      filled += bits
      while (filled >= 8) {
        room[at++] = word
        word >>>= 8
        filled -= 8
      }
    }
  }
  return room.subarray(0, at)
}

/** Folds a group's differences (0, -1, 1, -2 ... become 0, 1, 2, 3 ...). @returns Bits that the largest needs. */
function fold(plane: Uint8Array, background: Uint8Array, from: number, end: number): number {
  let all = 0
  folded.fill(0)
  for (let i = from; i < end; i++) {
    const usual = background[i]!
    let steps = Math.round((plane[i]! - usual) / LATTICE_LEVELS)
    const level = usual + LATTICE_LEVELS * steps
    if (level > 255) steps--
    else if (level < 0) steps++
    const value = steps < 0 ? -2 * steps - 1 : 2 * steps
    folded[i - from] = value
    all |= value
  }
  return 32 - Math.clz32(all)
}

/**
 * Brings a packed plane back.
 *
 * @param background What it was packed against. @param out As many values, written.
 */
export function unpackPlane(packed: Uint8Array, background: Uint8Array, out: Uint8Array): void {
  const count = background.length
  let at = 0
  for (let from = 0; from < count; from += GROUP) {
    const end = Math.min(count, from + GROUP)
    const bits = packed[at++]!
    if (bits === 0) {
      for (let i = from; i < end; i++) out[i] = background[i]!
      continue
    }
    const mask = (1 << bits) - 1
    let word = 0
    let filled = 0
    const next = at + 2 * bits
    for (let i = from; i < end; i++) {
      while (filled < bits) {
        word |= packed[at++]! << filled
        filled += 8
      }
      const value = word & mask
      word >>>= bits
      filled -= bits
      out[i] = background[i]! + LATTICE_LEVELS * ((value & 1) === 1 ? -((value + 1) >> 1) : value >> 1)
    }
    at = next
  }
}
