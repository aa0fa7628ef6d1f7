import type { RgbImage } from '../pictures/rgb-image.ts'

/** Pictures of one fixed camera, in motion, as long as one likes. */
export interface Reel {
  /** Size of its pictures, pixels, both even. */
  readonly width: number
  readonly height: number
  /** Fills `into`, which has the reel's size, with the picture of a moment, ms >= 0 since some beginning. */
  read(sceneMs: number, into: RgbImage): void
}

/** A camera that faults can be injected into. */
export interface FootageScene {
  readonly id: string
  readonly width: number
  readonly height: number
  /** It shows no colour. */
  readonly monochrome: boolean
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

/** Whether a picture shows no colour: its channels differ by less than 4 levels on average. */
export function isMonochrome({ data }: RgbImage): boolean {
  let sum = 0
  for (let i = 0; i + 2 < data.length; i += 3)
    sum += Math.abs(data[i]! - data[i + 1]!) + Math.abs(data[i + 1]! - data[i + 2]!)
  return sum / (data.length / 3) < 4
}

/** Index of the nth picture of a short clip that runs forth and back, so that there is no jump and no doubled end. */
export function forthAndBack(n: number, count: number): number {
  if (count < 2) return 0
  const period = 2 * count - 2
  const at = ((n % period) + period) % period
  return at < count ? at : period - at
}
