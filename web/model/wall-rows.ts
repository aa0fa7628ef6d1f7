import type { WallItem, WallSection } from './wall-sections.ts'

/** One line of the wall: a heading, or tiles beside each other. All lengths in CSS px. */
export interface WallRow {
  readonly key: string
  readonly top: number
  readonly height: number
  readonly section: WallSection
  /** Null on a heading. */
  readonly items: readonly WallItem[] | null
  readonly columns: number
  readonly size: 'large' | 'small'
}

export interface WallLayout {
  readonly rows: readonly WallRow[]
  readonly height: number
}

interface TileSize {
  readonly size: 'large' | 'small'
  readonly minWidth: number
  readonly gap: number
  /** Name and second line under the picture. */
  readonly textHeight: number
  readonly rowGap: number
}

const LARGE: TileSize = { size: 'large', minWidth: 190, gap: 10, textHeight: 42, rowGap: 12 }
const SMALL: TileSize = { size: 'small', minWidth: 118, gap: 8, textHeight: 36, rowGap: 10 }
const HEADING_HEIGHT = 40
const PHONE_WIDTH = 640

/** Places every tile, so that only what is seen needs to exist. Heights follow from the width alone: nothing shifts later. */
export function layOutWall(sections: readonly WallSection[], width: number): WallLayout {
  const rows: WallRow[] = []
  let top = 0
  for (const section of sections) {
    const tile = section.id === 'new' ? LARGE : SMALL
    rows.push({ key: `#${section.id}`, top, height: HEADING_HEIGHT, section, items: null, columns: 0, size: tile.size })
    top += HEADING_HEIGHT
    for (const { items, columns } of linesOf(section.items, tile, width)) {
      const height = tileHeight(width, columns, tile)
      rows.push({ key: `${section.id}:${items[0]?.key}`, top, height, section, items, columns, size: tile.size })
      top += height + tile.rowGap
    }
  }
  return { rows, height: top }
}

/**
 * The rows that touch a stretch of the wall, by halving.
 *
 * @param from Upper edge, px from the wall's top; may be negative.
 * @returns First and last index, the last exclusive.
 */
export function rowsBetween(rows: readonly WallRow[], from: number, to: number): readonly [number, number] {
  const first = firstWhere(rows, row => row.top + row.height > from)
  const last = firstWhere(rows, row => row.top >= to)
  return [first, Math.max(first, last)]
}

/** The row of a tile, or null when it is not on the wall. */
export function rowOf(rows: readonly WallRow[], key: string): WallRow | null {
  return rows.find(row => row.items?.some(item => item.key === key)) ?? null
}

function linesOf(items: readonly WallItem[], tile: TileSize, width: number) {
  const lines: { readonly items: readonly WallItem[]; readonly columns: number }[] = []
  let next = 0
  // On a phone the worst camera has a line of its own.
  if (width < PHONE_WIDTH && tile.size === 'large') {
    lines.push({ items: items.slice(0, 1), columns: 1 })
    next = 1
  }
  const columns = columnsIn(width, tile)
  for (; next < items.length; next += columns) lines.push({ items: items.slice(next, next + columns), columns })
  return lines
}

function columnsIn(width: number, { minWidth, gap, size }: TileSize): number {
  if (width < PHONE_WIDTH) return size === 'large' ? 2 : 3
  return Math.max(1, Math.floor((width + gap) / (minWidth + gap)))
}

function tileHeight(width: number, columns: number, { gap, textHeight }: TileSize): number {
  const tileWidth = (width - (columns - 1) * gap) / columns
  return Math.ceil((tileWidth * 9) / 16) + textHeight
}

function firstWhere(rows: readonly WallRow[], holds: (row: WallRow) => boolean): number {
  let low = 0
  let high = rows.length
  while (low < high) {
    const middle = (low + high) >> 1
    const row = rows[middle]
    if (row !== undefined && holds(row)) high = middle
    else low = middle + 1
  }
  return low
}
