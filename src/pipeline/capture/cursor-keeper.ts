import { errorText } from '../../errors.ts'
import type { Log } from '../../lib/log.ts'
import { LogThrottle } from '../../lib/log-throttle.ts'
import type { Fence } from '../../model/fence.ts'
import type { CursorStore, SlotCursors } from './cursor-store.ts'

export interface CursorKeeperOptions {
  readonly store: CursorStore
  /** Cursors are saved this often, ms. */
  readonly everyMs: number
  /** Epoch ms. */
  readonly clock: () => number
  readonly log: Log
}

/** A camera whose cursor is kept. */
export interface KeptCamera {
  readonly stream: string
  readonly slot: number
  /** Null without a fleet. */
  readonly fence: Fence | null
}

interface Place extends KeptCamera {
  readonly cursor: string | null
  /** What the store has. */
  readonly saved: string | null
}

/** Totals only grow. */
export interface CursorStats {
  readonly failed: number
  readonly fenced: number
}

/** Keeps how far each camera of a shard has been judged, in one call for all of them. */
export class CursorKeeper {
  readonly #options: CursorKeeperOptions
  readonly #throttle = new LogThrottle(10_000)
  readonly #places = new Map<string, Place>()
  readonly #gone = new Map<string, Place>()
  #timer: NodeJS.Timeout | undefined
  #saving: Promise<void> = Promise.resolve()
  #failed = 0
  #fenced = 0

  constructor(options: CursorKeeperOptions) {
    this.#options = options
  }

  start(): void {
    this.#timer = setInterval(() => void this.save(), this.#options.everyMs)
    this.#timer.unref()
  }

  /** Replaces the cameras; those that left begin anew when they come back. */
  watch(cameras: readonly KeptCamera[]): void {
    const names = new Set(cameras.map(({ stream }) => stream))
    for (const [stream, place] of this.#places) {
      if (names.has(stream)) continue
      this.#places.delete(stream)
      this.#gone.set(stream, place)
    }
    for (const camera of cameras) {
      const { cursor, saved } = this.#places.get(camera.stream) ?? this.#leftBefore(camera.stream)
      this.#gone.delete(camera.stream)
      this.#places.set(camera.stream, { ...camera, cursor, saved })
    }
  }

  /** Of a camera that left and is back before that was saved: the store still has how far it was judged then. */
  #leftBefore(stream: string): Pick<Place, 'cursor' | 'saved'> {
    return { cursor: null, saved: this.#gone.get(stream)?.saved ?? null }
  }

  /** A camera has been judged so far. Those that are not watched are passed over. */
  note(stream: string, cursor: string): void {
    const place = this.#places.get(stream)
    if (place !== undefined) this.#places.set(stream, { ...place, cursor })
  }

  cursorOf(stream: string): string | null {
    return this.#places.get(stream)?.cursor ?? null
  }

  /** Watched elsewhere from now on: what is kept stays as it is. */
  forget(streams: readonly string[]): void {
    for (const stream of streams) {
      this.#places.delete(stream)
      this.#gone.delete(stream)
    }
  }

  stats(): CursorStats {
    return { failed: this.#failed, fenced: this.#fenced }
  }

  /** Saves what has moved, and that these cameras are being watched. Never rejects. */
  save(): Promise<void> {
    this.#saving = this.#saving.then(() => this.#save())
    return this.#saving
  }

  /** Saves a last time. */
  async close(): Promise<void> {
    clearInterval(this.#timer)
    await this.save()
    await this.#options.store.close()
  }

  /** The store may still have what a camera that left was judged to. */
  #keepGone(camera: Place): void {
    const place = this.#places.get(camera.stream)
    if (place === undefined) this.#gone.set(camera.stream, camera)
    else if (place.saved === null) this.#places.set(camera.stream, { ...place, saved: camera.saved })
  }

  async #save(): Promise<void> {
    const places = [...this.#places.values()]
    const gone = [...this.#gone.values()]
    if (places.length + gone.length === 0) return
    this.#gone.clear()
    try {
      const refused = new Set(await this.#options.store.save(bySlot(places, gone)))
      this.#fenced += refused.size
      for (const { stream, slot, fence, cursor } of places) {
        const place = this.#places.get(stream)
        // Lost and taken again meanwhile: this answer is about another time.
        if (place === undefined || place.fence?.token !== fence?.token) continue
        if (refused.has(slot)) this.#places.delete(stream)
        else this.#places.set(stream, { ...place, saved: cursor })
      }
    } catch (cause) {
      this.#failed++
      for (const camera of gone) this.#keepGone(camera)
      const { clock, log } = this.#options
      this.#throttle.run(clock(), suppressed => {
        log.warn({ error: errorText(cause), suppressed }, 'Cannot keep how far cameras have been judged, trying again')
      })
    }
  }
}

function bySlot(places: readonly Place[], gone: readonly Place[]): SlotCursors[] {
  const slots = new Map<number, { slot: number; fence: Fence | null; moved: Map<string, string>; gone: string[] }>()
  const of = ({ slot, fence }: KeptCamera) => {
    const known = slots.get(slot)
    if (known !== undefined) return known
    const made = { slot, fence, moved: new Map<string, string>(), gone: [] as string[] }
    slots.set(slot, made)
    return made
  }
  for (const place of places) {
    const own = of(place)
    if (place.cursor === place.saved) continue
    if (place.cursor === null) own.gone.push(place.stream)
    else own.moved.set(place.stream, place.cursor)
  }
  for (const camera of gone) of(camera).gone.push(camera.stream)
  return [...slots.values()]
}
