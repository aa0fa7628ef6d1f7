import { createChangeStatistics } from '../../kernels/change-statistics.ts'
import { KernelMemory } from '../../kernels/kernel-memory.ts'
import { createSceneScratch } from './scene/scene-scratch.ts'

/**
 * What one shard measures in, used again for every frame of every camera. It grows with the largest picture seen; a
 * working picture has at most 2^20 pixels, so it ends at about 20 MB.
 */
export class MeasureScratch {
  readonly kernels = new KernelMemory()
  readonly change = createChangeStatistics()
  readonly scene = createSceneScratch(this.kernels)
}
