import { BLOCK_COLUMNS, BLOCK_ROWS, BLOCKS } from './block-grid.ts'
import type { KernelMemory } from './kernel-memory.ts'
import type { LookSize } from './look-size.ts'

/**
 * Sums over the pixels of the small picture in each of the 16 x 9 blocks, row-major. `gradient` is the pair of differences
 * of the neighbours on both sides; its energy is grey levels squared.
 */
export interface SceneSums {
  readonly levels: Float64Array
  readonly saturated: Float64Array
  /** Of the finest band, see `boxLook`; and of it on permanent edges alone. */
  readonly details: Float64Array
  readonly edgeDetails: Float64Array
  /** Pixels without any detail. */
  readonly flat: Float64Array
  /** Energy of the gradients now, and of those before, and their product. */
  readonly energy: Float64Array
  readonly energyBefore: Float64Array
  readonly productBefore: Float64Array
  /** On permanent edges: energy now, energy of the background, product of both, and how many pixels they are. */
  readonly edgeEnergy: Float64Array
  readonly usualEnergy: Float64Array
  readonly usualProduct: Float64Array
  readonly edgePixels: Float64Array
}

const NAMES = [
  'levels',
  'saturated',
  'details',
  'edgeDetails',
  'flat',
  'energy',
  'energyBefore',
  'productBefore',
  'edgeEnergy',
  'usualEnergy',
  'usualProduct',
  'edgePixels'
] as const satisfies readonly (keyof SceneSums)[]

export function createSceneSums(): SceneSums {
  return Object.fromEntries(NAMES.map(name => [name, new Float64Array(BLOCKS)])) as unknown as SceneSums
}

/**
 * Holds the small picture against the one before and against the background, all of which lie in the kernels' memory.
 *
 * @param saturatedLevel From here on a pixel is saturated. @param flatDetail At most so much has a flat pixel.
 * @param out Written.
 */
export function sceneSums(
  memory: KernelMemory,
  { width, height }: LookSize,
  saturatedLevel: number,
  flatDetail: number,
  out: SceneSums
): void {
  const { look, lookBefore, usual, usualEdges, details, sceneColumns, results } = memory.layout
  memory.run.sceneSums(
    look,
    lookBefore,
    usual,
    usualEdges,
    details,
    width,
    height,
    saturatedLevel,
    flatDetail,
    BLOCK_COLUMNS,
    BLOCK_ROWS,
    sceneColumns,
    results
  )
  for (let kind = 0; kind < NAMES.length; kind++) {
    out[NAMES[kind]!].set(memory.doublesAt(results + 8 * BLOCKS * kind, BLOCKS))
  }
}
