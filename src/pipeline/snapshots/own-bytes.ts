/** Share of the memory behind a view that may be somebody else's, before it is copied out. */
const MAX_WASTE = 0.25

/**
 * The same bytes in memory of their own. A frame may be a view into the reply to a read of many streams: keeping one
 * frame of 200 KB would then hold 40 MB, and a bound in bytes would bound nothing.
 */
export function ownBytes(bytes: Uint8Array): Uint8Array {
  const held = bytes.buffer.byteLength
  return held - bytes.byteLength <= held * MAX_WASTE ? bytes : new Uint8Array(bytes)
}
