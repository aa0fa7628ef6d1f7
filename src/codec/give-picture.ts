import type { BlockPlanes, Picture } from '../model/picture.ts'
import type { PlanePool } from './plane-pool.ts'

/**
 * Gives the memory of a decoded picture back. Nobody may look at any of its planes after that.
 *
 * @param picture As `decodeJpeg` gave it, or without planes that were given back before; not a copy with other planes in it.
 */
export function givePicture(picture: Picture, pool: PlanePool): void {
  // Luma and chroma share one piece of memory, the two records of a block another.
  give(picture.luma.buffer, pool)
  giveBlocks(picture.blocks, pool)
}

/** Gives back the memory of the block figures alone: they are often done with before the planes are. */
export function giveBlocks(blocks: BlockPlanes | null, pool: PlanePool): void {
  if (blocks !== null) give(blocks.codedBits.buffer, pool)
}

function give(buffer: ArrayBufferLike, pool: PlanePool): void {
  if (buffer instanceof ArrayBuffer) pool.give(buffer)
}
