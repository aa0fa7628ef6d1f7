// Loaded with `--import` into a service under test, and so into its threads: its wall clock differs from the machine's by
// the number of ms in the file CLOCK_SHIFT_FILE, as if somebody set the clock. The monotonic clock is nobody's to set.
import { readFileSync } from 'node:fs'

const RealDate = Date
const file = process.env.CLOCK_SHIFT_FILE
const LOOK_MS = 50
let shiftMs = 0

function look() {
  try {
    shiftMs = Number(readFileSync(file, 'utf8')) || 0
  } catch {
    shiftMs = 0
  }
}

class SetDate extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(RealDate.now() + shiftMs)
    else super(...given)
  }

  static now() {
    return RealDate.now() + shiftMs
  }
}

if (file !== undefined) {
  look()
  setInterval(look, LOOK_MS).unref()
  globalThis.Date = SetDate
}
