import type { RgbImage } from '../pictures/rgb-image.ts'

/** Pictures of one fixed camera, in motion, as long as one likes. */
export interface Reel {
  /** Size of its pictures, pixels, both even. */
  readonly width: number
  readonly height: number
  /** Fills `into`, which has the reel's size, with the picture of a moment, ms >= 0 since some beginning. */
  read(sceneMs: number, into: RgbImage): void
}

/** Footage as it is: frames with their own times, nothing staged, drawn or encoded anew where that can be. */
export interface OwnFrames {
  /** From the first picture to the end of the last one, ms. */
  readonly lengthMs: number
  /** Pictures a second that the footage itself has, or that it is read at. */
  readonly fps: number
  /** @param untilMs Frames that begin later are left out, ms since the first one. @throws {AppError} `footage/unreadable` */
  frames(untilMs: number): AsyncIterable<OwnFrame>
}

/** A frame of the footage. */
export interface OwnFrame {
  /** Since the first one, ms. */
  readonly atMs: number
  readonly jpeg: Uint8Array
}

/** A camera that faults can be injected into. */
export interface FootageScene {
  readonly id: string
  readonly width: number
  readonly height: number
  /** It shows no colour. */
  readonly monochrome: boolean
  /** Left out where the footage has no end, or nobody knows where. */
  readonly own?: OwnFrames
  /**
   * @param widthPx Widest picture that is wanted; footage is never enlarged.
   * @param fps Pictures that differ, a second.
   * @throws {AppError} `footage/unreadable`
   */
  open(widthPx: number, fps: number): Promise<Reel>
}

/** Size of a reel: at most so wide, in the source's shape, both sides even. */
export function reelSize(source: { readonly width: number; readonly height: number }, widthPx: number) {
  const width = Math.max(2, Math.floor(Math.min(widthPx, source.width) / 2) * 2)
  return { width, height: Math.max(2, Math.round((source.height * width) / source.width / 2) * 2) }
}

/** A pixel shows colour when its channels differ by more than this, grey levels: compression alone makes a few. */
const COLOUR_LEVELS = 14
/** Of an infrared picture not one pixel in a thousand; of grey asphalt by day more. */
const MAX_COLOURED_SHARE = 0.001

/** Whether a picture comes from a camera that shows no colour. */
export function isMonochrome({ data }: RgbImage): boolean {
  let coloured = 0
  for (let i = 0; i + 2 < data.length; i += 3) {
    const most = Math.max(data[i]!, data[i + 1]!, data[i + 2]!)
    if (most - Math.min(data[i]!, data[i + 1]!, data[i + 2]!) > COLOUR_LEVELS) coloured++
  }
  return coloured < MAX_COLOURED_SHARE * (data.length / 3)
}

/** Index of the nth picture of a short clip that runs forth and back, so that there is no jump and no doubled end. */
export function forthAndBack(n: number, count: number): number {
  if (count < 2) return 0
  const period = 2 * count - 2
  const at = ((n % period) + period) % period
  return at < count ? at : period - at
}
