import { drawText } from '../../lib/pixel-font.ts'
import { bytesOf, type RgbImage } from './rgb-image.ts'

/** Width of a picture for each step of the letters' size, pixels. */
const WIDTH_PER_SCALE_PX = 400

/** Burns the wall clock into the lower left corner, in place. */
export function drawClock(image: RgbImage, timeMs: number): void {
  const scale = Math.max(1, Math.round(image.width / WIDTH_PER_SCALE_PX))
  const text = new Date(timeMs).toISOString().slice(0, 19).replace('T', ' ')
  const target = { data: bytesOf(image), width: image.width, height: image.height, channels: 3 } as const
  const style = { scale, colour: [250, 250, 246], outline: [12, 12, 12] } as const
  drawText(target, 6 * scale, image.height - 15 * scale, text, style)
}
