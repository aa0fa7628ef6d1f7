import { beforeEach, describe, expect, it } from 'vitest'
import { FIGURE_COUNT, FIGURES, MEASURE_COUNT, POINT_VALUES } from '../../src/model/camera-figures.ts'
import { CameraFigures } from '../../src/pipeline/camera-figures.ts'

const values = (first: number) => Float64Array.from({ length: MEASURE_COUNT }, (_, i) => (i === 0 ? first : Number.NaN))

describe('CameraFigures', () => {
  let figures: CameraFigures
  const read = (nowMs: number): Float64Array => {
    const out = new Float64Array(FIGURE_COUNT)
    figures.writeFigures(nowMs, out, 0)
    return out
  }
  const point = (nowMs: number): number[] => {
    const out = new Float64Array(MEASURE_COUNT * POINT_VALUES)
    figures.writePoint(nowMs, out, 0)
    return [...out]
  }
  beforeEach(() => {
    figures = new CameraFigures(0)
  })

  it('knows nothing before the first frame', () => {
    const out = read(0)
    expect([out[FIGURES.received], out[FIGURES.analysed]]).toEqual([0, 0])
    expect(out[FIGURES.lastFrameAtMs]).toBeNaN()
    expect(out[FIGURES.lagMs]).toBeNaN()
    expect(out[FIGURES.measures]).toBeNaN()
  })

  it('gives rates of the last ten seconds, of less while it is young', () => {
    for (let ms = 0; ms < 30_000; ms += 200) {
      figures.received(ms)
      if (ms % 400 === 0) figures.analysed(ms, 12, values(7))
      if (ms === 2000) expect(read(ms)[FIGURES.received]).toBeCloseTo(5.5)
    }
    const out = read(29_999)
    expect(out[FIGURES.received]).toBeCloseTo(5)
    expect(out[FIGURES.analysed]).toBeCloseTo(2.5)
    expect([out[FIGURES.lastFrameAtMs], out[FIGURES.lagMs], out[FIGURES.measures]]).toEqual([29_800, 12, 7])
    expect(read(45_000)[FIGURES.received]).toBe(0)
    expect(read(10_000)[FIGURES.received]).toBe(0)
  })

  it('sums up least, mean and most between two points', () => {
    figures.analysed(100, 1, values(4))
    figures.analysed(200, 1, values(8))
    figures.analysed(300, 1, values(Number.NaN))
    expect(point(1000).slice(0, 4)).toEqual([4, 6, 8, Number.NaN])
    expect(point(2000).slice(0, 3)).toEqual([Number.NaN, Number.NaN, Number.NaN])
    expect(read(2000)[FIGURES.measures]).toBeNaN()
  })
})
