import { type CannyScratch, createCannyScratch } from '../../kernels/canny-edge-ratio.ts'

/** Planes to measure in, for pictures up to a size. */
export interface MeasurePlanes {
  readonly canny: CannyScratch
  readonly difference: Uint8Array
  readonly rows: Uint16Array
  readonly regions: Float64Array
}

const REGIONS = 9

/**
 * The planes that one shard measures in, used again for every frame of every camera. They grow with the largest picture
 * seen; a working picture has at most 2^20 pixels, so they end at about 15 MB.
 */
export class MeasureScratch {
  #planes = createPlanes(0, 0)

  /** Planes for a picture of this size. What they hold from before is not cleared. */
  planesFor(width: number, height: number): MeasurePlanes {
    if (this.#planes.canny.stack.length < (width + 2) * (height + 2)) this.#planes = createPlanes(width, height)
    return this.#planes
  }
}

function createPlanes(width: number, height: number): MeasurePlanes {
  // The border of the Canny planes makes them the larger ones, so a plane of any shape that fits them fits these too.
  const size = (width + 2) * (height + 2)
  return {
    canny: createCannyScratch(width, height),
    difference: new Uint8Array(size),
    rows: new Uint16Array(size),
    regions: new Float64Array(REGIONS)
  }
}
