import sharp from 'sharp'
import type { CameraPlan } from './camera-plan.ts'
import type { CameraSource, SourceEnd, SourceListener } from './camera-source.ts'
import type { SourceFrame } from './source-frame.ts'

const DEFAULT_QUALITY = 85

/**
 * Makes the pictures of a source smaller, or encodes them with another quality, where it does not do so itself. One at a
 * time: what comes meanwhile is passed over for the newest.
 */
export class ResizedSource implements CameraSource {
  readonly #source: CameraSource
  readonly #plan: CameraPlan

  constructor(source: CameraSource, plan: CameraPlan) {
    this.#source = source
    this.#plan = plan
  }

  async run(listener: SourceListener, signal: AbortSignal): Promise<SourceEnd> {
    let waiting: SourceFrame | null = null
    let work: Promise<void> | null = null
    const doWaiting = async () => {
      while (waiting !== null) {
        const frame = waiting
        waiting = null
        const jpeg = await this.#encode(frame.jpeg)
        if (jpeg === null) listener.lost('not-jpeg')
        else listener.frame({ ...frame, jpeg })
      }
      work = null
    }
    const end = await this.#source.run(
      {
        lost: why => listener.lost(why),
        frame: frame => {
          waiting = frame
          work ??= doWaiting()
        }
      },
      signal
    )
    await work
    return end
  }

  /** Null when it is no picture that can be read. */
  async #encode(jpeg: Buffer): Promise<Buffer | null> {
    const { maxWidth, maxHeight, enlarge, quality } = this.#plan
    try {
      const sides = {
        ...(maxWidth === null ? {} : { width: maxWidth }),
        ...(maxHeight === null ? {} : { height: maxHeight })
      }
      const size = { ...sides, fit: 'inside' as const, withoutEnlargement: !enlarge }
      return await sharp(jpeg, { failOn: 'none' })
        .rotate()
        .resize(size)
        .jpeg({ quality: quality ?? DEFAULT_QUALITY })
        .toBuffer()
    } catch {
      return null
    }
  }
}

/** Whether pictures are to be encoded anew. */
export function wantsOtherPictures({ maxWidth, maxHeight, quality }: CameraPlan): boolean {
  return maxWidth !== null || maxHeight !== null || quality !== null
}
