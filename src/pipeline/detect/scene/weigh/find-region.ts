import { BLOCK_COLUMNS, BLOCK_ROWS, BLOCKS } from '../../../../kernels/block-grid.ts'

const labels = new Uint8Array(BLOCKS)
const open = new Uint8Array(BLOCKS)

/**
 * The largest connected group of blocks (over 8 neighbours) that begins at a block of one kind and may go on over blocks
 * of another.
 *
 * @param isMember Blocks that count. @param isBridge Blocks that connect, and do not count.
 * @param out 1 for each block of the group, bridges included, else 0; written.
 * @returns How many members it has.
 */
export function findRegion(
  isMember: (block: number) => boolean,
  isBridge: (block: number) => boolean,
  out: Uint8Array
): number {
  labels.fill(0)
  out.fill(0)
  let best = 0
  let bestLabel = 0
  let label = 0
  for (let first = 0; first < BLOCKS; first++) {
    if (labels[first] !== 0 || !isMember(first)) continue
    label++
    const size = fill(first, label, isMember, isBridge)
    if (size <= best) continue
    best = size
    bestLabel = label
  }
  if (best > 0) for (let block = 0; block < BLOCKS; block++) out[block] = labels[block] === bestLabel ? 1 : 0
  return best
}

function fill(
  first: number,
  label: number,
  isMember: (block: number) => boolean,
  isBridge: (block: number) => boolean
): number {
  let members = 0
  let top = 0
  open[top++] = first
  labels[first] = label
  while (top > 0) {
    const block = open[--top]!
    members++
    const column = block % BLOCK_COLUMNS
    const row = (block - column) / BLOCK_COLUMNS
    for (let y = Math.max(0, row - 1); y <= Math.min(BLOCK_ROWS - 1, row + 1); y++) {
      for (let x = Math.max(0, column - 1); x <= Math.min(BLOCK_COLUMNS - 1, column + 1); x++) {
        const next = y * BLOCK_COLUMNS + x
        if (labels[next] !== 0 || !(isMember(next) || isBridge(next))) continue
        labels[next] = label
        open[top++] = next
      }
    }
  }
  return members
}
