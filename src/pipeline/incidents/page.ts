export interface PageQuery {
  /** `next` of the page before, or null for the first. */
  readonly cursor: string | null
  /** Items on a page, 1..500. */
  readonly limit: number
}

export interface Page<Item> {
  readonly items: readonly Item[]
  /** Null on the last page. */
  readonly next: string | null
}
