import type { KernelMemory, PlaneName } from './kernel-memory.ts'

/**
 * Mean of a plane.
 *
 * @returns Grey levels, 0..255.
 * @throws RangeError when the plane has not been put.
 */
export function meanLevel(memory: KernelMemory, name: PlaneName): number {
  const { address, width, height } = memory.plane(name)
  // Back to unsigned: WebAssembly hands out 32 bits, and JavaScript takes them as signed.
  return (memory.run.sumOf(address, width * height) >>> 0) / (width * height)
}
