/**
 * A damaged copy of a JPEG: bits flipped, bytes changed, runs cut out, doubled or filled, markers put in, sizes changed; in
 * the header or in the scan; one to eight times.
 *
 * @param {Uint8Array} jpeg
 * @param {number} headerBytes Where the header is about; half of the damage goes there.
 * @param {(below: number) => number} next Gives numbers from 0 to below its argument.
 * @returns {Buffer}
 */
export function mutateJpeg(jpeg, headerBytes, next) {
  let bytes = Buffer.from(jpeg)
  const times = 1 + next(8)
  for (let i = 0; i < times && bytes.length > 4; i++) bytes = mutateOnce(bytes, headerBytes, next)
  return bytes
}

function mutateOnce(bytes, headerBytes, next) {
  const at = next(2) === 0 ? next(Math.min(headerBytes, bytes.length)) : next(bytes.length)
  const length = Math.min(1 + next(next(4) === 0 ? 2000 : 12), bytes.length - at)
  switch (next(8)) {
    case 0:
      bytes[at] ^= 1 << next(8)
      return bytes
    case 1:
      bytes[at] = next(256)
      return bytes
    case 2:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)])
    case 3:
      return Buffer.concat([bytes.subarray(0, at + length), bytes.subarray(at)])
    case 4:
      return Buffer.from(bytes.fill([0, 0xff, 0x55, 0xd0][next(4)], at, at + length))
    case 5:
      return Buffer.from(bytes.subarray(0, at + 1))
    case 6:
      bytes[at] = 0xff
      if (at + 1 < bytes.length) bytes[at + 1] = [0xd0 + next(8), 0xd9, 0xc4, 0xda, 0xdb, 0xdd, 0xc0, 0xff][next(8)]
      return bytes
    default:
      // Numbers at the edges, where lengths, counts and sizes live.
      bytes.fill([0, 1, 0x7f, 0x80, 0xff, 0x11, 0x44][next(7)], at, Math.min(at + 2, bytes.length))
      return bytes
  }
}
