const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const TIME_DIGITS = 10
const RANDOM_DIGITS = 16
const ID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/

/**
 * Makes ids that sort by time: ULIDs, 48 bits of epoch ms and 80 random ones, 26 characters. Those of one maker grow
 * even within a millisecond and when the clock goes back.
 */
export class IncidentIds {
  readonly #random: () => number
  #timeMs = -1
  #digits: number[] = []

  /** @param random 0..1, as Math.random. */
  constructor(random: () => number) {
    this.#random = random
  }

  /** @param nowMs Epoch ms. */
  next(nowMs: number): string {
    if (nowMs > this.#timeMs) {
      this.#timeMs = Math.trunc(nowMs)
      this.#digits = Array.from({ length: RANDOM_DIGITS }, () => Math.floor(this.#random() * ALPHABET.length))
    } else {
      this.#countUp()
    }
    return timeText(this.#timeMs) + this.#digits.map(letter).join('')
  }

  #countUp(): void {
    for (let i = RANDOM_DIGITS - 1; i >= 0; i--) {
      const digit = (this.#digits[i] ?? 0) + 1
      this.#digits[i] = digit % ALPHABET.length
      if (digit < ALPHABET.length) return
    }
    // All digits ran over, which takes longer than the universe will last: the next millisecond is free.
    this.#timeMs++
  }
}

/** The least id of a moment: everything opened from then on sorts at or behind it. @param ms Epoch ms. */
export function idFloor(ms: number): string {
  return timeText(Math.max(0, Math.trunc(ms))) + letter(0).repeat(RANDOM_DIGITS)
}

export function isIncidentId(text: string): boolean {
  return ID.test(text)
}

function timeText(ms: number): string {
  let text = ''
  for (let rest = ms, i = 0; i < TIME_DIGITS; i++, rest = Math.floor(rest / ALPHABET.length)) {
    text = letter(rest % ALPHABET.length) + text
  }
  return text
}

function letter(digit: number): string {
  return ALPHABET.charAt(digit)
}
