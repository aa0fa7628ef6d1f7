import { forgetPairLookup, makePairLookup } from './ac-pair-lookup'
import { buildSkipLookup } from './ac-skip-lookup'
import { SKIPS_MADE_AT } from './memory-layout'

/**
 * An AC table has two look-ups, and a frame needs one of them: making both would cost cameras that optimise their tables
 * for each frame as much as a tenth of a small frame.
 */

/** The table is about to change. */
export function forgetAcLookups(table: usize): void {
  store<u32>(table, 0, SKIPS_MADE_AT)
  forgetPairLookup(table)
}

/** Makes the look-up that blocks of that size need, unless it is there. @param blockPx Pixels a side of a shown block. */
export function makeAcLookup(table: usize, blockPx: i32): void {
  if (blockPx > 1) {
    makePairLookup(table)
  } else if (load<u32>(table, SKIPS_MADE_AT) == 0) {
    buildSkipLookup(table)
    store<u32>(table, 1, SKIPS_MADE_AT)
  }
}
