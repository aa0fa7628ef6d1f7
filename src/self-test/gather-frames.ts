import type { KeptFrame } from '../pipeline/frame-shelf.ts'

/** What is held of one camera while it is tested, and of no other: bytes of JPEGs as they came. */
export const SELF_TEST_FRAMES = 30
export const SELF_TEST_BYTES = 24 * 1024 * 1024
/** Frames closer than this show the same, ms. */
const APART_MS = 400
/** Enough for a look at what moves, ms. */
const LONGEST_MS = 20_000
/** A camera with few frames gets so long for two of them, ms. */
const PATIENCE_MS = 60_000
const LEAST = 2
const LOOK_MS = 500

/** Gives each frame of a camera to a viewer, until what comes back is called. */
export type WatchCamera = (viewer: (frame: KeptFrame) => void) => () => void

/**
 * Frames of a camera as they come, for at most a minute. Resolves with fewer than two when the camera sends no more.
 *
 * @param clock Rising, ms.
 */
export async function gatherFrames(
  watch: WatchCamera,
  clock: () => number,
  signal: AbortSignal
): Promise<readonly Uint8Array[]> {
  const startedMs = clock()
  const frames: Uint8Array[] = []
  let [bytes, lastMs] = [0, Number.NEGATIVE_INFINITY]
  let timer: NodeJS.Timeout | undefined
  let stop: (() => void) | undefined
  try {
    await new Promise<void>(resolve => {
      const isEnough = () => {
        const tookMs = clock() - startedMs
        if (signal.aborted || frames.length >= SELF_TEST_FRAMES || tookMs >= PATIENCE_MS) return true
        return tookMs >= LONGEST_MS && frames.length >= LEAST
      }
      stop = watch(({ jpeg, atMs }) => {
        if (Math.abs(atMs - lastMs) < APART_MS || bytes + jpeg.length > SELF_TEST_BYTES || isEnough()) return
        lastMs = atMs
        bytes += jpeg.length
        frames.push(jpeg)
        if (isEnough()) resolve()
      })
      timer = setInterval(() => isEnough() && resolve(), LOOK_MS)
      // It may have been ended before it began.
      if (signal.aborted) resolve()
      signal.addEventListener('abort', () => resolve(), { once: true })
    })
  } finally {
    clearInterval(timer)
    stop?.()
  }
  return frames
}
