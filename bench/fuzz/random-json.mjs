const NUMBERS = [
  0,
  -1,
  1,
  0.5,
  1e308,
  -1e308,
  5e-324,
  2 ** 53,
  -(2 ** 31),
  1700000000000,
  1700000000,
  Number.MAX_SAFE_INTEGER
]
const TEXTS = [
  '',
  'x',
  '2026-01-01T00:00:00Z',
  '9999-99-99T99:99:99Z',
  'null',
  '__proto__',
  '\u0000',
  '../../etc/passwd',
  '1e999'
]

/** Anything that JSON can say, down to a depth. @param {import('./random.mjs').Random} random */
export function randomJson(random, depth) {
  switch (random.next(depth > 0 ? 8 : 6)) {
    case 0:
      return null
    case 1:
      return random.once(2)
    case 2:
      return random.pick(NUMBERS)
    case 3:
      return random.next(1000) - 500
    case 4:
      return random.pick(TEXTS)
    case 5:
      return random.text(random.next(random.once(20) ? 3000 : 20))
    case 6:
      return Array.from({ length: random.next(5) }, () => randomJson(random, depth - 1))
    default:
      return Object.fromEntries(
        Array.from({ length: random.next(5) }, () => [random.text(3), randomJson(random, depth - 1)])
      )
  }
}
