const START_OF_SCAN = 0xda

/** Where a JPEG's entropy-coded data begin, bytes; the length of the file when there are none. */
export function scanStart(jpeg: Uint8Array): number {
  let at = 2
  while (at + 4 < jpeg.length) {
    const length = jpeg[at + 2]! * 256 + jpeg[at + 3]!
    if (jpeg[at + 1] === START_OF_SCAN) return at + 2 + length
    at += 2 + length
  }
  return jpeg.length
}
