import { drawText, type PixelTarget, textHeightPx, textWidthPx } from '../../../../lib/pixel-font.ts'

const STYLE = { scale: 2, colour: [245, 245, 245], outline: [16, 16, 16] } as const
const MARGIN_PX = 8

/** Burns in the clock and the camera's name, as a recorder does. */
export function drawOverlay(target: PixelTarget, label: string, timeMs: number): void {
  const clock = new Date(timeMs).toISOString().slice(0, 19).replace('T', ' ')
  drawText(target, MARGIN_PX, MARGIN_PX, clock, STYLE)
  const left = target.width - MARGIN_PX - textWidthPx(label, STYLE.scale)
  drawText(target, left, target.height - MARGIN_PX - textHeightPx(STYLE.scale), label, STYLE)
}
