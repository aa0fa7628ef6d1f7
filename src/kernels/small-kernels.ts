import { MAX_LOOK_PIXELS } from './kernel-layout.ts'
import { type KernelExports, newKernels } from './kernel-module.ts'

/** The most values that one can be selected from. */
export const MOST_VALUES = 1024

// What the compiler puts into the memory comes before this; kernels run up to 64 bytes over the end of a plane.
const VALUES = 4096
const PLANE_BYTES = (MAX_LOOK_PIXELS + 64 + 15) & ~15
const PLANE = VALUES + 8 * MOST_VALUES
const BACKGROUND = PLANE + PLANE_BYTES
const PACKED = BACKGROUND + PLANE_BYTES
/** 17 for each 16, and what is read and written behind them. */
const PACKED_BYTES = Math.ceil(MAX_LOOK_PIXELS / 16) * 17 + 64
const PAGE_BYTES = 65_536

/** Kernels with a memory of their own that never grows, so that views of it stay good. */
export interface SmallKernels {
  readonly run: KernelExports
  readonly bytes: Uint8Array
  /** Where values to select from, and a small picture, its background and it packed go. */
  readonly valuesAt: number
  readonly planeAt: number
  readonly backgroundAt: number
  readonly packedAt: number
  readonly values: Float64Array
}

let own: SmallKernels | null = null

/** Those of this thread, made when first asked for. What lies in their memory is good until somebody else works. */
export function smallKernels(): SmallKernels {
  own ??= makeSmallKernels()
  return own
}

function makeSmallKernels(): SmallKernels {
  const run = newKernels()
  const missing = PACKED + PACKED_BYTES - run.memory.buffer.byteLength
  if (missing > 0) run.memory.grow(Math.ceil(missing / PAGE_BYTES))
  const bytes = new Uint8Array(run.memory.buffer)
  const values = new Float64Array(run.memory.buffer, VALUES, MOST_VALUES)
  return { run, bytes, values, valuesAt: VALUES, planeAt: PLANE, backgroundAt: BACKGROUND, packedAt: PACKED }
}
