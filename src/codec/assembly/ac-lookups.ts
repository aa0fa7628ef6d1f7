import { buildPairLookup } from './ac-pair-lookup'
import { buildSkipLookup } from './ac-skip-lookup'
import { LOOKUPS_MADE_AT } from './memory-layout'

/**
 * An AC table has two look-ups, and a frame needs one of them: making both would cost cameras that optimise their tables
 * for each frame as much as a tenth of a small frame.
 */
const SKIP_MADE: u32 = 1
const PAIRS_MADE: u32 = 2

/** The table is about to change. */
export function forgetAcLookups(table: usize): void {
  store<u32>(table, 0, LOOKUPS_MADE_AT)
}

/** Makes the look-up that blocks of that size need, unless it is there. @param blockPx Pixels a side of a shown block. */
export function makeAcLookup(table: usize, blockPx: i32): void {
  const needed = blockPx == 1 ? SKIP_MADE : PAIRS_MADE
  const made = load<u32>(table, LOOKUPS_MADE_AT)
  if ((made & needed) != 0) return
  if (needed == SKIP_MADE) buildSkipLookup(table)
  else buildPairLookup(table)
  store<u32>(table, made | needed, LOOKUPS_MADE_AT)
}
