import type { DecodeResult, DecoderName } from '../codec/decode-result.ts'
import { frameHash } from '../codec/frame-hash.ts'
import { givePicture } from '../codec/give-picture.ts'
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
  /** Stays as it is until the eye settles; null when there is none, or when it is the one before again and was not asked for. */
  readonly picture: Picture | null
  /** `[height, width, channels]` of the received picture; null when there is none. */
  readonly shape: readonly number[] | null
  /** Why there is no picture, or null. */
  readonly problem: FrameProblem | null
  /** True when the frame had the very bytes of the one before. */
  readonly identical: boolean
  readonly decodeMs: number
  /** By performance.now(). */
  readonly decodedAtMs: number
}

interface Seen {
  readonly length: number
  readonly hash: number
  readonly shape: readonly number[] | null
  readonly problem: FrameProblem | null
}

/** Looks at the frames of one camera. It keeps no picture: of thousands of cameras they would be most of the memory. */
export class CameraEye {
  readonly #context: EyeContext
  /** The picture that is being judged. */
  #current: Picture | null = null
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

  /**
   * @param isRepeatable True when a frame with the bytes of the one before can be judged without its picture: then nothing
   *   is decoded.
   */
  async look(frame: EncodedFrame, isRepeatable: boolean): Promise<Sight> {
    const startedAtMs = performance.now()
    const hash = frameHash(frame.jpeg)
    const again = this.#seenAgain(frame, hash)
    const isRepeated = again !== null && (isRepeatable || again.problem !== null)
    const { problem, shape } = isRepeated ? again : await this.#decode(frame)
    if (isRepeated) this.#identical++
    this.#last = frame.problem === null ? { length: frame.jpeg.length, hash, shape, problem } : null
    const decodedAtMs = performance.now()
    return {
      picture: this.#current,
      shape,
      problem,
      identical: again !== null,
      decodeMs: decodedAtMs - startedAtMs,
      decodedAtMs
    }
  }

  /** Everything has been taken from the picture. */
  settle(): void {
    if (this.#current !== null) givePicture(this.#current, this.#context.pool)
    this.#current = null
  }

  /** What comes next is no neighbour of what was seen last. */
  forget(): void {
    this.settle()
    this.#last = null
  }

  #seenAgain(frame: EncodedFrame, hash: number): Seen | null {
    const last = this.#last
    if (frame.problem !== null || last?.length !== frame.jpeg.length || last.hash !== hash) return null
    return last
  }

  /** Leaves the picture in `#current`, or says why there is none. */
  async #decode(frame: EncodedFrame): Promise<Pick<Seen, 'problem' | 'shape'>> {
    if (frame.problem !== null) return { problem: frame.problem, shape: null }
    const result = await this.#context.decode(frame.jpeg)
    this.#context.onDecoded(result.decoder)
    if (!('picture' in result)) return { problem: result.error, shape: null }
    const { sourceHeight, sourceWidth, channels } = result.picture
    this.#current = result.picture
    return { problem: null, shape: [sourceHeight, sourceWidth, channels] }
  }
}
