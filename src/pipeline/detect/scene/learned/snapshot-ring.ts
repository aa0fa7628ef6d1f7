import { BLOCKS } from '../../../../kernels/block-grid.ts'
import { MAX_LOOK_PIXELS, SNAPSHOTS } from '../../../../kernels/kernel-layout.ts'
import type { KernelMemory } from '../../../../kernels/kernel-memory.ts'
import { packPlane, unpackPlane } from '../../../../kernels/packed-plane.ts'
import type { FrameLook } from '../frame/frame-look.ts'
import { BLOCK_FIGURES, type SceneReference, WHOLE_FIGURES } from './scene-reference.ts'

const FIGURES = BLOCK_FIGURES.length
/** Where the figures of the whole picture begin, and their steps to a grey level. */
const WHOLES_AT = FIGURES * BLOCKS
const WHOLE_STEPS = 256
/** Packed planes take whole pieces, so that the next one mostly fits where the last one was. */
const PIECE_BYTES = 1024

/** How figures become 16 bits: code = (value + offset) * factor, of its root where a figure spans many powers of ten. */
const CODES: Readonly<
  Record<(typeof BLOCK_FIGURES)[number], readonly [offset: number, factor: number, root: boolean]>
> = {
  meanLevels: [0, 256, false],
  saturatedRatio: [0, 65_535, false],
  flatRatio: [0, 65_535, false],
  fineLevels: [0, 64, false],
  gradientLevels2: [0, 181, true],
  grainLevels: [0, 64, false],
  blueLevels: [128, 256, false],
  redLevels: [128, 256, false]
}

/** The last nine healthy small pictures of a scene and their figures, kept in about 60 KB. */
export class SnapshotRing {
  readonly #planes: Uint8Array[] = []
  /** Of each snapshot: figure by figure, block by block; then those of the whole picture. */
  readonly #figures: Uint16Array[] = []
  #next = 0

  get isFull(): boolean {
    return this.#planes.length === SNAPSHOTS
  }

  get isEmpty(): boolean {
    return this.#planes.length === 0
  }

  /** Takes a snapshot in the place of the oldest. @param background What the others are packed against. */
  keep(
    plane: Uint8Array,
    background: Uint8Array,
    figures: Pick<FrameLook | SceneReference, (typeof BLOCK_FIGURES)[number] | (typeof WHOLE_FIGURES)[number]>
  ): void {
    this.#put(this.#next, packPlane(plane, background))
    const codes = this.#figures[this.#next] ?? new Uint16Array(WHOLES_AT + WHOLE_FIGURES.length)
    BLOCK_FIGURES.forEach((name, figure) => {
      const [offset, factor, root] = CODES[name]
      const values = figures[name]
      for (let block = 0; block < BLOCKS; block++) {
        const value = root ? Math.sqrt(values[block]!) : values[block]!
        codes[figure * BLOCKS + block] = Math.min(65_535, Math.max(0, Math.round((value + offset) * factor)))
      }
    })
    for (const [i, name] of WHOLE_FIGURES.entries()) codes[WHOLES_AT + i] = Math.round(figures[name] * WHOLE_STEPS)
    this.#figures[this.#next] = codes
    this.#next = (this.#next + 1) % SNAPSHOTS
  }

  /** Lays all nine out in the kernels' memory. */
  spread({ bytes, layout }: KernelMemory, background: Uint8Array): void {
    this.#planes.forEach((packed, i) => {
      const from = layout.snapshots + i * MAX_LOOK_PIXELS
      unpackPlane(packed, background, bytes.subarray(from, from + background.length))
    })
  }

  /** Packs them anew, out of the kernels' memory where `spread` has laid them, against another background. */
  repack({ bytes, layout }: KernelMemory, background: Uint8Array): void {
    for (let i = 0; i < this.#planes.length; i++) {
      const from = layout.snapshots + i * MAX_LOOK_PIXELS
      this.#put(i, packPlane(bytes.subarray(from, from + background.length), background))
    }
  }

  /** Memory is used again where it fits: thousands of cameras that ask for new pieces all day leave holes. */
  #put(i: number, packed: Uint8Array): void {
    const old = this.#planes[i]
    const fits = old !== undefined && old.length >= packed.length && old.length < 2 * packed.length + PIECE_BYTES
    const own = fits ? old : new Uint8Array(Math.ceil(packed.length / PIECE_BYTES) * PIECE_BYTES)
    own.set(packed)
    this.#planes[i] = own
  }

  /** One figure of one block in every snapshot. @param out Nine values, written. */
  takeFigure(figure: number, block: number, out: Float64Array): void {
    const [offset, factor, root] = CODES[BLOCK_FIGURES[figure]!]
    for (let i = 0; i < this.#figures.length; i++) {
      const value = this.#figures[i]![figure * BLOCKS + block]! / factor - offset
      out[i] = root ? value * value : value
    }
  }

  /** One figure of the whole picture in every snapshot. @param out Nine values, written. */
  takeWhole(figure: number, out: Float64Array): void {
    for (let i = 0; i < this.#figures.length; i++) out[i] = this.#figures[i]![WHOLES_AT + figure]! / WHOLE_STEPS
  }

  /** Multiplies a figure of all snapshots. */
  rescale(name: 'fineLevels' | 'grainLevels', by: number): void {
    const from = BLOCK_FIGURES.indexOf(name) * BLOCKS
    for (const codes of this.#figures) {
      for (let at = from; at < from + BLOCKS; at++) codes[at] = Math.min(65_535, Math.round(codes[at]! * by))
    }
  }
}
