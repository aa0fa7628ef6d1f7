import { beginBits } from './bit-window'

/** The marker that ended the bytes of the last call: its code, or 0 when the data just stopped. */
export let endMarker: i32 = 0
/** Where to go on reading behind that marker. */
export let behindMarker: usize = 0

const FIRST_RESTART: u32 = 0xd0
const RESTART_MASK: u32 = 0xf8
const END_OF_IMAGE: u32 = 0xd9
/** In place of a marker that has been given out, so that the next call looks behind it. No scan has this one (TEM). */
const PASSED: i32 = 0x01

function isRestart(code: u32): bool {
  return (code & RESTART_MASK) == FIRST_RESTART
}

/**
 * Copies entropy-coded bytes up to the next marker, without the zero that follows each FF, laid out backwards for the bit
 * reader, and begins to read there. Sixteen bytes at a time: an FF comes once in a hundred bytes or so.
 *
 * @param from First byte to read.
 * @param stop Behind the last byte; the caller has written an end marker there, all 16 bytes of a load past it.
 * @param top Behind the area to write to, downwards; it takes as many bytes as are read, and 16 more.
 */
export function unstuff(from: usize, stop: usize, top: usize): void {
  const marks = i8x16.splat(-1)
  let source = from
  let target = top
  while (source < stop) {
    const bytes = v128.load(source)
    v128.store(target - 16, i8x16.shuffle(bytes, bytes, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0))
    const found = i8x16.bitmask(i8x16.eq(bytes, marks))
    if (found == 0) {
      source += 16
      target -= 16
      continue
    }
    const before = <usize>ctz(found)
    source += before
    target -= before
    const code = <u32>load<u8>(source + 1)
    if (code == 0) {
      store<u8>(--target, 0xff)
      source += 2
    } else if (code == 0xff) {
      // Padding before a marker.
      source++
    } else {
      break
    }
  }
  endMarker = source < stop ? <i32>load<u8>(source + 1) : 0
  behindMarker = min(source + 2, stop)
  beginBits(top, target)
}

/**
 * The next restart marker at or behind the end of the last bytes, another one at each call. Other markers are no part of a scan: damage made them,
 * and a restart is where decoding can go on.
 *
 * @returns Number of the restart, 0..7, or -1 when the image or the data ends first. `behindMarker` moves behind it.
 */
export function nextRestart(stop: usize): i32 {
  let code = <u32>endMarker
  let at = behindMarker
  while (!isRestart(code)) {
    if (code == END_OF_IMAGE || code == 0) return -1
    while (at < stop && (load<u8>(at) != 0xff || load<u8>(at + 1) == 0 || load<u8>(at + 1) == 0xff)) at++
    code = at < stop ? <u32>load<u8>(at + 1) : 0
    at = min(at + 2, stop)
  }
  behindMarker = at
  endMarker = PASSED
  return <i32>(code - FIRST_RESTART)
}
