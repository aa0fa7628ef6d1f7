/** A frame that a shard's thread worked on when it died. */
export interface SuspectFrame {
  readonly stream: string
  readonly cursor: string
  /** It was so more than once: it is not analysed again. */
  readonly isCondemned: boolean
}

/** What a thread that is started again has to beware of. */
export interface Suspects {
  readonly frames: readonly SuspectFrame[]
  /** Cameras whose frames are not analysed for a while, and for how long, ms. */
  readonly cameras: readonly { readonly stream: string; readonly forMs: number }[]
}

type Place = { readonly stream: string; readonly cursor: string }

/** A frame may meet one death by chance. */
const CONDEMNED_AFTER = 2
/** A camera whose frames were alone at work in so many deaths within the time below is left aside for as long. */
const ASIDE_AFTER = 3
const ASIDE_MS = 600_000
/** Deaths are rare: what is remembered beyond this is of no use. */
const MOST_FRAMES = 64
const MOST_CAMERAS = 64

/** Remembers which frames and cameras a shard's thread worked on when it died, so that one of them cannot kill it for ever. */
export class SuspectFrames {
  /** Deaths, by place. */
  readonly #frames = new Map<string, { readonly place: Place; readonly deaths: number }>()
  /** Times of deaths in which one camera alone was at work, by camera. */
  readonly #cameras = new Map<string, readonly number[]>()

  /** The thread has died. @param atWork What it was working on. @param nowMs Monotonic, ms. */
  died(atWork: readonly Place[], nowMs: number): void {
    for (const { stream, cursor } of atWork) {
      const key = keyOf(stream, cursor)
      const deaths = (this.#frames.get(key)?.deaths ?? 0) + 1
      this.#frames.delete(key)
      this.#frames.set(key, { place: { stream, cursor }, deaths })
    }
    bound(this.#frames, MOST_FRAMES)
    const [only, ...others] = atWork
    if (only === undefined || others.length > 0) return
    const recent = (this.#cameras.get(only.stream) ?? []).filter(atMs => nowMs - atMs < ASIDE_MS)
    this.#cameras.delete(only.stream)
    this.#cameras.set(only.stream, [...recent, nowMs])
    bound(this.#cameras, MOST_CAMERAS)
  }

  /** A frame has its result: whatever it was suspected of, it will not be read again. */
  judged(stream: string, cursor: string): void {
    if (this.#frames.size > 0) this.#frames.delete(keyOf(stream, cursor))
  }

  list(nowMs: number): Suspects {
    const frames = [...this.#frames.values()].map(({ place, deaths }) => ({
      ...place,
      isCondemned: deaths >= CONDEMNED_AFTER
    }))
    const cameras = [...this.#cameras].flatMap(([stream, deaths]) => {
      const newestMs = deaths.at(-1) ?? Number.NEGATIVE_INFINITY
      const forMs = newestMs + ASIDE_MS - nowMs
      const isMany = deaths.filter(atMs => newestMs - atMs < ASIDE_MS).length >= ASIDE_AFTER
      return isMany && forMs > 0 ? [{ stream, forMs }] : []
    })
    return { frames, cameras }
  }
}

function keyOf(stream: string, cursor: string): string {
  return `${cursor} ${stream}`
}

function bound(map: Map<string, unknown>, most: number): void {
  for (const key of map.keys()) {
    if (map.size <= most) return
    map.delete(key)
  }
}
