import { goods, type GoodsOptions } from '../materials/goods.ts'
import { plain } from '../materials/wall.ts'
import { box, type Solid } from '../render/solid.ts'
import { createThing, type Thing, type ThingOptions } from '../render/thing.ts'

export interface ShelfOptions extends GoodsOptions {
  readonly length: number
  readonly depth: number
  readonly height: number
}

/** A shelf with goods on both sides, along its local x. */
export function shelf(options: ShelfOptions, place: ThingOptions): Thing {
  const frame = plain(options.boardColour, 0.1)
  const { length, depth, height } = options
  const solids: Solid[] = [
    box([0, 0, 0], [length, height, depth], goods(options)),
    box([0, height, 0], [length, 0.05, depth + 0.04], frame),
    box([0, 0, 0], [length + 0.04, 0.16, depth + 0.16], frame)
  ]
  for (const end of [-1, 1]) {
    solids.push(box([(end * (length + 0.06)) / 2, 0, 0], [0.06, height + 0.12, depth + 0.06], frame))
  }
  return createThing(solids, place)
}
