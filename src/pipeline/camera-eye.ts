import type { DecodeResult, DecoderName } from '../codec/decode-result.ts'
import { frameHash } from '../codec/frame-hash.ts'
import { giveBlocks, givePicture } from '../codec/give-picture.ts'
import type { PlanePool } from '../codec/plane-pool.ts'
import type { EncodedFrame, FrameProblem } from '../model/frame.ts'
import type { Picture } from '../model/picture.ts'

/** What the eyes of all cameras of a shard share. */
export interface EyeContext {
  readonly decode: (jpeg: Uint8Array) => Promise<DecodeResult>
  /** Where decoded pictures go when they are done with. */
  readonly pool: PlanePool
  /** Told who worked on a frame. */
  readonly onDecoded: (decoder: DecoderName) => void
}

/** What a frame turned out to be. */
export interface Sight {
  /** Stays as it is until the eye has settled on the next one; null when there is none. */
  readonly picture: Picture | null
  /** Why there is no picture, or null. */
  readonly problem: FrameProblem | null
  /** True when the frame had the very bytes of the one before: nothing was decoded. */
  readonly identical: boolean
  readonly decodeMs: number
  /** By performance.now(). */
  readonly decodedAtMs: number
}

interface Seen {
  readonly length: number
  readonly hash: number
  readonly problem: FrameProblem | null
}

/** Looks at the frames of one camera, and keeps the last picture: the next one is held against it. */
export class CameraEye {
  readonly #context: EyeContext
  /** The last picture. */
  #current: Picture | null = null
  /** The one before it, until it has been compared with the last one. */
  #before: Picture | null = null
  /** The last frame that had bytes to look at; null when the next has to be looked at anew. */
  #last: Seen | null = null
  #identical = 0

  constructor(context: EyeContext) {
    this.#context = context
  }

  /** Frames that were not decoded, since they had the very bytes of the one before. */
  get identical(): number {
    return this.#identical
  }

  async look(frame: EncodedFrame): Promise<Sight> {
    const startedAtMs = performance.now()
    const hash = frameHash(frame.jpeg)
    const again = this.#seenAgain(frame, hash)
    const problem = again === null ? await this.#decode(frame) : again.problem
    this.#last = frame.problem === null ? { length: frame.jpeg.length, hash, problem } : null
    const decodedAtMs = performance.now()
    return {
      picture: problem === null ? this.#current : null,
      problem,
      identical: again !== null,
      decodeMs: decodedAtMs - startedAtMs,
      decodedAtMs
    }
  }

  /** Everything has been taken from the last picture that its colours, its blocks and the one before it are needed for. */
  settle(): void {
    if (this.#before !== null) givePicture(this.#before, this.#context.pool)
    this.#before = null
    if (this.#current !== null && this.#current.blocks !== null) {
      giveBlocks(this.#current.blocks, this.#context.pool)
      this.#current = { ...this.#current, blocks: null }
    }
  }

  /** What comes next is no neighbour of what was seen last. */
  forget(): void {
    if (this.#current !== null) givePicture(this.#current, this.#context.pool)
    this.#current = null
    this.#last = null
  }

  #seenAgain(frame: EncodedFrame, hash: number): Seen | null {
    const last = this.#last
    if (frame.problem !== null || last?.length !== frame.jpeg.length || last.hash !== hash) return null
    this.#identical++
    return last
  }

  /** @returns Why there is no picture, or null: then it is the current one. */
  async #decode(frame: EncodedFrame): Promise<FrameProblem | null> {
    if (frame.problem !== null) return frame.problem
    const result = await this.#context.decode(frame.jpeg)
    this.#context.onDecoded(result.decoder)
    if (!('picture' in result)) return result.error
    this.#before = this.#current
    this.#current = result.picture
    return null
  }
}
