import { assertPlane } from './assert-plane.ts'
import { turnTable, windowTable } from './correlation-tables.ts'
import { type KernelLayout, layOutKernels } from './kernel-layout.ts'
import { type KernelExports, newKernels } from './kernel-module.ts'

/** A plane in the kernels' memory. */
export interface KernelPlane {
  /** Byte offset of the first value. */
  readonly address: number
  readonly width: number
  readonly height: number
}

/** The planes that can be put there: the frame at hand, the one before, the one at hand at half its size, its colours. */
export type PlaneName = 'picture' | 'previous' | 'half' | 'blue' | 'red'

const PLANE_NAMES: readonly PlaneName[] = ['picture', 'previous', 'half', 'blue', 'red']
// Sums of levels fit 32 bits up to here.
const MAX_PIXELS = 2 ** 24
const MAX_SIDE_PX = 65_535
const PAGE_BYTES = 65_536

/**
 * The memory that the kernels of one thread work in. Planes are copied in once and then named; all scratch lives here
 * too. It grows with the largest plane, to about 22 bytes per pixel, and otherwise nothing is allocated per frame.
 * Not for more than one thread; each has one of its own.
 */
export class KernelMemory {
  /** The kernels themselves; they take addresses of this memory. For the functions of this folder. */
  readonly run: KernelExports = newKernels()
  /** Addresses and views change when the memory grows: read them anew after `put`. */
  layout: KernelLayout = layOutKernels(1, 1)
  bytes = new Uint8Array(0)
  words = new Int16Array(0)
  integers = new Uint32Array(0)
  floats = new Float32Array(0)
  doubles = new Float64Array(0)
  #pixels = 1
  #sidePx = 1
  readonly #planes = new Map<PlaneName, { address: number; width: number; height: number }>()
  readonly #wordViews = new Map<number, Int16Array>()
  readonly #byteViews = new Map<number, Uint8Array>()
  readonly #doubleViews = new Map<number, Float64Array>()

  constructor() {
    for (const name of PLANE_NAMES) this.#planes.set(name, { address: 0, width: 0, height: 0 })
    this.#layOut()
    this.floats.set(turnTable(), this.layout.turns / 4)
    this.floats.set(windowTable(), this.layout.windows / 4)
  }

  /**
   * Copies a plane in. The others stay as they are.
   *
   * @param levels Row-major 8-bit values, at least `width * height`. Read only.
   * @throws RangeError when the plane does not fit its shape, or has more than 2^24 values or a side over 65,535.
   */
  put(name: PlaneName, levels: Uint8Array, width: number, height: number): void {
    assertPlane(levels, width, height, 1)
    const count = width * height
    const { address } = this.take(name, width, height)
    this.bytes.set(levels.length === count ? levels : levels.subarray(0, count), address)
  }

  /** Gives a plane a shape and leaves its values to whoever asks. @throws RangeError as `put` does. */
  take(name: PlaneName, width: number, height: number): KernelPlane {
    if (width * height > MAX_PIXELS || Math.max(width, height) > MAX_SIDE_PX) {
      throw new RangeError(
        `Cannot hold plane: expected at most ${MAX_PIXELS} values and ${MAX_SIDE_PX} a side, received ${width} x ${height}`
      )
    }
    this.reserve(width, height)
    const plane = this.#slot(name)
    plane.width = width
    plane.height = height
    return plane
  }

  /** A plane that has been put. @throws RangeError when none has, or a side is under `minSidePx`. */
  plane(name: PlaneName, minSidePx = 1): KernelPlane {
    const plane = this.#slot(name)
    if (plane.width < minSidePx || plane.height < minSidePx) {
      throw new RangeError(
        `Cannot read plane ${name}: expected sides of at least ${minSidePx} px, received ${plane.width} x ${plane.height}`
      )
    }
    return plane
  }

  /** Makes room for planes of this shape, and keeps what is there. */
  reserve(width: number, height: number): void {
    const sidePx = Math.max(width, height)
    if (width * height <= this.#pixels && sidePx <= this.#sidePx) return
    this.#pixels = Math.max(this.#pixels, width * height)
    this.#sidePx = Math.max(this.#sidePx, sidePx)
    const kept = Array.from(this.#planes.values(), plane => {
      return this.bytes.slice(plane.address, plane.address + plane.width * plane.height)
    })
    this.#layOut()
    let i = 0
    for (const { address } of this.#planes.values()) this.bytes.set(kept[i++]!, address)
  }

  /** So many 16-bit values at an address, as a view that is made once for each size. */
  wordsAt(address: number, count: number): Int16Array {
    const known = this.#wordViews.get(address)
    if (known?.length === count) return known
    const view = this.words.subarray(address / 2, address / 2 + count)
    this.#wordViews.set(address, view)
    return view
  }

  /** So many 8-bit values at an address, likewise. */
  bytesAt(address: number, count: number): Uint8Array {
    const known = this.#byteViews.get(address)
    if (known?.length === count) return known
    const view = this.bytes.subarray(address, address + count)
    this.#byteViews.set(address, view)
    return view
  }

  /** So many doubles at an address, likewise. */
  doublesAt(address: number, count: number): Float64Array {
    const known = this.#doubleViews.get(address)
    if (known?.length === count) return known
    const view = this.doubles.subarray(address / 8, address / 8 + count)
    this.#doubleViews.set(address, view)
    return view
  }

  #slot(name: PlaneName): { address: number; width: number; height: number } {
    return this.#planes.get(name)!
  }

  #layOut(): void {
    this.layout = layOutKernels(this.#pixels, this.#sidePx)
    const { memory } = this.run
    const missing = this.layout.end - memory.buffer.byteLength
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES))
    this.bytes = new Uint8Array(memory.buffer)
    this.words = new Int16Array(memory.buffer)
    this.integers = new Uint32Array(memory.buffer)
    this.floats = new Float32Array(memory.buffer)
    this.doubles = new Float64Array(memory.buffer)
    this.#wordViews.clear()
    this.#byteViews.clear()
    this.#doubleViews.clear()
    for (const name of PLANE_NAMES) this.#slot(name).address = this.layout[name]
  }
}
