/** Changes that somebody will be told are kept. */
interface Promised {
  readonly ids: ReadonlySet<string>
  isRefused: boolean
}

/** Remembers which changes somebody waits for, so that one that is refused meanwhile is not told as kept. */
export class VouchedChanges {
  readonly #open = new Set<Promised>()

  /** To be called before the changes are put. @returns Whether one of them was refused since; asked once, at the end. */
  watch(ids: Iterable<string>): () => boolean {
    const promised: Promised = { ids: new Set(ids), isRefused: false }
    this.#open.add(promised)
    return () => {
      this.#open.delete(promised)
      return promised.isRefused
    }
  }

  refuse(ids: Iterable<string>): void {
    if (this.#open.size === 0) return
    for (const id of ids) {
      for (const promised of this.#open) if (promised.ids.has(id)) promised.isRefused = true
    }
  }
}
