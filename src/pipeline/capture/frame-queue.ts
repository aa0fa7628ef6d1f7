import type { EncodedFrame } from '../../model/frame.ts'

interface CameraQueue {
  readonly stream: string
  frames: EncodedFrame[]
  bytes: number
  /** A frame of this camera is being analysed: its next one has to wait, so that frames stay in order. */
  busy: boolean
  /** It stands in the round of cameras that have something to analyse. */
  queued: boolean
}

export interface FrameQueueOptions {
  /** Bytes that may wait over all cameras. */
  readonly maxBytes: number
  /** A frame that waited longer is dropped when a newer one of its camera waits too; half of it in a lasting overload. */
  readonly maxAgeMs: number
  readonly clock: () => number
  /** Told of each drop, by camera. */
  readonly onDrop: (stream: string, count: number) => void
  /** Told of each frame that will not be analysed. */
  readonly onGone: (frame: EncodedFrame) => void
}

/** About what a frame takes that has a key in place of its bytes. */
const KEY_FRAME_BYTES = 2048
/** Drops that follow one another this closely are one overload; one that has lasted longer will last, ms. */
const OVERLOAD_MS = 1000

/**
 * Frames of one shard that wait to be analysed. In order for each camera, cameras in turn, newest frame wins: past its
 * bounds it drops the oldest frame of the camera that has most waiting, so a flood from one camera costs the others
 * nothing. A camera's newest frame is dropped only when every camera is down to one and the bytes are still too many.
 */
export class FrameQueue {
  readonly #options: FrameQueueOptions
  readonly #cameras = new Map<string, CameraQueue>()
  #round: CameraQueue[] = []
  #bytes = 0
  #length = 0
  #overload = { sinceMs: Number.NEGATIVE_INFINITY, lastDropMs: Number.NEGATIVE_INFINITY }

  constructor(options: FrameQueueOptions) {
    this.#options = options
  }

  get bytes(): number {
    return this.#bytes
  }

  get length(): number {
    return this.#length
  }

  /** True while frames are being dropped. */
  get overloaded(): boolean {
    // A clock that was set back would else make an overload last until it has caught up.
    return Math.abs(this.#options.clock() - this.#overload.lastDropMs) < OVERLOAD_MS
  }

  push(frame: EncodedFrame): void {
    const camera = this.#cameraOf(frame.stream)
    camera.frames.push(frame)
    const bytes = bytesOf(frame)
    camera.bytes += bytes
    this.#bytes += bytes
    this.#length++
    this.#enqueue(camera)
    while (this.#bytes > this.#options.maxBytes && this.#length > 1) this.#dropFromFullest()
  }

  /** The next frame to analyse, or null. Its camera is busy until `done`. */
  next(): EncodedFrame | null {
    // A camera in the round may have lost its frames to the bounds in the meantime.
    for (let camera = this.#round.shift(); camera !== undefined; camera = this.#round.shift()) {
      camera.queued = false
      this.#dropStale(camera)
      const frame = this.#takeOldest(camera)
      if (frame === null) continue
      camera.busy = true
      return frame
    }
    return null
  }

  /** Lets the frames of a camera wait until `done`, as if one were being analysed. */
  hold(stream: string): void {
    this.#cameraOf(stream).busy = true
  }

  /** The camera's frame has been analysed. */
  done(stream: string): void {
    const camera = this.#cameras.get(stream)
    if (camera === undefined) return
    camera.busy = false
    this.#enqueue(camera)
  }

  /** Forgets a camera and what waits of it. */
  remove(stream: string): void {
    const camera = this.#cameras.get(stream)
    if (camera === undefined) return
    this.#cameras.delete(stream)
    this.#bytes -= camera.bytes
    this.#length -= camera.frames.length
    for (const frame of camera.frames) this.#options.onGone(frame)
    camera.frames = []
    camera.bytes = 0
    this.#round = this.#round.filter(other => other !== camera)
  }

  #cameraOf(stream: string): CameraQueue {
    let camera = this.#cameras.get(stream)
    if (camera === undefined) {
      camera = { stream, frames: [], bytes: 0, busy: false, queued: false }
      this.#cameras.set(stream, camera)
    }
    return camera
  }

  #enqueue(camera: CameraQueue): void {
    if (camera.busy || camera.queued || camera.frames.length === 0) return
    camera.queued = true
    this.#round.push(camera)
  }

  #takeOldest(camera: CameraQueue): EncodedFrame | null {
    const frame = camera.frames.shift()
    if (frame === undefined) return null
    const bytes = bytesOf(frame)
    camera.bytes -= bytes
    this.#bytes -= bytes
    this.#length--
    return frame
  }

  #dropOldest(camera: CameraQueue): void {
    const frame = this.#takeOldest(camera)
    if (frame !== null) this.#options.onGone(frame)
  }

  #dropStale(camera: CameraQueue): void {
    const oldestAllowedMs = this.#options.clock() - this.#maxAgeMs()
    let dropped = 0
    while (camera.frames.length > 1 && (camera.frames[0]?.receivedAtMs ?? 0) < oldestAllowedMs) {
      this.#dropOldest(camera)
      dropped++
    }
    if (dropped > 0) this.#tellDrop(camera.stream, dropped)
  }

  /** A lasting overload leaves as many frames to analyse however long they may wait: then half the wait is enough. */
  #maxAgeMs(): number {
    const { maxAgeMs, clock } = this.#options
    return this.overloaded && clock() - this.#overload.sinceMs >= OVERLOAD_MS ? maxAgeMs / 2 : maxAgeMs
  }

  #tellDrop(stream: string, count: number): void {
    const nowMs = this.#options.clock()
    this.#overload = { sinceMs: this.overloaded ? this.#overload.sinceMs : nowMs, lastDropMs: nowMs }
    this.#options.onDrop(stream, count)
  }

  #dropFromFullest(): void {
    let fullest: CameraQueue | null = null
    // More frames waiting goes before more bytes: a camera with large pictures is not punished for their size.
    for (const camera of this.#cameras.values()) {
      if (fullest === null || isFuller(camera, fullest)) fullest = camera
    }
    if (fullest === null) return
    this.#dropOldest(fullest)
    this.#tellDrop(fullest.stream, 1)
  }
}

/** A frame whose bytes have not been fetched takes memory too. */
function bytesOf({ jpeg, jpegKey }: EncodedFrame): number {
  return jpegKey === undefined ? jpeg.length : KEY_FRAME_BYTES
}

function isFuller(camera: CameraQueue, other: CameraQueue): boolean {
  if (camera.frames.length !== other.frames.length) return camera.frames.length > other.frames.length
  return camera.bytes > other.bytes
}
