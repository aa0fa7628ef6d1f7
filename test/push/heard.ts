import type { SourceListener } from '../../src/push/camera-source.ts'
import type { LostFrame, SourceFrame } from '../../src/push/source-frame.ts'

/** Hears a source, and ends it when enough has come. */
export class Heard implements SourceListener {
  readonly frames: SourceFrame[] = []
  readonly losses: LostFrame[] = []
  readonly #enough: number
  readonly #end = new AbortController()

  constructor(enough = Number.POSITIVE_INFINITY) {
    this.#enough = enough
  }

  get signal(): AbortSignal {
    return this.#end.signal
  }

  frame(frame: SourceFrame): void {
    this.frames.push(frame)
    if (this.frames.length >= this.#enough) this.#end.abort()
  }

  lost(why: LostFrame): void {
    this.losses.push(why)
  }

  end(): void {
    this.#end.abort()
  }
}
