import { mixColours, type PerChannel, scaleLevels } from '../pictures/levels.ts'
import { graded, ramp, type Variant } from './effect.ts'

type Rows = readonly [PerChannel, PerChannel, PerChannel]

const IDENTITY: Rows = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1]
]

/** Another meaning of the colours. @param added Levels for each colour. */
const mixing = (id: string, rows: Rows, added: PerChannel, mild: number, inMs: number): Variant => ({
  id,
  create(setup) {
    const strength = graded(setup, mild, 1)
    return {
      sensor(image, at) {
        const on = strength * ramp(at, inMs, 300)
        const part = (row: number, column: number) =>
          IDENTITY[row]![column]! + (rows[row]![column]! - IDENTITY[row]![column]!) * on
        const row = (i: number): PerChannel => [part(i, 0), part(i, 1), part(i, 2)]
        mixColours(image, [row(0), row(1), row(2)])
        scaleLevels(image, [1, 1, 1], [added[0] * on, added[1] * on, added[2] * on])
      }
    }
  }
})

/** The infrared filter is stuck beside the lens by day: red and blue see heat, greens turn to pink. */
const filterStuck = mixing(
  'infrared-filter-stuck',
  [
    [0.9, 0.35, 0.1],
    [0.2, 0.55, 0.1],
    [0.15, 0.25, 0.75]
  ],
  [24, 0, 18],
  0.7,
  0
)
const blueLost = mixing(
  'blue-lost',
  [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0.05, 0.05]
  ],
  [0, 0, 0],
  0.7,
  0
)
const redLost = mixing(
  'red-lost',
  [
    [0.05, 0.05, 0],
    [0, 1, 0],
    [0, 0, 1]
  ],
  [0, 0, 0],
  0.7,
  0
)
/** The white balance has run to an end: everything as under a sodium lamp, or as in deep shadow. */
const tooWarm = mixing(
  'white-balance-warm',
  [
    [1.28, 0, 0],
    [0, 1, 0],
    [0, 0, 0.5]
  ],
  [12, 0, -6],
  0.75,
  2000
)
const tooCold = mixing(
  'white-balance-cold',
  [
    [0.55, 0, 0],
    [0, 0.95, 0],
    [0, 0, 1.3]
  ],
  [-4, 0, 14],
  0.75,
  2000
)
/** A green channel gone wrong in the line. */
const green = mixing(
  'green',
  [
    [0.7, 0, 0],
    [0.1, 1.1, 0.1],
    [0, 0, 0.7]
  ],
  [0, 18, 0],
  0.7,
  0
)

export const colourCast: readonly Variant[] = [filterStuck, tooWarm, blueLost, green, redLost, tooCold]
