const LEVELS: i32 = 256
const TABLE_BYTES: usize = LEVELS * 4

/**
 * How often each level occurs. Four tables in turn, so that neighbours of equal level do not wait for each other's count.
 *
 * @param plane Address of `count` 8-bit values.
 * @param tables Address of 4 x 256 u32, written; the first 256 are the counts in the end.
 */
export function levelCounts(plane: usize, count: i32, tables: usize): void {
  memory.fill(tables, 0, 4 * TABLE_BYTES)
  const wordEnd = plane + (count & ~7)
  let at = plane
  for (; at < wordEnd; at += 8) {
    const levels = load<u64>(at)
    countFour(tables, <u32>levels)
    countFour(tables, <u32>(levels >> 32))
  }
  for (const end = plane + count; at < end; at++) increment(tables, load<u8>(at))
  addTables(tables)
}

// @ts-ignore: decorator
@inline
function countFour(tables: usize, levels: u32): void {
  increment(tables, levels & 0xff)
  increment(tables + TABLE_BYTES, (levels >> 8) & 0xff)
  increment(tables + 2 * TABLE_BYTES, (levels >> 16) & 0xff)
  increment(tables + 3 * TABLE_BYTES, levels >> 24)
}

// @ts-ignore: decorator
@inline
function increment(table: usize, level: u32): void {
  const at = table + (<usize>level << 2)
  store<u32>(at, load<u32>(at) + 1)
}

function addTables(tables: usize): void {
  for (let at = tables, end = tables + TABLE_BYTES; at < end; at += 16) {
    const first = i32x4.add(v128.load(at), v128.load(at + TABLE_BYTES))
    const second = i32x4.add(v128.load(at + 2 * TABLE_BYTES), v128.load(at + 3 * TABLE_BYTES))
    v128.store(at, i32x4.add(first, second))
  }
}
