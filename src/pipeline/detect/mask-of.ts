import { BLOCK_COLUMNS, BLOCK_ROWS } from '../../kernels/block-grid.ts'
import { maskedCells } from '../../lib/masked-cells.ts'
import type { PictureMask } from '../../model/camera-profile.ts'

/** The blocks that are not judged: 1 for each of the 16 x 9, or null when there are none. */
export function maskOf(masks: readonly PictureMask[]): Uint8Array | null {
  return maskedCells(
    masks.map(({ points }) => points),
    BLOCK_COLUMNS,
    BLOCK_ROWS
  )
}
