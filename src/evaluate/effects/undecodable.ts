import type { Random } from '../random.ts'
import { scanStart } from './jpeg-scan.ts'
import { type EffectSetup, graded, type Variant } from './effect.ts'

/** The head of a PNG file. */
const PNG_HEAD = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

/** A variant that spoils most frames, as a bad line does; the strongest spoils all. */
const spoiling = (id: string, spoil: (jpeg: Uint8Array, random: Random) => Uint8Array): Variant => ({
  id,
  create(setup: EffectSetup) {
    const share = graded(setup, 0.65, 1)
    return { bytes: (jpeg, { random }) => (random.chance(share) ? spoil(jpeg, random) : jpeg) }
  }
})

function garbage(length: number, random: Random): Uint8Array {
  return Uint8Array.from({ length }, () => random.whole(0, 255))
}

export const undecodable: readonly Variant[] = [
  spoiling('truncated', (jpeg, random) => jpeg.slice(0, Math.floor(jpeg.length * random.between(0.06, 0.7)))),
  spoiling('garbage', (_, random) => garbage(random.whole(50, 6000), random)),
  spoiling('empty', () => new Uint8Array(0)),
  spoiling('header-lost', jpeg => jpeg.slice(scanStart(jpeg))),
  spoiling('another-format', (jpeg, random) => Uint8Array.from([...PNG_HEAD, ...garbage(jpeg.length >> 2, random)])),
  spoiling('begins-late', (jpeg, random) => jpeg.slice(random.whole(1, 40)))
]
