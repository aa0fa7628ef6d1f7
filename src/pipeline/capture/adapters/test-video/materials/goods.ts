import { type Material, paint, srgb } from '../render/surface.ts'
import { hash2, valueNoise } from '../render/value-noise.ts'
import { visible } from './ground.ts'

export const SHOP_COLOURS = [
  0xc0392b, 0xe0a030, 0x2f6db0, 0x3a8a4c, 0xe8e4d8, 0x8e4b8f, 0xd9772b, 0x28303a, 0xd8c24a, 0x7fb2c9
]
export const CARTON_COLOURS = [0xb58a5a, 0xa97d50, 0xc29a6b, 0x9c7448, 0xd8d2c4, 0x7f8f9c]

export interface GoodsOptions {
  /** Heights of the shelf boards and of the goods between them, metres. */
  readonly shelf: number
  readonly board: number
  /** Width of one kind of article. */
  readonly article: number
  readonly colours: readonly number[]
  readonly boardColour: number
  readonly seed: number
}

/** The front of a shelf full of goods: boards with price strips, articles of changing width, height and label. */
export function goods({ shelf, board, article, colours, boardColour, seed }: GoodsOptions): Material {
  const palette = colours.map(srgb)
  const rail = srgb(boardColour)
  return surface => {
    const { u, v } = surface
    const row = Math.floor(v / shelf)
    const y = v - row * shelf
    if (y < board) {
      const tag = hash2(Math.floor(u / 0.09), row, seed + 3) > 0.62 && y < board * 0.8 && y > board * 0.15
      paint(surface, tag ? [0.8, 0.78, 0.3] : rail, 1)
      return
    }
    const kind = Math.floor(u / article + hash2(row, 3, seed) * 9)
    const chance = hash2(kind, row, seed)
    const width = article / (2 + Math.floor(chance * 4))
    const piece = Math.floor(u / width)
    const height =
      (shelf - board) * (0.62 + 0.34 * hash2(kind, row, seed + 1)) * (0.97 + 0.03 * hash2(piece, row, seed))
    if (y - board > height || hash2(piece, row, seed + 9) > 0.975) {
      paint(surface, [0.05, 0.05, 0.055], 0.5 + (y / shelf) * 0.4)
      return
    }
    const colour = palette[Math.floor(hash2(kind, row, seed + 2) * palette.length)]!
    const across = Math.abs(u / width - piece - 0.5) * 2
    const label = (y - board) / height > 0.3 && (y - board) / height < 0.66 && across < 0.72
    const round = 1 - 0.55 * across ** 4 * visible(surface, width)
    const print = valueNoise(u * 60, v * 90, seed + kind) * visible(surface, 0.03)
    if (label && chance > 0.35) paint(surface, [0.75, 0.73, 0.68], round * (1 - 0.5 * print))
    else paint(surface, colour, round * (0.9 + 0.2 * chance))
  }
}
