import type { Measures } from '../../../src/model/measures.ts'
import type { Picture } from '../../../src/model/picture.ts'

/** A working picture drawn pixel by pixel. */
export function makePicture(
  width: number,
  height: number,
  levelAt: (x: number, y: number) => number,
  scale = 1
): Picture {
  const luma = new Uint8Array(width * height)
  for (let y = 0, i = 0; y < height; y++) for (let x = 0; x < width; x++, i++) luma[i] = levelAt(x, y)
  const source = { sourceWidth: width * scale, sourceHeight: height * scale, channels: 3, scale }
  return { luma, width, height, chroma: null, blocks: null, ...source, missingRowShare: 0 }
}

/** A healthy scene: boxes of different grey, with edges everywhere. */
export function scene(shiftPx = 0, width = 120, height = 90): Picture {
  return makePicture(width, height, (x, y) => 40 + ((((x + shiftPx) >> 3) * 5 + (y >> 3) * 3) % 8) * 25)
}

/** Measures of a healthy camera, some of them replaced. */
export function makeMeasures(changed: Partial<Measures> = {}): Measures {
  return {
    meanLumaLevels: 110,
    edgeRatio: 0.08,
    change: { meanLevels: 2, highRatio: 0.01, regionMeanLevels: Array(9).fill(2) },
    identical: false,
    missing: {},
    ...changed
  }
}
