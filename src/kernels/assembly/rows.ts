/** Room behind a row that vectors may run into. */
const PAD: usize = 64
/** Room before a row, so that the left neighbours of its first pixel can be read. */
export const LEAD: usize = 16

/** Bytes that a scratch row of 16-bit values takes, with `LEAD` and the room behind it. */
export function scratchRowBytes(width: i32): usize {
  return ((<usize>width * 2 + 15) & ~15) + LEAD + PAD
}
