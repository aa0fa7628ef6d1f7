import { drawText, textHeightPx, textWidthPx } from '../../../../../lib/pixel-font.ts'
import type { FaultEffect } from './fault-effect.ts'

const TEXT = 'NO SIGNAL'
const SCALE = 4

/** The recorder's slate in place of a picture. */
export const noSignal: FaultEffect = {
  stage: 'signal',
  apply({ data, width, height }) {
    for (let i = 0; i < data.length; i += 3) {
      data[i] = 18
      data[i + 1] = 32
      data[i + 2] = 150
    }
    const x = (width - textWidthPx(TEXT, SCALE)) / 2
    const y = (height - textHeightPx(SCALE)) / 2
    drawText({ data, width, height, channels: 3 }, x, y, TEXT, { scale: SCALE, colour: [235, 235, 235] })
  }
}
