import type { DecodeResult, DecoderName } from '../codec/decode-result.ts'
import { frameHash } from '../codec/frame-hash.ts'
import { giveBlocks, givePicture } from '../codec/give-picture.ts'
import type { PlanePool } from '../codec/plane-pool.ts'
import type { EdgeSettings } from '../model/camera.ts'
import type { EncodedFrame, FrameProblem } from '../model/frame.ts'
import type { Measures } from '../model/measures.ts'
import type { Picture } from '../model/picture.ts'
import { measure } from './detect/measure.ts'
import type { MeasureScratch } from './detect/measure-scratch.ts'
import { measuresAgain } from './detect/measures-again.ts'

/** What the eyes of all cameras of a shard share. */
export interface EyeContext {
  readonly decode: (jpeg: Uint8Array) => Promise<DecodeResult>
  /** Where decoded pictures go when they are done with. */
  readonly pool: PlanePool
  /** Planes to measure in: frames of a shard are measured one after the other. */
  readonly scratch: MeasureScratch
  /** Told who worked on a frame. */
  readonly onDecoded: (decoder: DecoderName) => void
}

/** What a frame turned out to be: measures and shape, or the problem. */
export interface Sight {
  readonly measures: Measures | null
  /** `[height, width, channels]` of the picture, null when there is none. */
  readonly shape: readonly number[] | null
  /** Why there is no picture, or null. */
  readonly problem: FrameProblem | null
}

export interface TimedSight extends Sight {
  readonly decodeMs: number
  /** By performance.now(). */
  readonly decodedAtMs: number
}

interface Seen {
  readonly length: number
  readonly hash: number
  readonly edge: EdgeSettings
  readonly sight: Sight
}

/** Looks at the frames of one camera: decodes and measures each, beside the one before it. */
export class CameraEye {
  readonly #context: EyeContext
  /** The last picture, that change is measured against. */
  #previous: Picture | null = null
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

  async look(frame: EncodedFrame, edge: EdgeSettings): Promise<TimedSight> {
    const startedAtMs = performance.now()
    const hash = frameHash(frame.jpeg)
    const seen = this.#seenAgain(frame, hash, edge) ?? (await this.#decode(frame))
    const decodedAtMs = performance.now()
    const sight = 'measures' in seen ? seen : this.#measure(seen, edge)
    this.#last = frame.problem === null ? { length: frame.jpeg.length, hash, edge, sight } : null
    return { ...sight, decodeMs: decodedAtMs - startedAtMs, decodedAtMs }
  }

  /** What comes next is no neighbour of what was seen last. */
  forget(): void {
    this.#forgetPicture()
    this.#last = null
  }

  #seenAgain(frame: EncodedFrame, hash: number, edge: EdgeSettings): Sight | null {
    const last = this.#last
    if (frame.problem !== null || last?.length !== frame.jpeg.length || last.hash !== hash) return null
    // What was measured with other thresholds says nothing about the same bytes.
    if (last.edge.low !== edge.low || last.edge.high !== edge.high) return null
    this.#identical++
    const { measures } = last.sight
    return measures === null ? last.sight : { ...last.sight, measures: measuresAgain(measures) }
  }

  async #decode(frame: EncodedFrame): Promise<Picture | FrameProblem> {
    if (frame.problem !== null) return frame.problem
    const result = await this.#context.decode(frame.jpeg)
    this.#context.onDecoded(result.decoder)
    return 'picture' in result ? result.picture : result.error
  }

  #measure(decoded: Picture | FrameProblem, edge: EdgeSettings): Sight {
    if ('code' in decoded) return { measures: null, shape: null, problem: decoded }
    const { pool, scratch } = this.#context
    const measures = measure(decoded, this.#previous, edge, scratch)
    // Change is measured on luma alone; a camera keeps no more of its last picture than that.
    giveBlocks(decoded.blocks, pool)
    this.#forgetPicture()
    this.#previous = { ...decoded, chroma: null, blocks: null }
    return { measures, shape: [decoded.sourceHeight, decoded.sourceWidth, decoded.channels], problem: null }
  }

  #forgetPicture(): void {
    if (this.#previous !== null) givePicture(this.#previous, this.#context.pool)
    this.#previous = null
  }
}
