/** A picture in memory. */
export interface ShownPicture {
  /** `blob:` address for an image element. */
  readonly url: string
  /** When its frame was received, epoch ms; null when the service did not say. */
  readonly atMs: number | null
  readonly etag: string | null
}

const MAX_KEPT = 240

const kept = new Map<string, ShownPicture>()

/** The last picture of an address, so that a tile that scrolls back into view is not empty. */
export function keptPicture(key: string): ShownPicture | null {
  return kept.get(key) ?? null
}

/** Keeps a picture in place of its forerunner. The oldest one goes when there are too many. */
export function keepPicture(key: string, picture: ShownPicture): void {
  const before = kept.get(key)
  if (before !== undefined && before.url !== picture.url) release(before)
  kept.delete(key)
  kept.set(key, picture)
  for (const [oldest, forgotten] of kept) {
    if (kept.size <= MAX_KEPT) return
    kept.delete(oldest)
    release(forgotten)
  }
}

/** An element may still be about to load it. */
function release({ url }: ShownPicture): void {
  setTimeout(() => URL.revokeObjectURL(url), 5000)
}
