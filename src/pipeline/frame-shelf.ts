/** A copy of one received frame. */
export interface KeptFrame {
  /** Never written to again. */
  readonly jpeg: Uint8Array
  /** When it was received, epoch ms. */
  readonly atMs: number
}

/** How old the copy of a camera's frame may be, ms; and of one that somebody looks at. */
const REFRESH_MS = 5000
const WANTED_REFRESH_MS = 400
/** Somebody who asked for a picture will ask again within this, ms. */
const WANTED_FOR_MS = 15_000
/** Frames of a camera on video are handed on no faster than this, ms. */
const VIDEO_MS = 39

interface Place {
  recent: KeptFrame | null
  /** The last one in which nothing was found; often the same. */
  healthy: KeptFrame | null
  wantedUntilMs: number
}

/**
 * A recent frame of each camera of a shard, for pictures of before an incident and for whoever looks at the camera. Bounded:
 * when there are too many bytes, cameras whose copies are oldest go without until their next frame.
 */
export class FrameShelf {
  readonly #maxBytes: number
  readonly #onVideo: (stream: string, frame: KeptFrame) => void
  /** In order of their last copy. */
  readonly #places = new Map<string, Place>()
  readonly #videoAtMs = new Map<string, number>()
  #bytes = 0

  /** @param onVideo Given each frame of the cameras that are on video; the copy is the receiver's own. */
  constructor(maxBytes: number, onVideo: (stream: string, frame: KeptFrame) => void) {
    this.#maxBytes = maxBytes
    this.#onVideo = onVideo
  }

  get bytes(): number {
    return this.#bytes
  }

  /** Whether a frame would be copied: worth asking before the bytes are needed. */
  offer(stream: string, jpeg: Uint8Array, atMs: number, isHealthy: boolean): void {
    if (jpeg.length === 0) return
    this.#offerVideo(stream, jpeg, atMs)
    const place = this.#places.get(stream)
    if (place !== undefined && !isDue(place, atMs)) return
    const copy: KeptFrame = { jpeg: new Uint8Array(jpeg), atMs }
    const next: Place = {
      recent: copy,
      healthy: isHealthy ? copy : (place?.healthy ?? null),
      wantedUntilMs: place?.wantedUntilMs ?? 0
    }
    this.remove(stream)
    this.#places.set(stream, next)
    this.#bytes += bytesOf(next)
    this.#makeRoom(stream)
  }

  /** Somebody looks at the camera: its copy is kept fresh for a while. */
  want(stream: string, nowMs: number): KeptFrame | null {
    const place = this.#places.get(stream)
    if (place === undefined) {
      this.#places.set(stream, { recent: null, healthy: null, wantedUntilMs: nowMs + WANTED_FOR_MS })
      return null
    }
    place.wantedUntilMs = nowMs + WANTED_FOR_MS
    return place.recent
  }

  /** The last frame in which nothing was found, at most some seconds older than the first in which something was. */
  healthy(stream: string): KeptFrame | null {
    return this.#places.get(stream)?.healthy ?? null
  }

  setVideo(stream: string, isOn: boolean): void {
    if (isOn) this.#videoAtMs.set(stream, 0)
    else this.#videoAtMs.delete(stream)
  }

  remove(stream: string): void {
    const place = this.#places.get(stream)
    if (place === undefined) return
    this.#places.delete(stream)
    this.#bytes -= bytesOf(place)
  }

  #offerVideo(stream: string, jpeg: Uint8Array, atMs: number): void {
    const lastMs = this.#videoAtMs.get(stream)
    if (lastMs === undefined || Math.abs(atMs - lastMs) < VIDEO_MS) return
    this.#videoAtMs.set(stream, atMs)
    this.#onVideo(stream, { jpeg: new Uint8Array(jpeg), atMs })
  }

  #makeRoom(newest: string): void {
    for (const stream of this.#places.keys()) {
      if (this.#bytes <= this.#maxBytes || stream === newest) return
      this.remove(stream)
    }
  }
}

function isDue({ recent, wantedUntilMs }: Place, atMs: number): boolean {
  if (recent === null) return true
  return Math.abs(atMs - recent.atMs) >= (atMs < wantedUntilMs ? WANTED_REFRESH_MS : REFRESH_MS)
}

function bytesOf({ recent, healthy }: Place): number {
  return (recent?.jpeg.length ?? 0) + (healthy === null || healthy === recent ? 0 : healthy.jpeg.length)
}
