import { maskedCells } from '../lib/masked-cells.ts'
import type { CameraProfile } from '../model/camera-profile.ts'
import type { KeptFrame } from '../pipeline/frame-shelf.ts'
import { renderPicture } from '../pipeline/snapshots/render-picture.ts'

/** The shards, as far as this file needs them. */
export interface FrameShards {
  /** A recent frame of a camera, null when there is none. It is kept fresh for a while after somebody has asked. */
  recentFrame(stream: string): Promise<KeptFrame | null>
  /** Begins or ends the handing on of every frame of a camera. */
  setVideo(stream: string, isOn: boolean): void
}

export interface LivePicturesOptions {
  readonly shards: FrameShards
  readonly profileOf: (stream: string) => CameraProfile
  /** Region of the camera's main fault now, or null. */
  readonly regionOf: (stream: string) => string | null
  readonly maxPixels: number
}

export interface PictureWish {
  /** Most pixels across, null as it was received. */
  readonly width: number | null
  /** Draw the faulty region and what is not judged. */
  readonly mask: boolean
}

/** Rendered pictures are kept for who asks next, in bytes. */
const MOST_CACHED_BYTES = 32 * 1024 * 1024
/** Somebody who stops looking leaves within this, ms; another may come. */
const VIDEO_LINGER_MS = 3000

interface Video {
  readonly viewers: Set<(frame: KeptFrame) => void>
  offTimer: NodeJS.Timeout | null
}

/** What cameras show now: single pictures in any size, each rendered once, and video for who looks on. */
export class LivePictures {
  readonly #options: LivePicturesOptions
  readonly #videos = new Map<string, Video>()
  /** In order of use. */
  readonly #cache = new Map<string, Promise<Uint8Array>>()
  readonly #sizes = new Map<string, number>()
  #cachedBytes = 0

  constructor(options: LivePicturesOptions) {
    this.#options = options
  }

  /** @returns Null when the camera has sent no frame yet. */
  async picture(stream: string, wish: PictureWish): Promise<KeptFrame | null> {
    const frame = await this.#options.shards.recentFrame(stream)
    return frame === null ? null : { atMs: frame.atMs, jpeg: await this.render(stream, frame, wish) }
  }

  /** A frame of a camera as it is wished for. */
  async render(stream: string, frame: KeptFrame, { width, mask }: PictureWish): Promise<Uint8Array> {
    if (width === null && !mask) return frame.jpeg
    const region = mask ? this.#options.regionOf(stream) : null
    const ignored = mask ? ignoredCells(this.#options.profileOf(stream)) : null
    const key = JSON.stringify([stream, frame.atMs, width, region, ignored === null ? '' : ignored.join('')])
    const known = this.#cache.get(key)
    if (known !== undefined) {
      this.#cache.delete(key)
      this.#cache.set(key, known)
      return known
    }
    const rendered = renderPicture(frame.jpeg, { width, region, ignored, maxPixels: this.#options.maxPixels })
    this.#cache.set(key, rendered)
    this.#keep(key, await rendered)
    return rendered
  }

  /** Gives every frame of a camera to a viewer. @returns Ends it. */
  watch(stream: string, viewer: (frame: KeptFrame) => void): () => void {
    const video = this.#videos.get(stream) ?? { viewers: new Set(), offTimer: null }
    if (video.offTimer !== null) clearTimeout(video.offTimer)
    video.offTimer = null
    this.#videos.set(stream, video)
    video.viewers.add(viewer)
    this.#options.shards.setVideo(stream, true)
    return () => {
      video.viewers.delete(viewer)
      if (video.viewers.size > 0 || video.offTimer !== null) return
      video.offTimer = setTimeout(() => {
        this.#videos.delete(stream)
        this.#options.shards.setVideo(stream, false)
      }, VIDEO_LINGER_MS).unref()
    }
  }

  /** A frame of a camera that is on video. */
  take(stream: string, frame: KeptFrame): void {
    for (const viewer of this.#videos.get(stream)?.viewers ?? []) viewer(frame)
  }

  /** Shards that were started anew do not know who looks on. */
  resume(): void {
    for (const stream of this.#videos.keys()) this.#options.shards.setVideo(stream, true)
  }

  #keep(key: string, { length }: Uint8Array): void {
    if (!this.#cache.has(key) || this.#sizes.has(key)) return
    this.#sizes.set(key, length)
    this.#cachedBytes += length
    for (const oldest of this.#cache.keys()) {
      if (this.#cachedBytes <= MOST_CACHED_BYTES) return
      this.#cachedBytes -= this.#sizes.get(oldest) ?? 0
      this.#sizes.delete(oldest)
      this.#cache.delete(oldest)
    }
  }
}

/** The cells that are not judged, 16 x 9. */
export function ignoredCells({ masks }: CameraProfile): Uint8Array | null {
  return maskedCells(
    masks.map(({ points }) => points),
    16,
    9
  )
}
