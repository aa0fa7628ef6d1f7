import type { Picture } from '../model/picture.ts'
import type { PlanePool } from './plane-pool.ts'

/**
 * Gives the memory of a decoded picture back. Nobody may look at any of its planes after that.
 *
 * @param picture As `decodeJpeg` gave it, not a copy with other planes in it.
 */
export function givePicture(picture: Picture, pool: PlanePool): void {
  // Luma and chroma share one piece of memory, the two records of a block another.
  give(picture.luma.buffer, pool)
  if (picture.blocks !== null) give(picture.blocks.codedBits.buffer, pool)
}

function give(buffer: ArrayBufferLike, pool: PlanePool): void {
  if (buffer instanceof ArrayBuffer) pool.give(buffer)
}
